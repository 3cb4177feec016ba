import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { QuestionMemory } from '../question-memory.ts';
import type { TracedReader } from '../spans/traced-reader.ts';

/** What a question over stacks works with. */
export interface QuestionContext extends QuestionMemory {
  readonly source: RowSource;
  readonly project: ProjectId;
  readonly ask: Ask;
  /** Reads originals again; without it nothing is known of spans. */
  readonly stored?: TracedReader | undefined;
}
