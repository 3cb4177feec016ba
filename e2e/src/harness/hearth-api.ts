import { type HttpAnswer, type HttpRequest, httpRequest } from './http-request.ts';

export interface ListedProfile {
  readonly id: string;
  readonly numericId: number;
  readonly app: string;
  readonly environment: string;
  readonly release: string | null;
  readonly start: string;
  readonly end: string;
  readonly types: readonly string[];
  readonly source: string;
  /** The run of a continuous profiler that it is a piece of. */
  readonly sessionId: string | null;
  /** The transaction's event, of a profile that was made for one. */
  readonly transactionId: string | null;
}

export interface ListQuery {
  readonly app?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Upsun's five filters. */
export const filterFields = ['runtime', 'runtime_version', 'runtime_arch', 'runtime_os', 'probe_version'] as const;
export type FilterField = (typeof filterFields)[number];

interface FilterAnswer {
  readonly fields: Readonly<
    Record<string, { readonly distinct_values: number; readonly values: readonly { value: string; count: number }[] }>
  >;
  readonly max_applicable_filters: number;
}

/** The largest page that the list gives. */
const PAGE_PROFILES = 1000;

/** What tests ask the server, as one who holds `token`. Throws on every status but 2xx. */
export class HearthApi {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** One request, whatever its status. */
  ask(path: string, options: HttpRequest = {}): Promise<HttpAnswer> {
    return httpRequest(this.#url + path, {
      ...options,
      headers: { authorization: `Bearer ${this.#token}`, ...options.headers },
    });
  }

  async json<T>(path: string, options: HttpRequest = {}): Promise<T> {
    const { status, text } = await this.ask(path, options);
    if (status < 200 || status > 299) throw new Error(`${options.method ?? 'GET'} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return this.json<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Every profile that the query matches, over all pages, newest first. */
  async listProfiles(project: string, query: ListQuery = {}): Promise<readonly ListedProfile[]> {
    const all: ListedProfile[] = [];
    let cursor: string | null = null;
    do {
      const parameters = new URLSearchParams({ ...query, limit: String(PAGE_PROFILES), ...(cursor && { cursor }) });
      const page: { profiles: readonly ListedProfile[]; next: string | null } = await this.json(
        `/api/v1/projects/${project}/profiles?${parameters}`,
      );
      all.push(...page.profiles);
      cursor = page.next;
    } while (cursor !== null);
    return all;
  }

  /** Upsun's filter of one app: field -> value -> number of profiles. */
  async filter(
    project: string,
    environment: string,
    app: string,
    query = '',
  ): Promise<Map<string, Map<string, number>>> {
    const path = `/projects/${project}/environments/${encodeURIComponent(environment)}/continuous-profiling/app`;
    const { fields } = await this.json<FilterAnswer>(`${path}/${encodeURIComponent(app)}/filter${query}`);
    return new Map(
      Object.entries(fields).map(([name, { values }]) => [
        name,
        new Map(values.map(({ value, count }) => [value, count])),
      ]),
    );
  }

  /** The first active ingest key of a project. */
  async ingestKey(organization: string, project: string): Promise<string> {
    const keys = await this.json<readonly { public: string; isActive: boolean }[]>(
      `/api/0/projects/${organization}/${project}/keys/`,
    );
    const key = keys.find(({ isActive }) => isActive)?.public;
    if (key === undefined) throw new Error(`project ${project} has no active ingest key`);
    return key;
  }

  /** One number of `/metrics`; the sum over its labels. */
  async metric(name: string): Promise<number> {
    const { text } = await this.ask('/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    if (lines.length === 0) throw new Error(`no metric ${name}`);
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }
}
