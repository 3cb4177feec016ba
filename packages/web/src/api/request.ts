import { type Problem, ProblemError } from './problem-error.ts';

const root = '/api/v1';

export interface Progress {
  readonly rowsRead: number;
  /** May grow while rows are read; 0 when unknown. */
  readonly rowsToRead: number;
  readonly elapsedMs: number;
}

/** A file that the server makes of a question. */
export async function fetchFile(path: string, body: object): Promise<Blob> {
  const headers = { 'content-type': 'application/json' };
  return reaching(async () => {
    const response = await fetch(root + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.ok ? response.blob() : read<Blob>(response);
  });
}

type Line<Answer> = { readonly progress?: Progress; readonly answer?: Answer; readonly problem?: Problem };

/** A GET; `path` begins with a slash, below `/api/v1`. */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return reaching(async () => read<Answer>(await fetch(root + path, signal === undefined ? {} : { signal })));
}

/** A POST, PUT, PATCH or DELETE with a JSON body. */
export async function sendJson<Answer>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return reaching(async () => read<Answer>(await fetch(root + path, { method, ...content })));
}

/** What became of an upload. */
export interface Accepted {
  /** Of its profile. */
  readonly id: string;
  /** The same file came before. */
  readonly duplicate: boolean;
}

/** Uploads a profile of any format, as `hearth push` does, under an ingest key: it may do that and nothing else. */
export async function sendFile(path: string, key: string, file: Blob): Promise<Accepted> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
  const asked = { method: 'POST', credentials: 'omit', headers, body: file } as const;
  return reaching(async () => read<Accepted>(await fetch(root + path, asked)));
}

/**
 * A question that may take long: its progress comes line by line before the answer. Aborting kills the query.
 *
 * @throws ProblemError as {@link getJson}, also for a problem that comes after the first line
 */
export const ask = async <Answer>(path: string, body: object, asking: Asking): Promise<Answer> =>
  reaching(async () => askByLines<Answer>(path, body, asking));

interface Asking {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

async function askByLines<Answer>(path: string, body: object, { signal, onProgress }: Asking): Promise<Answer> {
  const response = await fetch(root + path, {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify(body),
  });
  const isStream = response.headers.get('content-type')?.startsWith('application/x-ndjson') === true;
  if (!response.ok || !isStream || response.body === null) return read<Answer>(response);
  for await (const line of linesOf(response.body)) {
    const { progress, answer, problem } = JSON.parse(line) as Line<Answer>;
    if (problem !== undefined) throw new ProblemError(problem);
    if (answer !== undefined) return answer;
    if (progress !== undefined) onProgress(progress);
  }
  throw new ProblemError(brokenOff);
}

const brokenOff: Problem = {
  title: 'The answer broke off',
  status: 0,
  detail: 'The connection ended before the answer was whole.',
  code: 'unreachable',
};

/** A server that is not reached is a problem like any other; an error of the page's own must not look like one. */
async function reaching<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    // What `fetch` and the reading of a body throw when the line is down.
    if (!(error instanceof TypeError)) throw error;
    throw new ProblemError({ ...unreachable, detail: error.message });
  }
}

const unreachable = { title: 'The server does not answer', status: 0, code: 'unreachable' } as const;

async function read<Answer>(response: Response): Promise<Answer> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  const isProblem = response.headers.get('content-type')?.includes('json') === true;
  if (isProblem) throw new ProblemError((await response.json()) as Problem);
  const { status, statusText } = response;
  throw new ProblemError({ title: statusText, status, detail: `${String(status)} ${statusText}`, code: 'unexpected' });
}

/** Lines of a body as they come. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line !== '') yield line;
    if (done) return;
  }
}
