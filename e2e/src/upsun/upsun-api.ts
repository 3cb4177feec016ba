import type { z } from 'zod';
import type { HearthApi } from '../harness/hearth-api.ts';
import type { HttpAnswer } from '../harness/http-request.ts';
import {
  applicationsAnswer,
  filterAnswer,
  flamebearerAnswer,
  observabilityAnswer,
  timelineAnswer,
} from './upsun-answers.ts';

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** Upsun's questions about one environment; every answer is read with its strict schema. */
export class UpsunApi {
  readonly #api: HearthApi;
  readonly #base: string;

  constructor(api: HearthApi, project: string, environment: string) {
    this.#api = api;
    this.#base = `/projects/${project}/environments/${encodeURIComponent(environment)}`;
  }

  entry(): Promise<z.output<typeof observabilityAnswer>> {
    return this.#json(observabilityAnswer, '/observability', {});
  }

  applications(query: Query = {}): Promise<z.output<typeof applicationsAnswer>> {
    return this.#json(applicationsAnswer, '/continuous-profiling', query);
  }

  filter(app: string, query: Query = {}): Promise<z.output<typeof filterAnswer>> {
    return this.#json(filterAnswer, `${appPath(app)}/filter`, query);
  }

  timeline(app: string, query: Query = {}): Promise<z.output<typeof timelineAnswer>> {
    return this.#json(timelineAnswer, appPath(app), query);
  }

  flamebearer(app: string, query: Query = {}): Promise<z.output<typeof flamebearerAnswer>> {
    return this.#json(flamebearerAnswer, `${appPath(app)}/merge`, { ...query, out: 'flamebearerv2' });
  }

  /** The body of a file. */
  async merged(app: string, out: 'pprof' | 'dot', query: Query = {}): Promise<HttpAnswer> {
    return this.#ask(`${appPath(app)}/merge`, { ...query, out });
  }

  async #json<Shape>(schema: z.ZodType<Shape>, path: string, query: Query): Promise<Shape> {
    const { headers, text } = await this.#ask(path, query);
    if (!/^application\/json/.test(headers['content-type'] ?? '')) throw new Error(`${path}: no JSON`);
    return schema.parse(JSON.parse(text));
  }

  async #ask(path: string, query: Query): Promise<HttpAnswer> {
    const url = `${this.#base}${path}?${queryText(query)}`;
    const answer = await this.#api.ask(url);
    if (answer.status !== 200) throw new Error(`GET ${url}: ${answer.status} ${answer.text}`);
    return answer;
  }
}

const appPath = (app: string): string => `/continuous-profiling/app/${encodeURIComponent(app)}`;

/** Lists as Upsun's clients write them: the name with its brackets, encoded, once for each value. */
function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      parameters.append(Array.isArray(value) ? `${name}[]` : name, String(one));
    }
  }
  return String(parameters);
}

export type Flamebearer = z.output<typeof flamebearerAnswer>['flamebearer'];

/** What functions have themselves, by name. */
export function selfByName({ names, levels }: Flamebearer): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const level of levels) {
    for (let at = 0; at < level.length; at += 4) {
      const name = names[level[at + 3]!]!;
      found.set(name, (found.get(name) ?? 0) + level[at + 2]!);
    }
  }
  return found;
}
