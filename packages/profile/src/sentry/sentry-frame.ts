/**
 * One frame as Sentry's SDKs describe it, after normalising. '' and 0 mean that the SDK did not say; a function of '' is an
 * anonymous one, and stays '' here. Frames are kept as sent, duplicates included: stacks point at them by index.
 */
export interface SentryFrame {
  readonly function: string;
  readonly module: string;
  /** Path of the binary or library, for native platforms. */
  readonly package: string;
  readonly filename: string;
  readonly absPath: string;
  readonly lineno: number;
  readonly colno: number;
  /** `0x…`; pointer authentication bits of cocoa are masked. */
  readonly instructionAddr: string;
  readonly symAddr: string;
  readonly symbol: string;
  /** The symbolicator's verdict. */
  readonly status: string;
  readonly lang: string;
  /** The frame's own, or its profile's. */
  readonly platform: string;
  /** As sent, or by the rules of the platform. */
  readonly inApp: boolean;
  readonly data: SentryFrameData;
}

/** What symbolication left behind; keys are absent where the payload has none. */
export interface SentryFrameData {
  readonly deobfuscationStatus?: string;
  readonly symbolicatorStatus?: string;
  readonly symbolicated?: boolean;
}
