import type { SentryFrame } from './sentry-frame.ts';

/** Addresses of user space on arm64 have 36 bits; the others sign the pointer (pointer authentication). */
const ADDRESS_BITS = 0x0000000fffffffffn;

/** Frames whose instruction addresses are without the bits that sign them, for cocoa on arm64. */
export function maskPointers(frames: readonly SentryFrame[]): readonly SentryFrame[] {
  return frames.map((frame) => {
    const masked = maskAddress(frame.instructionAddr);
    return masked === frame.instructionAddr ? frame : { ...frame, instructionAddr: masked };
  });
}

function maskAddress(address: string): string {
  if (!/^0x[\da-f]{1,16}$/i.test(address)) return address;
  const value = BigInt(address);
  return value <= ADDRESS_BITS ? address : `0x${(value & ADDRESS_BITS).toString(16)}`;
}
