import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { readLines } from './read-lines.ts';
import { refusalOf, refusalOfProblem } from './refusal-of.ts';
import { unreachable } from './unreachable.ts';

export interface ApiClientOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** How far the server is with an answer. */
export interface AnswerProgress {
  readonly rowsRead: number;
  readonly rowsToRead: number;
  readonly elapsedMs: number;
}

type AnswerLine<T> = { readonly progress: AnswerProgress } | { readonly answer: T } | { readonly problem: object };

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query | undefined;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  /** `application/json` when absent. */
  readonly accept?: string;
}

const NDJSON = 'application/x-ndjson';

/**
 * The HTTP API as the commands use it. The answers are typed by the caller: the server's OpenAPI is
 * the contract, and the command reads only fields it names.
 *
 * Every method throws CliError: `unreachable`, or the server's own code with the exit code that fits its status.
 */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #base: string;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, '');
  }

  get url(): string {
    return this.#base;
  }

  async get<T>(path: string, query?: Query): Promise<T> {
    return this.#json<T>(await this.#send({ method: 'GET', path, query }));
  }

  /** The body as it was sent, whatever it is. */
  async getBytes(path: string, query?: Query): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#send({ method: 'GET', path, query })).arrayBuffer());
  }

  async post<T>(path: string, json: unknown): Promise<T> {
    return this.#json<T>(await this.#send({ method: 'POST', path, json }));
  }

  /** The same for a long answer: told on the way how far it is. */
  async postWithProgress<T>(path: string, json: unknown, onProgress: (progress: AnswerProgress) => void): Promise<T> {
    const response = await this.#send({ method: 'POST', path, json, accept: `${NDJSON}, application/json;q=0.9` });
    if (response.body === null || response.headers.get('content-type')?.startsWith(NDJSON) !== true) {
      return this.#json<T>(response);
    }
    for await (const line of readLines(response.body)) {
      const said = JSON.parse(line) as AnswerLine<T>;
      if ('answer' in said) return said.answer;
      if ('problem' in said) throw refusalOfProblem(said.problem);
      onProgress(said.progress);
    }
    throw unreachable(this.#base, new Error('the answer broke off'));
  }

  /** Posts and gives the body of the answer as it was sent, with its headers. */
  async postForBytes(path: string, json: unknown): Promise<{ readonly bytes: Uint8Array; readonly headers: Headers }> {
    const response = await this.#send({ method: 'POST', path, json, accept: '*/*' });
    return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
  }

  async patch<T>(path: string, json: unknown): Promise<T> {
    return this.#json<T>(await this.#send({ method: 'PATCH', path, json }));
  }

  async postBytes<T>(path: string, bytes: Uint8Array, query: Query): Promise<T> {
    return this.#json<T>(await this.#send({ method: 'POST', path, bytes, query }));
  }

  async put<T>(path: string, json: unknown): Promise<T> {
    return this.#json<T>(await this.#send({ method: 'PUT', path, json }));
  }

  async delete(path: string, json?: unknown): Promise<void> {
    await (await this.#send({ method: 'DELETE', path, json })).arrayBuffer();
  }

  /** Posts and yields each line of an NDJSON answer as it comes. */
  async *postLines<T>(path: string, json: unknown): AsyncGenerator<T> {
    const response = await this.#send({ method: 'POST', path, json });
    if (response.body === null) return;
    for await (const line of readLines(response.body)) yield JSON.parse(line) as T;
  }

  async #json<T>(response: Response): Promise<T> {
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      if (this.#options.signal.aborted) throw error;
      throw unreachable(this.#base, error);
    }
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw new CliError(`What answers at ${this.#base} is not a Hearth server: its answer is no JSON.`, {
        exitCode: exitCodes.failure,
        code: 'not_hearth',
        hint: 'Name the server with --url or HEARTH_URL.',
        cause: error,
      });
    }
  }

  async #send(call: Call): Promise<Response> {
    const url = `${this.#base}${call.path}${searchOf(call.query)}`;
    const headers: Record<string, string> = { accept: call.accept ?? 'application/json' };
    if (this.#options.token !== undefined) headers['authorization'] = `Bearer ${this.#options.token}`;
    if (call.json !== undefined) headers['content-type'] = 'application/json';
    if (call.bytes !== undefined) headers['content-type'] = 'application/octet-stream';
    const body = call.json === undefined ? call.bytes : JSON.stringify(call.json);
    let response: Response;
    try {
      response = await fetch(url, {
        method: call.method,
        headers,
        signal: this.#options.signal,
        redirect: 'error',
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (this.#options.signal.aborted) throw error;
      throw unreachable(this.#base, error);
    }
    if (response.ok) return response;
    throw await refusalOf(response, this.#options.token !== undefined);
  }
}

function searchOf(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) search.append(name, one);
    else search.append(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
