import { isKernelFrame } from './split-name.ts';
import type { FrameInfo } from './tree-columns.ts';

/** Whose code a frame is; decides how strong its colour is. */
export type FrameKind = 'app' | 'library' | 'runtime' | 'kernel';

/** Interpreters, collectors and the C library: what runs programs rather than being one. */
const runtimeName =
  /^(?:runtime[./]|internal\/runtime|\((?:garbage collector|program|idle|root)\)|v8::|node::|art::|_?_?(?:libc|pthread|clone)|_Py|Py[A-Z_]|zend_|ZEND_|rb_|_start$|start_thread$|GCTaskThread|jvm|Interpreter$|mi_|je_)/;
const runtimeModule = /(?:^|\/)(?:libc|ld-linux|libpthread|libm|libjvm|libpython|libstdc\+\+|linux-vdso|\[vdso\])/;
const libraryFile =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|third_party|gems|\.cargo|pkg\/mod|rustc|go\/src|usr\/(?:lib|include)|lib\/(?:python|ruby)[\d.]*)\/|^(?:node:|<frozen )|@v\d/;
const libraryName =
  /^(?:std|core|alloc|tokio|hyper|serde\w*|boost|absl|folly|java|javax|jdk|sun|scala|kotlin)(?:::|\.)/;
/** Packages of Go's own library have no dot before the first slash, and their files no module path. */
const goStandard =
  /^(?:archive|bufio|bytes|compress|container|context|crypto|database\/sql|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode|unique|unsafe|vendor)[./]/;

/**
 * Judges whose code a frame is: what the recorder said wins, but for kernel and runtime; else file, module and name tell.
 * Unknown code is taken for the application's, so that nobody's own code is ever pale by mistake.
 */
export function frameKind(frame: FrameInfo): FrameKind {
  const { name, file, module, inApp } = frame;
  if (isKernelFrame(frame)) return 'kernel';
  if (runtimeName.test(name) || (module !== '' && runtimeModule.test(module))) return 'runtime';
  // A bare name from nowhere is a built-in of the interpreter: `writev`, `runMicrotasks`.
  if (file === '' && module === '' && !/[./:]/.test(name)) return 'runtime';
  if (inApp !== undefined) return inApp ? 'app' : 'library';
  if (libraryFile.test(file) || libraryName.test(name)) return 'library';
  const isGo = file === '' || file.endsWith('.go') || file.endsWith('.s');
  return isGo && goStandard.test(name) ? 'library' : 'app';
}
