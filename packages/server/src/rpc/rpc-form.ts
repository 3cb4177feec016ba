/** How a call writes its message, told by its content type. */
export interface RpcForm {
  /** gRPC and gRPC-Web: five bytes before each message say its length and whether it is compressed. Else the message is the body. */
  readonly isFramed: boolean;
  readonly isJson: boolean;
}

const CONTENT_TYPE = /^application\/(?:(?:grpc|grpc-web)(?:\+(?<framed>proto|json))?|(?<whole>proto|json))\s*(?:;|$)/i;

/** The form of a call that takes one message; undefined for a content type of no such call. */
export function rpcFormOf(contentType: string): RpcForm | undefined {
  const match = CONTENT_TYPE.exec(contentType.trim());
  if (match === null) return undefined;
  const { framed, whole } = match.groups ?? {};
  return { isFramed: whole === undefined, isJson: (whole ?? framed ?? 'proto').toLowerCase() === 'json' };
}
