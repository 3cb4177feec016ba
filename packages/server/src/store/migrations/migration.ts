/** One step of the schema, forward only. Every statement can run twice: a step that was cut off is run again whole. */
export interface Migration {
  /** 1, 2, 3, ... without gaps. */
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}
