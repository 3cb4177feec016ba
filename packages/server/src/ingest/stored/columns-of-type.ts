import { type KindColumn, type Profile, splitKinds } from '@hearth/profile';
import type { KindColumnsOfType } from '../../store/readers/value-of-type.ts';

/** The value columns of a profile that stand where a type's values stand in the store. */
export const columnsOfType = (profile: Profile, columns: KindColumnsOfType): readonly KindColumn[] =>
  splitKinds(profile).flatMap((kind) =>
    columns.flatMap((kinds, column) => {
      const found = kind.columns[column];
      return found !== undefined && kinds.includes(kind.id) ? [found] : [];
    }),
  );
