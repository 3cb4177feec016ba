/** How to reach ClickHouse: the embedded engine's owner user, or a user of somebody's own cluster. */
export interface EngineConnection {
  /** `http://HOST:PORT` or `https://...` */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
}
