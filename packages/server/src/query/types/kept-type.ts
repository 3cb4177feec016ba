/** A type that some profiles have values of, with what else tells it apart. */
export interface KeptType {
  readonly app: string;
  readonly runtime: string;
  /** Label `otel.scope.name`; '' where it does not matter. */
  readonly scope: string;
  readonly type: string;
  readonly unit: string;
  /** Names of all types of its kind, itself included. */
  readonly kindTypes: readonly string[];
}

/** The types of a kind's id, `type:unit,type:unit`. */
export function typesOfKind(kind: string): readonly Pick<KeptType, 'type' | 'unit' | 'kindTypes'>[] {
  const types = kind.split(',').map((text) => text.split(':'));
  const kindTypes = types.map(([type = '']) => type);
  return types.map(([type = '', unit = '']) => ({ type, unit, kindTypes }));
}
