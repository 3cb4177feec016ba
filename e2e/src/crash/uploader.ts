import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpRequest } from '../harness/http-request.ts';
import type { Ledger } from './ledger.ts';
import type { UploadNumber, UploadPlan } from './upload-plan.ts';

export interface UploaderOptions {
  readonly url: string;
  readonly plan: UploadPlan;
  readonly ledger: Ledger;
  /** No new upload is begun once this is aborted; the one in hand is brought to its end. */
  readonly noMore: AbortSignal;
  /** Ends even the retries: a server that does not come back. */
  readonly giveUp: AbortSignal;
}

/** Short, so that a server which comes back meets its clients while it still recovers. */
const RETRY_MS = 50;
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * One connection at full speed: sends upload after upload, each again until it is acknowledged.
 *
 * @throws Error when an upload is refused for good, or on `giveUp`
 */
export async function runUploader({ url, plan, ledger, noMore, giveUp }: UploaderOptions): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    while (!noMore.aborted) {
      const number = ledger.take();
      const { contentType, body } = plan.upload(number);
      const send = () =>
        httpRequest(`${url}/profiling/v1/input`, {
          method: 'POST',
          headers: { 'content-type': contentType },
          body,
          agent,
          timeoutMs: ANSWER_TIMEOUT_MS,
        });
      await sendUntilAcknowledged(number, send, ledger, giveUp);
    }
  } finally {
    agent.destroy();
  }
}

async function sendUntilAcknowledged(
  number: UploadNumber,
  send: () => ReturnType<typeof httpRequest>,
  ledger: Ledger,
  giveUp: AbortSignal,
): Promise<void> {
  for (;;) {
    const answer = await send().catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
    if (typeof answer === 'string') {
      ledger.count(answer);
    } else {
      ledger.count(String(answer.status));
      if (answer.status >= 200 && answer.status < 300) {
        ledger.acknowledged.add(number);
        return;
      }
      // Whatever dies, there is one honest answer: come again later. A 500 would be a fault even in a crash.
      const mayComeAgain = answer.status === 503 && answer.headers['retry-after'] !== undefined;
      if (!mayComeAgain) throw new Error(`upload ${number}: ${answer.status} ${answer.text}`);
    }
    if (giveUp.aborted)
      throw new Error(`gave up on upload ${number}: ${typeof answer === 'string' ? answer : answer.status}`);
    await sleep(RETRY_MS);
  }
}
