import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { AppTrees } from '../tree/app-trees.ts';

/** What a question over stacks works with. */
export interface QuestionContext {
  readonly source: RowSource;
  readonly trees: AppTrees;
  readonly project: ProjectId;
  readonly ask: Ask;
}
