import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How the double behaves; everything else is as samply 0.13.1. */
export interface FakeSamplyBehaviour {
  /** What it says it is; 0.13.1 when absent. */
  readonly version?: string;
  /** Written to standard error before it ends with 1, instead of recording. */
  readonly refuses?: string;
  /** What it writes to its file. */
  readonly file?: 'whole' | 'cut' | 'empty' | 'none' | 'no profile' | 'large';
  /** Bytes of the text in a large file. */
  readonly largeBytes?: number;
  /** Bytes that do not compress well. */
  readonly noiseBytes?: number;
  readonly exitCode?: number;
  /** Kills itself so after that many milliseconds of recording. */
  readonly diesAfterMs?: number;
  /** Stops the target and dies, as a samply that is killed while it attaches. */
  readonly diesAttaching?: boolean;
  /** Has the flag of newer builds. */
  readonly presymbolicates?: boolean;
  /** Writes that many lost events to standard error. */
  readonly loses?: number;
}

/**
 * A program that takes samply's command line and behaves as asked. It counts the SIGINTs that it gets: the second one makes
 * it end with 1 and without a file, as the real one does.
 *
 * @returns its path
 */
export function fakeSamply(behaviour: FakeSamplyBehaviour = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-fake-samply-'));
  const path = join(folder, 'samply');
  writeFileSync(path, `#!${process.execPath}\nconst behaviour = ${JSON.stringify(behaviour)};\n${script}`);
  chmodSync(path, 0o755);
  return path;
}

const script = String.raw`
const fs = require('node:fs');
const zlib = require('node:zlib');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
if (args[0] === '--version') {
  console.log('samply ' + (behaviour.version ?? '0.13.1'));
} else if (args.includes('--help')) {
  console.log('      --unstable-presymbolicate\n          Emit a sidecar' + (behaviour.presymbolicates ? '\n      --presymbolicate\n' : ''));
} else if (args[0] === 'record') {
  fs.appendFileSync(__dirname + '/calls', JSON.stringify(args) + '\n');
  const pid = Number(after('-p'));
  if (behaviour.refuses !== undefined) {
    process.stderr.write(behaviour.refuses);
    process.exit(1);
  }
  if (behaviour.diesAttaching) {
    process.kill(pid, 'SIGSTOP');
    process.kill(process.pid, 'SIGKILL');
  }
  let interrupts = 0;
  const startTime = Date.now();
  process.on('SIGINT', () => {
    interrupts++;
    fs.appendFileSync(__dirname + '/interrupts', '1');
    if (interrupts > 1) process.exit(1);
    setTimeout(write, 300);
  });
  process.stderr.write('Recording process with PID ' + pid + ' until Ctrl+C...\n');
  setInterval(() => {
    try { process.kill(pid, 0); } catch { write(); }
  }, 50);
  if (behaviour.diesAfterMs !== undefined) setTimeout(() => process.kill(process.pid, 'SIGKILL'), behaviour.diesAfterMs);
  function write() {
    const file = behaviour.file ?? 'whole';
    const profile = {
      meta: { preprocessedProfileVersion: 49, interval: 1, startTime, product: 'PID ' + pid, oscpu: 'Debian', symbolicated: Boolean(behaviour.presymbolicates) },
      libs: [], threads: [], pages: [], profilerOverhead: [], counters: [],
    };
    if (file === 'no profile') delete profile.threads;
    if (file === 'large') profile.filler = 'x'.repeat(behaviour.largeBytes);
    if (behaviour.noiseBytes) profile.noise = require('node:crypto').randomBytes(behaviour.noiseBytes).toString('base64');
    const bytes = zlib.gzipSync(JSON.stringify(profile));
    if (file !== 'none') fs.writeFileSync(after('-o'), file === 'empty' ? '' : file === 'cut' ? bytes.subarray(0, bytes.length - 12) : bytes);
    if (behaviour.loses) process.stderr.write('Lost ' + behaviour.loses + ' events.\n');
    process.exit(behaviour.exitCode ?? 0);
  }
} else {
  process.stderr.write('no symbols here\n');
  process.exit(1);
}
`;
