/** What a call costs itself, in the units of the service's types (`DemoService.types`); a type that is left out costs nothing. */
export type Cost = readonly number[];

/** A stretch of the call tree that a demo service spends its time in. */
export interface Call {
  /** Frames from the caller to the callee. */
  readonly chain: readonly ChainFrame[];
  /** Of the last frame of the chain, in the service's first release. */
  readonly cost: Cost;
  /** The same in the second release. */
  readonly costAfter: Cost;
  /** Whether it happens in the job of the night only. */
  readonly isNightly: boolean;
  readonly calls: readonly Call[];
}

export interface ChainFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** @param chain `name@file:line > name@file:line`, the caller first */
export function call(chain: string, cost: Cost, ...calls: readonly Call[]): Call {
  return { chain: framesOf(chain), cost, costAfter: cost, isNightly: false, calls };
}

/** A call that the second release changed. */
export function changed(chain: string, cost: Cost, costAfter: Cost, ...calls: readonly Call[]): Call {
  return { ...call(chain, cost, ...calls), costAfter };
}

/** A call of the nightly job. What it calls is nightly too. */
export const nightly = (chain: string, cost: Cost, ...calls: readonly Call[]): Call => ({
  ...call(chain, cost, ...calls),
  isNightly: true,
});

/** The same calls, `share` as much of everything: what another caller makes of them. */
export const scaled = (share: number, calls: readonly Call[]): readonly Call[] =>
  calls.map((one) => ({
    ...one,
    cost: one.cost.map((value) => value * share),
    costAfter: one.costAfter.map((value) => value * share),
    calls: scaled(share, one.calls),
  }));

function framesOf(chain: string): readonly ChainFrame[] {
  return chain.split(' > ').map((text) => {
    const match = /^([^@]+)@(.*):(\d+)$/.exec(text);
    if (match === null) throw new Error(`${text} is no frame`);
    const [, name = '', file = '', line = ''] = match;
    return { name, file, line: Number(line) };
  });
}
