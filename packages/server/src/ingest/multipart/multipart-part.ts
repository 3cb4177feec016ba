/** One part of a multipart/form-data body. */
export interface MultipartPart {
  /** Field name; '' when the part has none. */
  readonly name: string;
  /** File name; '' when the part has none. */
  readonly fileName: string;
  /** Lower case, without parameters; '' when the part has none. */
  readonly contentType: string;
  /** A view into the body. */
  readonly content: Uint8Array;
}
