export { encodeOtlp, type OtlpForm, type OtlpInput, USUAL_FORM } from './testing/encode-otlp.ts';
export { generatePprof, LARGE_PPROF } from './testing/generate-pprof.ts';
export { DEFAULT_SHAPE, type GeneratedShape, generateProfile } from './testing/generate-profile.ts';
export { profileFromText } from './testing/profile-from-text.ts';
export { seededRandom } from './testing/random.ts';
