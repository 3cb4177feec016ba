import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One measured number. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the project aims at, as text, e.g. `<= 12`. */
  readonly aim?: string;
}

interface StoredReport {
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number; readonly node: string };
  readonly measurements: readonly Measurement[];
}

const resultsFolder = fileURLToPath(new URL('../results/', import.meta.url));

/** Prints the numbers beside the ones kept in the repository, then keeps these in `bench/results/<name>.json`. */
export function report(name: string, measurements: readonly Measurement[]): void {
  const file = `${resultsFolder}${name}.json`;
  const previous = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StoredReport) : undefined;
  const rows = measurements.map((m) => {
    const before = previous?.measurements.find((other) => other.name === m.name);
    const change = before === undefined || before.value === 0 ? '' : percent(m.value / before.value - 1);
    return [m.name, format(m.value), m.unit, m.aim ?? '', before === undefined ? '' : format(before.value), change];
  });
  printTable(['measure', 'value', 'unit', 'aim', 'before', 'change'], rows);
  mkdirSync(resultsFolder, { recursive: true });
  const [cpu] = cpus();
  const stored: StoredReport = {
    machine: {
      cpu: cpu?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    measurements: measurements.map((m) => ({ ...m, value: Number(m.value.toPrecision(4)) })),
  };
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`);
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const numeric = new Set([1, 4, 5]);
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, i) => (numeric.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

function format(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function percent(ratio: number): string {
  return `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(0)} %`;
}
