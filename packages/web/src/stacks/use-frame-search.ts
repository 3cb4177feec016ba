import { type FrameInfo, type SearchResult, searchTree, type TreeColumns } from '@hearth/flamegraph';
import { useEffect, useMemo, useState } from 'react';

/** As on the server: a longer pattern is refused. */
const MAX_PATTERN_LENGTH = 1_000;

type Predicate = (text: string) => boolean;

export interface FrameSearch {
  readonly result: SearchResult | undefined;
  /** Whether a frame matches; undefined while nothing is searched for. */
  readonly test: ((info: FrameInfo) => boolean) | undefined;
  /** Why a pattern cannot be used. */
  readonly fault: string | undefined;
}

/**
 * Searches frames by text, or by `/pattern/`. Patterns run in RE2's engine, whose time is bounded by the length of its input: a
 * pattern out of a shared address must not hang the page. The engine is loaded when the first pattern is typed.
 */
export function useFrameSearch(columns: TreeColumns | undefined, query: string | undefined): FrameSearch {
  const pattern = query === undefined ? undefined : /^\/(.+?)\/?$/s.exec(query)?.[1];
  const compiled = usePattern(pattern);
  const test = useMemo(() => {
    const ofText = pattern === undefined ? textTest(query) : compiled.test;
    if (ofText === undefined) return undefined;
    return ({ name, file }: FrameInfo): boolean => ofText(name) || (file !== '' && ofText(file));
  }, [query, pattern, compiled.test]);
  const result = useMemo(() => {
    if (columns === undefined || test === undefined) return undefined;
    return searchTree(columns, (index) => test(columns.frames[index]!));
  }, [columns, test]);
  return { result, test, fault: compiled.fault };
}

function textTest(query: string | undefined): Predicate | undefined {
  if (query === undefined || query === '') return undefined;
  const wanted = query.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

interface Compiled {
  readonly test: Predicate | undefined;
  readonly fault: string | undefined;
}

const none: Compiled = { test: undefined, fault: undefined };

function usePattern(pattern: string | undefined): Compiled {
  const [compiled, setCompiled] = useState<Compiled & { readonly pattern?: string }>(none);
  useEffect(() => {
    if (pattern === undefined) return;
    let isWanted = true;
    void compile(pattern).then((done) => {
      if (isWanted) setCompiled({ ...done, pattern });
    });
    return () => {
      isWanted = false;
    };
  }, [pattern]);
  return compiled.pattern === pattern && pattern !== undefined ? compiled : none;
}

async function compile(pattern: string): Promise<Compiled> {
  if (pattern.length > MAX_PATTERN_LENGTH) return { test: undefined, fault: 'The pattern is too long.' };
  const { RE2JS } = await import('re2js');
  try {
    const re2 = RE2JS.compile(pattern);
    return { test: (text) => re2.matcher(text).find(), fault: undefined };
  } catch (error) {
    return { test: undefined, fault: error instanceof Error ? error.message : String(error) };
  }
}
