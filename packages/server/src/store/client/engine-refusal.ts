/** ClickHouse answered with an exception: the statement arrived and was refused. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
  /** ClickHouse's error code, e.g. 241; 0 when the answer named none. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Codes of ClickHouse that say something about the question's cost or the engine's state, not about the statement. */
export const refusalCodes = {
  timeoutExceeded: 159,
  tooManyRowsOrBytes: 396,
  tooManyRows: 158,
  tooManyBytes: 307,
  memoryLimitExceeded: 241,
  tooManyParts: 252,
  tooManySimultaneousQueries: 202,
  notEnoughSpace: 243,
  cannotScheduleTask: 439,
  queryWasCancelled: 394,
  queryIsAborted: 236,
} as const;

const OVERLOAD: ReadonlySet<number> = new Set([
  refusalCodes.memoryLimitExceeded,
  refusalCodes.tooManyParts,
  refusalCodes.tooManySimultaneousQueries,
  refusalCodes.notEnoughSpace,
  refusalCodes.cannotScheduleTask,
  refusalCodes.queryWasCancelled,
  refusalCodes.queryIsAborted,
  refusalCodes.timeoutExceeded,
]);

/** Whether the same statement may well be taken later: the engine was short of something. */
export function isOverload(refusal: EngineRefusal): boolean {
  return OVERLOAD.has(refusal.code);
}

/** Longest message kept: exceptions can repeat whole statements. */
const MAX_MESSAGE_LENGTH = 500;

/** Reads `Code: 241. DB::Exception: ... (MEMORY_LIMIT_EXCEEDED)`. */
export function parseRefusal(codeHeader: string | undefined, body: string): EngineRefusal {
  const code = Number(codeHeader ?? /^Code: (\d+)/.exec(body)?.[1] ?? 0);
  return new EngineRefusal(Number.isInteger(code) ? code : 0, body.trim().slice(0, MAX_MESSAGE_LENGTH));
}
