import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';
import type { TraceIds } from '../../store/readers/trace-ids.ts';
import type { ProfileId } from '../../store/upload.ts';
import type { StackFilter } from './stack-filter.ts';

/** Named apps in one question; all apps of a project are asked for by naming none. */
export const MAX_SELECTED_APPS = 100;
/** The same number that one question may filter facets by. */
export const MAX_MATCHERS = 45;
/** A pattern is compiled for each question: DESIGN's bound on patterns from outside. */
export const MAX_PATTERN_LENGTH = 1_000;
/** Longer values are cut by the profilers themselves. */
export const MAX_VALUE_LENGTH = 1_000;
/** Named profiles in one question. */
export const MAX_SELECTED_PROFILES = 100;
/** Spans, and traces, in one question: more than a page of them has. */
export const MAX_SELECTED_SPANS = 1_000;

/** Which samples a question is about. What is left out narrows nothing. */
export interface Selector extends TimeRange {
  readonly apps?: readonly string[] | undefined;
  /** Canonical name of a profile type. */
  readonly type: string;
  /** Needed only where an app has the type in several units. */
  readonly unit?: string | undefined;
  /**
   * Only values that are measured beside wall clock time, or only those that are not: profilers of both sorts write `cpu` and
   * `samples`. Both when absent.
   */
  readonly withWall?: boolean | undefined;
  readonly environment?: string | undefined;
  readonly release?: string | undefined;
  readonly labels: readonly LabelMatcher[];
  readonly profiles?: readonly ProfileId[] | undefined;
  /** Only samples of these spans and traces, which are read from originals; not for timelines. */
  readonly spans?: TraceIds | undefined;
  /** Which of their stacks. */
  readonly stacks?: StackFilter | undefined;
}
