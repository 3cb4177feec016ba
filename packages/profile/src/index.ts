export type { Brand } from './brand.ts';
export type {
  FrameIndex,
  FrameTable,
  FunctionIndex,
  FunctionTable,
  LabelTable,
  MappingIndex,
  MappingTable,
  Profile,
  SampleIndex,
  SampleTable,
  StackIndex,
  StackTable,
  StringIndex,
} from './profile.ts';
export type { Aggregation, ValueType } from './value-type.ts';
