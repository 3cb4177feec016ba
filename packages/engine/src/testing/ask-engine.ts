import type { EngineConnection } from '../engine.ts';
import { type EngineAnswer, runStatement } from '../engine-http.ts';

/** The answer to a statement as text without its last line end. Rejects with the engine's message when it fails. */
export async function askEngine(connection: EngineConnection, sql: string): Promise<string> {
  const answer = await runStatement(connection, sql);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body.trim()}`);
  return answer.body.trimEnd();
}

/** What the engine says to a statement, whatever it says. */
export function answerOf(connection: EngineConnection, sql: string): Promise<EngineAnswer> {
  return runStatement(connection, sql);
}
