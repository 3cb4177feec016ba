import type { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';

/**
 * An app that never settles: an hour shows 7 500 stacks, and 10 % of them were not there the hour before (releases, generated code,
 * input that reaches new paths). A new stack brings four nodes below one that is there, and an hour twenty functions.
 */
export const growthShape = {
  stacksAnHour: 7_500,
  newStacksAnHour: 750,
  nodesAStack: 4,
  frames: 4_000,
  newFramesAnHour: 20,
};

const { stacksAnHour, newStacksAnHour, nodesAStack, frames, newFramesAnHour } = growthShape;
const HOUR_SECONDS = 3600;
const profilesAnHour = 5 * 360;
const stacksAProfile = 300;
const budget = { timeoutMs: 600_000, memoryBytes: 2 ** 31 };

export const stacksAfter = (hours: number): number => stacksAnHour + newStacksAnHour * (hours - 1);

/** A stack's node at a depth of 0 .. 3 below the stack it branched from. */
/** Hashes depend on the widths of numbers. */
const nodeId = (app: string, stack: string, depth: string): string =>
  `sipHash64('${app}', toUInt64(${stack}), toUInt64(${depth}))`;
const frameId = (app: string, frame: string): string => `sipHash64('${app}', toUInt64(${frame}))`;

/** Stores the nodes of stacks [from, to) and the frames that came with them. */
export async function addStacks(client: EngineClient, app: string, from: number, to: number): Promise<void> {
  const framesAt = (stack: number): number => frames + Math.ceil((stack / newStacksAnHour) * newFramesAnHour);
  await client.command({
    name: 'fill',
    sql: `INSERT INTO frames (project_id, app, frame_id, function, file, line, expires_week)
    SELECT 1, '${app}', ${frameId(app, 'number')}, concat('Service', toString(number % 60), '.handle', toString(number)),
      concat('src/service-', toString(number % 40), '.ts'), 12 + number, 2990
    FROM numbers(${from === 0 ? 0 : framesAt(from)}, ${framesAt(to) - (from === 0 ? 0 : framesAt(from))})`,
    ...budget,
  });
  await client.command({
    name: 'fill',
    sql: `INSERT INTO nodes (project_id, app, node_id, parent_id, frame_id, expires_week)
    WITH ${from} + intDiv(number, ${nodesAStack}) AS stack, number % ${nodesAStack} AS depth
    SELECT 1, '${app}', ${nodeId(app, 'stack', 'depth')},
      multiIf(depth > 0, ${nodeId(app, 'stack', 'depth - 1')}, stack = 0, 0, ${nodeId(app, 'intDiv(stack, 8)', String(nodesAStack - 1))}),
      ${frameId(app, `sipHash64(number, stack) % (${frames} + intDiv(stack * ${newFramesAnHour}, ${newStacksAnHour}))`)}, 2990
    FROM numbers(${(to - from) * nodesAStack})`,
    ...budget,
  });
}

/** Stores an hour of samples of the newest of `stacks` stacks. */
export async function addHour(client: EngineClient, app: string, stacks: number, startMs: number): Promise<void> {
  const second = `${startMs / 1000} + intDiv(profile, 5) * 10`;
  const statements = [
    `INSERT INTO samples (project_id, app, kind, hour, node_id, series_id, time, v0, keep_days, group_id)
    WITH intDiv(number, ${stacksAProfile}) AS profile, ${second} AS second,
      ${stacks} - 1 - sipHash64(number, 1) % ${stacksAnHour} AS stack
    SELECT 1, '${app}', 'cpu:nanoseconds', toStartOfFifteenMinutes(toDateTime(second, 'UTC')) + 1,
      ${nodeId(app, 'stack', String(nodesAStack - 1))}, profile % 5, toDateTime64(second, 3, 'UTC'), 10000000 + number % 1000, 30, 4096
    FROM numbers(${profilesAnHour * stacksAProfile})`,
    `INSERT INTO profiles (project_id, id, numeric_id, app, start, end, kinds, types, series_id, sample_count, keep_days, group_id)
    WITH number AS profile, ${second} AS second
    SELECT 1, reinterpretAsFixedString(toUInt128(sipHash64('${app}', number, ${startMs}))), number, '${app}', toDateTime64(second, 3, 'UTC'),
      toDateTime64(second + 10, 3, 'UTC'), ['cpu:nanoseconds'], ['cpu'], number % 5, ${stacksAProfile}, 30, 4096
    FROM numbers(${profilesAnHour})`,
  ];
  for (const sql of statements) await client.command({ name: 'fill', sql, ...budget });
}

export const hourMs = HOUR_SECONDS * 1000;
