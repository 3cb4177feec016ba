import { PYTHON_STANDARD_MODULES } from './python-standard-modules.ts';
import type { SentryFrame } from './sentry-frame.ts';

type FramePlace = Pick<SentryFrame, 'function' | 'module' | 'package' | 'absPath' | 'filename' | 'platform'>;

/**
 * Whether a frame is the application's own code, for frames whose SDK does not say: the rules of each platform as Sentry
 * has them. Frames of platforms without rules are not.
 */
export function isAppFrame(frame: FramePlace): boolean {
  return RULES.get(frame.platform)?.(frame) ?? false;
}

const RULES: ReadonlyMap<string, (frame: FramePlace) => boolean> = new Map([
  ['node', isNodeApp],
  ['javascript', isBrowserApp],
  ['python', isPythonApp],
  ['php', isPhpApp],
  ['cocoa', isCocoaApp],
  ['rust', isRustApp],
  ['android', isJavaApp],
  ['java', isJavaApp],
]);

function isNodeApp({ absPath }: FramePlace): boolean {
  return !absPath.startsWith('node:') && !absPath.includes('node_modules');
}

/** Browsers name their own work in brackets; extensions run in the page as well. */
function isBrowserApp({ function: name, absPath }: FramePlace): boolean {
  return !name.startsWith('[') && !/node_modules|^@moz-extension|^chrome-extension/.test(absPath);
}

function isPythonApp({ absPath, module }: FramePlace): boolean {
  if (/[/\\](?:site|dist)-packages[/\\]/.test(absPath) || absPath.startsWith('/usr/local/')) return false;
  const dot = module.indexOf('.');
  const top = dot === -1 ? module : module.slice(0, dot);
  return top !== 'sentry_sdk' && !PYTHON_STANDARD_MODULES.has(top);
}

function isPhpApp({ absPath, filename }: FramePlace): boolean {
  return !(absPath || filename).includes('/vendor/');
}

/** Apps live in a container; `main` is the entry that every app has, and two libraries are linked into apps. */
function isCocoaApp({ function: name, package: path }: FramePlace): boolean {
  if (name === 'main') return false;
  const binary = path.slice(path.lastIndexOf('/') + 1);
  if (binary === 'Sentry' || binary === 'hermes') return false;
  return (
    path.startsWith('/private/var/containers') ||
    path.startsWith('/var/containers') ||
    path.includes('/Developer/Xcode/DerivedData') ||
    path.includes('/data/Containers/Bundle/Application')
  );
}

/** The standard library as rustc builds it, system libraries of macOS, and dependencies in the images of Docker. */
function isRustApp({ package: path }: FramePlace): boolean {
  return !/\/library\/std\/src\/|\/usr\/lib\/system\/|\/rustc\/|\/usr\/local\/rustup\/|\/usr\/local\/cargo\//.test(
    path,
  );
}

const JAVA_LIBRARIES = [
  'android.',
  'androidx.',
  'com.android.',
  'com.google.android.',
  'com.motorola.',
  'dalvik.',
  'io.sentry.',
  'java.',
  'javax.',
  'jdk.',
  'kotlin.',
  'kotlinx.',
  'libcore.',
  'okhttp3.',
  'retrofit2.',
  'sun.',
] as const;

function isJavaApp({ module, function: name }: FramePlace): boolean {
  const place = module === '' ? name : `${module}.`;
  return !JAVA_LIBRARIES.some((prefix) => place.startsWith(prefix));
}
