/** By the runtime's name in lower case, as profilers send it (or their `language`, where they send no runtime). */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'javascript'],
  ['node', 'javascript'],
  ['bun', 'javascript'],
  ['deno', 'javascript'],
  ['browser', 'javascript'],
  ['vercel-edge', 'javascript'],
  ['cloudflare', 'javascript'],
  ['hermes', 'javascript'],
  ['cpython', 'python'],
  ['pypy', 'python'],
  ['graalpy', 'python'],
  ['jvm', 'java'],
  ['openjdk runtime environment', 'java'],
  ['go', 'go'],
  ['php', 'php'],
  ['ruby', 'ruby'],
  ['cruby', 'ruby'],
  ['.net', 'dotnet'],
  ['.net framework', 'dotnet'],
  ['.net core', 'dotnet'],
  ['mono', 'dotnet'],
  ['csharp', 'dotnet'],
  ['rustc', 'rust'],
]);

/** The language a runtime runs; its own name in lower case when nobody listed it. */
export function languageOfRuntime(runtime: string): string {
  const name = runtime.toLowerCase();
  return LANGUAGES.get(name) ?? name;
}
