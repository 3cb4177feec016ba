/** What the payloads say about where they come from; '' where they do not. */
export interface SentryDevice {
  readonly architecture: string;
  readonly classification: string;
  readonly locale: string;
  readonly manufacturer: string;
  readonly model: string;
}

export interface SentryOs {
  readonly name: string;
  readonly version: string;
  readonly buildNumber: string;
}

/** A runtime or a client SDK. */
export interface SentryNamedVersion {
  readonly name: string;
  readonly version: string;
}

/** One series beside the samples, e.g. `cpu_usage` in percent. */
export interface SentryMeasurement {
  readonly name: string;
  readonly unit: string;
  /** v1: nanoseconds since the start of the profile (`elapsed_since_start_ns`); chunks: Unix seconds, repaired where an SDK sends them wrong. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}
