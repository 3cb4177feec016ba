import { parseArgs } from 'node:util';
import { seededRandom } from '@hearth/profile/testing';
import { HearthServer } from '../harness/hearth-server.ts';
import { checkTables } from './check-tables.ts';
import { crashRounds } from './crash-rounds.ts';
import { Ledger } from './ledger.ts';
import { poison } from './poison.ts';
import { rebuild } from './rebuild.ts';
import { UploadPlan } from './upload-plan.ts';

const report = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds ?? '25');
const seed = Number(values.seed ?? '1');
if (!Number.isSafeInteger(rounds) || rounds < 0 || !Number.isSafeInteger(seed)) {
  process.stderr.write('Usage: npm run crash -- [--rounds N] [--seed S]\n');
  process.exit(2);
}

report(`crash test: ${rounds} rounds, seed ${seed}`);
const server = await HearthServer.start();
const onInterrupt = (): void => {
  void server.kill().finally(() => process.exit(130));
};
process.once('SIGINT', onInterrupt);
process.once('SIGTERM', onInterrupt);
try {
  const plan = new UploadPlan(seed);
  const ledger = new Ledger();
  const random = seededRandom(seed);
  await crashRounds({ server, plan, ledger, rounds, random, report });
  await checkTables({ server, plan, ledger, report });
  await rebuild({ server, plan, ledger, random, report });
  await poison({ server, plan, ledger, report });
  const outcomes = [...ledger.outcomes].map(([outcome, count]) => `${count} x ${outcome}`).join(', ');
  report(`answers: ${outcomes}`);
  // The server's own words; that there is nothing to repair would mean that no blow ever hit.
  report(`groups repaired: ${server.output.text.split('"kind":"repaired"').length - 1}`);
  await server.dispose();
  report('crash test: ok');
} catch (error) {
  report(`crash test: FAILED (data directory kept: ${server.dataDir})`);
  report(error instanceof Error ? `${error.stack}` : String(error));
  report(`end of the server's output:\n${server.output.tail()}`);
  if (server.isRunning) await server.kill();
  process.exitCode = 1;
}
