import type { Sql } from '../harness/stopped-store.ts';

/**
 * App -> share of hash_orders, render_invoice and score_fraud in the CPU that the three burnt together, by the leaf
 * frames of the stored samples (Pyroscope's client for Node writes `./shop.mjs:hashOrders:12`). The programs burn 60, 30 and 10 %.
 */
export async function cpuShares(sql: Sql): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await sql<{ app: string; hash: string; render: string; score: string }>(`
    WITH samples AS (
      SELECT project_id, app, node_id, value
      FROM samples
      ARRAY JOIN splitByChar(',', kind) AS column, arraySlice([v0, v1, v2, v3], 1, length(splitByChar(',', kind))) AS value
      WHERE column = 'cpu:nanoseconds'
    ),
    leaves AS (
      SELECT DISTINCT nodes.project_id AS project_id, nodes.app AS app, nodes.node_id AS node_id,
        lower(replaceAll(replaceRegexpOne(frames.function, ':[0-9]+$', ''), '_', '')) AS function
      FROM nodes INNER JOIN frames USING (project_id, app, frame_id)
    )
    SELECT app,
      toString(sumIf(value, endsWith(function, 'hashorders'))) AS hash,
      toString(sumIf(value, endsWith(function, 'renderinvoice'))) AS render,
      toString(sumIf(value, endsWith(function, 'scorefraud'))) AS score
    FROM samples INNER JOIN leaves USING (project_id, app, node_id)
    GROUP BY app`);
  return new Map(
    rows.map(({ app, hash, render, score }) => {
      const parts = [hash, render, score].map(Number);
      const all = parts.reduce((sum, part) => sum + part, 0);
      return [app, parts.map((part) => part / all)];
    }),
  );
}
