const usual = /\.(?:gz|zst|pb|pprof|prof|profile|cpuprofile|json|speedscope|txt|folded|collapsed)$/i;

/** What an app is called whose profile comes as a file: the file, without what only says its format. */
export function appOfFile(fileName: string): string {
  let name = fileName;
  while (usual.test(name)) name = name.replace(usual, '');
  return name.trim() || 'dropped';
}
