import type { Progress } from './request.ts';

/** A question that the server works on, as the status bar shows it. */
export interface RunningQuestion {
  readonly id: number;
  readonly label: string;
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
}

/** Every question that runs now; components read it with `useSyncExternalStore`. */
class RunningQuestions {
  #running: readonly RunningQuestion[] = [];
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): readonly RunningQuestion[] => this.#running;

  begin(label: string, cancel: () => void): number {
    const id = this.#nextId++;
    this.#set([...this.#running, { id, label, progress: undefined, cancel }]);
    return id;
  }

  report(id: number, progress: Progress): void {
    this.#set(this.#running.map((one) => (one.id === id ? { ...one, progress } : one)));
  }

  end(id: number): void {
    this.#set(this.#running.filter((one) => one.id !== id));
  }

  #set(running: readonly RunningQuestion[]): void {
    this.#running = running;
    for (const listener of this.#listeners) listener();
  }
}

export const runningQuestions = new RunningQuestions();
