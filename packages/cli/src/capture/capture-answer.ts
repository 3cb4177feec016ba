/** The fields of the API's answers that the commands read. */
export interface CaptureAnswer {
  readonly id: string;
  readonly pipeline: string;
  readonly ordinal: number;
  readonly state: string;
  readonly durationSeconds: number;
  readonly rate: number;
  readonly requestedBy: string;
  readonly requested: string;
  readonly expected: string;
  readonly ended: string | null;
  readonly cause: string | null;
  readonly recorder: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly symbolicated: boolean | null;
  readonly warnings: readonly string[];
  readonly profileId: string | null;
  readonly pinned: boolean;
}

export interface CaptureDetailAnswer extends CaptureAnswer {
  readonly detail: string | null;
  readonly secondsLeft: number | null;
  readonly uploadedBytes: number | null;
}

export interface CaptureListAnswer {
  readonly captures: readonly CaptureAnswer[];
  readonly next: string | null;
}

export interface CaptureStartAnswer {
  readonly captures: readonly CaptureAnswer[];
  readonly refused: readonly { readonly ordinal: number; readonly code: string; readonly message: string }[];
}

export interface CaptureLinkAnswer {
  readonly id: string;
  readonly openUrl: string;
  readonly notice: string;
  readonly expires: string;
}

/** States through which a capture passes; all others are ends. */
export const runningStates = ['requested', 'accepted', 'recording', 'writing', 'uploading'] as const;

export const hasEnded = ({ state }: CaptureAnswer): boolean => !(runningStates as readonly string[]).includes(state);
