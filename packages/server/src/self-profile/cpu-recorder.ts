/** What records the thread that the server runs on, one stretch after the other. */
export interface CpuRecorder {
  /** Begins the first stretch, or the first after a pause. Holds the thread up for a tenth of a second. */
  start(): Promise<void>;
  /** Ends the stretch and begins the next one in the same moment; resolves with the ended one as the text of a `.cpuprofile`. */
  next(): Promise<string>;
  /** Ends the stretch without a result. Never throws. */
  pause(): void;
  /** As `pause`, for good. */
  close(): void;
}

/**
 * V8's own profiler, through the inspector of this process; no port is opened.
 *
 * When its first recording starts, V8 looks up every function of the program, which takes 100 ms of the server's thread; so the next
 * recording starts before the last one ends. The protocol's own `Profiler.start` knows one at a time. Those of `console.profile`
 * overlap: https://chromedevtools.github.io/devtools-protocol/v8/Profiler#event-consoleProfileFinished
 *
 * @param intervalMicros between two samples
 * @throws in a Node that was built without the inspector
 */
export async function openV8Recorder(intervalMicros: number): Promise<CpuRecorder> {
  // Not a static import: where there is no inspector, that would keep the server from starting.
  const { Session, console: inspected } = await import('node:inspector');
  const session = new Session();
  session.connect();
  const post = async (method: string, parameters?: object): Promise<void> =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error) => {
        if (error === null) resolve();
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  const finished = new Map<string, object>();
  session.on('Profiler.consoleProfileFinished', ({ params: { title = '', profile } }) => {
    finished.set(title, profile);
  });
  try {
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: intervalMicros });
  } catch (error) {
    session.disconnect();
    throw error;
  }

  let count = 0;
  const titleOf = (recording: number): string => `hearth ${process.pid} ${recording}`;
  /** Sessions on the same thread are told before `profileEnd` returns. */
  const end = (recording: number): object | undefined => {
    inspected.profileEnd(titleOf(recording));
    const profile = finished.get(titleOf(recording));
    finished.clear();
    return profile;
  };
  return {
    start: async () => inspected.profile(titleOf(++count)),
    next: async () => {
      inspected.profile(titleOf(count + 1));
      const profile = end(count++);
      if (profile === undefined) throw new Error("V8's profiler gave no profile");
      return JSON.stringify(profile);
    },
    pause: () => void end(count),
    close: () => session.disconnect(),
  };
}
