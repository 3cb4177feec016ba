export { type DescribedCommand, type DescribedProgram, describeProgram } from './describe-program.ts';
export type { Io } from './io.ts';
export { run } from './run.ts';
