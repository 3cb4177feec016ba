export { besideLostEvents } from './testing/beside-lost-events.ts';
export {
  type Busy,
  type BusyOptions,
  buildBusy,
  cpuSeconds,
  lineOf,
  startBusy,
  stateOf,
  untilUsed,
} from './testing/busy-program.ts';
export { type FakeSamplyBehaviour, fakeSamply } from './testing/fake-samply.ts';
export { missingNative, type NativeTool, samplyProgram } from './testing/native-tools.ts';
export { foldThread, readProcessed, threadNamed } from './testing/read-processed.ts';
