import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_CALL_SITE } from '../../query/merge/call-site.ts';
import {
  MAX_PATTERN_LENGTH,
  MAX_SELECTED_PROFILES,
  MAX_SELECTED_SPANS,
  type Selector,
} from '../../query/selector/selector.ts';
import { MAX_FRAME_PATTERNS, type StackFilter } from '../../query/selector/stack-filter.ts';
import type { StackTraceSelector } from '../../rpc/generated/types/v1/types_pb.ts';
import type { TraceIds } from '../../store/readers/trace-ids.ts';
import type { ProfileId } from '../../store/upload.ts';
import { askedLabels, type CallContext } from './asked-labels.ts';
import { pyroscopeRange } from './pyroscope-range.ts';
import { parseTypeId } from './type-ids.ts';

/** What every question over values says. */
export interface AskedValues {
  readonly profileTypeID: string;
  readonly labelSelector: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly stackTraceSelector?: StackTraceSelector | undefined;
  readonly profileIdSelector?: readonly string[] | undefined;
  readonly traceIdSelector?: readonly string[] | undefined;
  readonly spanSelector?: readonly string[] | undefined;
}

/** With both ends of its range. */
export type AskedSelector = Selector & { readonly fromMs: number; readonly toMs: number };

/** A selection of Pyroscope's as `query/` takes it. @throws HearthError `invalid_request`, `invalid_range` */
export async function askedSelector(context: CallContext, asked: AskedValues): Promise<AskedSelector> {
  const range = pyroscopeRange(asked.start, asked.end);
  const type = parseTypeId(asked.profileTypeID);
  const profiles = profilesOf(asked.profileIdSelector ?? []);
  const spans = spansOf(asked);
  const { apps, labels, typeId } = await askedLabels(context, range, asked.labelSelector, 'label_selector');
  if (typeId !== undefined && typeId !== asked.profileTypeID) {
    throw new HearthError('invalid_request', {
      message: 'label_selector is not valid: it names another profile type.',
    });
  }
  return { ...range, ...type, apps, labels, profiles, spans, stacks: stacksOf(asked.stackTraceSelector) };
}

/** Functions from the root that stacks have to begin with; none where they are cut for a compiler, as at Pyroscope. @throws HearthError `invalid_request` */
export function callSiteOf(selector: StackTraceSelector | undefined): readonly string[] {
  const { callSite = [], goPgo } = selector ?? {};
  if (goPgo !== undefined) return [];
  if (callSite.length > MAX_CALL_SITE) {
    throw new HearthError('invalid_request', {
      message: `call_site has more than ${String(MAX_CALL_SITE)} functions.`,
    });
  }
  return callSite.map(({ name }) => name);
}

/** Pyroscope's ids are UUIDs: 32 hex digits, with dashes or without. */
function profilesOf(ids: readonly string[]): readonly ProfileId[] | undefined {
  if (ids.length > MAX_SELECTED_PROFILES) {
    throw new HearthError('invalid_request', {
      message: `profile_id_selector has more than ${String(MAX_SELECTED_PROFILES)} ids.`,
    });
  }
  const hex = ids.map((id) => id.replaceAll('-', '').toLowerCase());
  if (hex.every((id) => /^[\da-f]{32}$/.test(id))) return hex.length === 0 ? undefined : (hex as ProfileId[]);
  throw new HearthError('invalid_request', { message: 'profile_id_selector is not valid: an id has 32 hex digits.' });
}

/** Undefined when neither is asked for. */
function spansOf({ traceIdSelector = [], spanSelector = [] }: AskedValues): TraceIds | undefined {
  const spans = idsOf('span_selector', spanSelector, 16);
  const traces = idsOf('trace_id_selector', traceIdSelector, 32);
  return spans.length + traces.length === 0 ? undefined : { spans, traces };
}

function idsOf(name: string, ids: readonly string[], digits: number): readonly string[] {
  if (ids.length > MAX_SELECTED_SPANS) {
    throw new HearthError('invalid_request', { message: `${name} has more than ${String(MAX_SELECTED_SPANS)} ids.` });
  }
  if (ids.some((id) => id.length !== digits || /[^\da-fA-F]/.test(id))) {
    throw new HearthError('invalid_request', {
      message: `${name} is not valid: an id has ${String(digits)} hex digits.`,
    });
  }
  return ids.map((id) => id.toLowerCase());
}

/** Any of the included names and patterns has to be in a stack, none of the excluded. */
function stacksOf(selector: StackTraceSelector | undefined): StackFilter | undefined {
  const {
    includeNames = [],
    excludeNames = [],
    includeRegexes = [],
    excludeRegexes = [],
  } = selector?.frameFilter ?? {};
  const included = [...includeNames.map(exactly), ...includeRegexes.map(grouped)];
  const ignore = [
    ...excludeNames.map((value) => ({ field: 'function', operator: '=', value }) as const),
    ...excludeRegexes.map((value) => ({ field: 'function', operator: '=~', value }) as const),
  ];
  if (included.length === 0 && ignore.length === 0) return undefined;
  if (included.length > MAX_FRAME_PATTERNS || ignore.length > MAX_FRAME_PATTERNS) {
    throw new HearthError('invalid_request', {
      message: `frame_filter has more than ${String(MAX_FRAME_PATTERNS)} names and patterns to include, or to exclude.`,
    });
  }
  const focus = included.join('|');
  if (focus.length > MAX_PATTERN_LENGTH) {
    throw new HearthError('invalid_request', {
      message: `frame_filter includes more than ${String(MAX_PATTERN_LENGTH)} characters.`,
    });
  }
  return {
    ...(included.length === 0 ? {} : { focus: [{ field: 'function', operator: '=~', value: focus }] }),
    ignore,
  };
}

const grouped = (pattern: string): string => `(?:${pattern})`;
/** RE2 that matches exactly this text. */
const exactly = (text: string): string => `(?:^${text.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`)}$)`;
