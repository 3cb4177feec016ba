import type { FrameIndex } from '../profile.ts';
import type { Halves, ProfileBuilder } from '../profile-builder.ts';
import type { SentryFrame } from './sentry-frame.ts';

/** What people see for a function without a name. */
const ANONYMOUS = '<anonymous>';

/** Platforms whose functions are named within their class, which stands in `module`. */
const CLASS_PLATFORMS: ReadonlySet<string> = new Set(['android', 'java']);

/** A frame of Sentry in a profile. A native frame without any name is its address. */
export function profileFrame(builder: ProfileBuilder, frame: SentryFrame): FrameIndex {
  const address = addressHalves(frame.instructionAddr);
  const name = frame.function || frame.symbol;
  const place = { line: frame.lineno, column: frame.colno, inApp: frame.inApp };
  const file = frame.absPath || frame.filename;
  if (address === undefined && frame.package === '') {
    return builder.frame({ ...place, func: builder.func({ name: fullName(frame, name), file }) });
  }
  const hasName = name !== '' || address === undefined;
  return builder.frame({
    ...place,
    ...(hasName ? { func: builder.func({ name: fullName(frame, name), file }) } : {}),
    ...(frame.package === '' ? {} : { mapping: builder.mapping({ file: frame.package }) }),
    ...(address === undefined ? {} : { address }),
  });
}

function fullName(frame: SentryFrame, name: string): string {
  if (name === '') return ANONYMOUS;
  return CLASS_PLATFORMS.has(frame.platform) && frame.module !== '' ? `${frame.module}.${name}` : name;
}

function addressHalves(address: string): Halves | undefined {
  if (address === '' || !/^0x[\da-f]{1,16}$/i.test(address)) return undefined;
  const digits = address.slice(2).padStart(16, '0');
  return { lo: Number.parseInt(digits.slice(8), 16), hi: Number.parseInt(digits.slice(0, 8), 16) };
}
