import { type Profile, ProfileBuilder, type StackIndex } from '@hearth/profile';
import type { Call, Cost } from './call.ts';
import type { DemoService } from './demo-services.ts';

/** One stack of a service, with what it costs itself. */
export interface TemplateStack {
  readonly cost: Cost;
  readonly costAfter: Cost;
  readonly isNightly: boolean;
}

/** The stacks of a service as a profile without values, made once; every profile of the service is made from it. */
export interface StackTemplate {
  /** Has one sample for each of {@link stacks}, in their order. */
  readonly profile: Profile;
  readonly stacks: readonly TemplateStack[];
}

export function stackTemplate({ calls, types }: DemoService): StackTemplate {
  const builder = new ProfileBuilder(types.map(({ type, unit }) => ({ type, unit, aggregation: 'sum' })));
  const stacks: TemplateStack[] = [];
  const zeros = types.map(() => 0);
  const add = ({ chain, cost, costAfter, isNightly, calls }: Call, caller: StackIndex | -1, inNight: boolean): void => {
    let stack = caller;
    for (const { name, file, line } of chain) {
      const func = builder.func({ name, file });
      stack = builder.stack(stack, builder.frame({ func, line }));
    }
    const night = inNight || isNightly;
    if (cost.length > 0) {
      builder.sample(stack, zeros);
      stacks.push({ cost, costAfter, isNightly: night });
    }
    for (const callee of calls) add(callee, stack, night);
  };
  for (const root of calls) add(root, -1, false);
  return { profile: builder.finish(), stacks };
}

/** A profile of the template's stacks with these values (one column per type); stacks without any are left out. */
export function filledTemplate(template: StackTemplate, columns: readonly Float64Array[]): Profile {
  const { samples } = template.profile;
  const used = Array.from(template.stacks.keys()).filter((stack) => columns.some((column) => column[stack] !== 0));
  return {
    ...template.profile,
    samples: {
      length: used.length,
      stack: Int32Array.from(used, (stack) => samples.stack[stack]!),
      values: columns.map((column) => Float64Array.from(used, (stack) => column[stack]!)),
      labels: { ...samples.labels, first: new Uint32Array(used.length + 1) },
    },
  };
}
