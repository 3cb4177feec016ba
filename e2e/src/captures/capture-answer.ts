/** What `/api/v1/captures` says of a capture, as far as tests look. */
export interface CaptureAnswer {
  readonly id: string;
  readonly pipeline: string;
  readonly ordinal: number;
  readonly state: string;
  readonly cause: string | null;
  readonly causeCode: string | null;
  readonly recorder: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly symbolicated: boolean | null;
  readonly warnings: readonly string[];
  readonly profileId: string | null;
  readonly requestedBy: string;
  readonly steps: readonly { readonly at: string; readonly state: string; readonly who: string }[];
}

const ends: readonly string[] = ['done', 'failed', 'cancelled', 'lost'];

export const hasEnded = ({ state }: CaptureAnswer): boolean => ends.includes(state);
