/** Counts have no unit of their own. */
const OBJECTS: ReadonlySet<string> = new Set(['inuse_objects', 'alloc_objects', 'goroutine', 'samples']);
const DEFAULT_RATE = 100;
/** CPU time is nanoseconds, which Pyroscope's page reads as that many samples a second. */
const CPU_RATE = 1_000_000_000;

/** What Pyroscope's page needs to know to write the numbers. */
export function renderMetadata(format: 'single' | 'double', typeId: string) {
  const [, name = '', unit = ''] = typeId.split(':');
  const isCpu = name === 'cpu';
  return {
    format,
    spyName: '',
    sampleRate: isCpu ? CPU_RATE : DEFAULT_RATE,
    units: isCpu ? 'samples' : OBJECTS.has(name) ? 'objects' : unit,
    name,
  };
}
