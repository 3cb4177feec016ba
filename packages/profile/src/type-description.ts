/** What people read about a type. */
export interface TypeDescription {
  readonly title: string;
  readonly description: string;
  /** The unit that its profilers write; empty when nobody is known to write the type. */
  readonly unit: string;
}

/** By canonical name. The first three texts are the examples of Upsun's API documentation, the others follow their manner. */
const DESCRIPTIONS: ReadonlyMap<string, TypeDescription> = new Map(
  Object.entries({
    cpu: { title: 'CPU Time', description: 'Time spent running on the CPU', unit: 'nanoseconds' },
    alloc_objects: { title: 'Allocations', description: 'Number of objects allocated', unit: 'count' },
    'wall-time': { title: 'Wall Time', description: 'Wall clock time spent executing', unit: 'nanoseconds' },
    wall: { title: 'Wall Time', description: 'Wall clock time spent executing', unit: 'nanoseconds' },
    samples: { title: 'Samples', description: 'Number of times the stack was seen', unit: 'count' },
    'cpu-samples': {
      title: 'CPU Samples',
      description: 'Number of times the stack was seen on the CPU',
      unit: 'count',
    },
    'wall-samples': {
      title: 'Wall Samples',
      description: 'Number of times the stack was seen, running or not',
      unit: 'count',
    },
    alloc_space: { title: 'Allocated Memory', description: 'Amount of memory allocated', unit: 'bytes' },
    inuse_objects: {
      title: 'Live Objects',
      description: 'Number of objects allocated and not yet freed',
      unit: 'count',
    },
    inuse_space: { title: 'Live Heap', description: 'Amount of memory allocated and not yet freed', unit: 'bytes' },
    objects: { title: 'Live Objects', description: 'Number of objects allocated and not yet freed', unit: 'count' },
    space: { title: 'Live Heap', description: 'Amount of memory allocated and not yet freed', unit: 'bytes' },
    goroutine: { title: 'Goroutines', description: 'Number of goroutines that exist', unit: 'count' },
    goroutineleak: {
      title: 'Leaked Goroutines',
      description: 'Number of goroutines that can never go on',
      unit: 'count',
    },
    threadcreate: {
      title: 'Threads Created',
      description: 'Number of threads of the operating system created',
      unit: 'count',
    },
    contentions: { title: 'Contentions', description: 'Number of times a lock was waited for', unit: 'count' },
    delay: { title: 'Lock Delay', description: 'Time spent waiting for locks', unit: 'nanoseconds' },
    mutex_contentions: {
      title: 'Mutex Contentions',
      description: 'Number of times a held mutex made others wait',
      unit: 'count',
    },
    mutex_delay: { title: 'Mutex Delay', description: 'Time that others waited for a held mutex', unit: 'nanoseconds' },
    block_contentions: {
      title: 'Blocking Events',
      description: 'Number of times a goroutine was blocked',
      unit: 'count',
    },
    block_delay: { title: 'Blocked Time', description: 'Time that goroutines were blocked', unit: 'nanoseconds' },
    'lock-acquire': { title: 'Lock Acquisitions', description: 'Number of times a lock was acquired', unit: 'count' },
    'lock-acquire-wait': {
      title: 'Lock Wait Time',
      description: 'Time spent waiting to acquire locks',
      unit: 'nanoseconds',
    },
    'lock-release': { title: 'Lock Releases', description: 'Number of times a lock was released', unit: 'count' },
    'lock-release-hold': { title: 'Lock Hold Time', description: 'Time that locks were held', unit: 'nanoseconds' },
    'exception-samples': { title: 'Exceptions', description: 'Number of exceptions raised', unit: 'count' },
    'gpu-time': { title: 'GPU Time', description: 'Time spent running on the GPU', unit: 'nanoseconds' },
    'gpu-space': { title: 'GPU Memory', description: 'Amount of memory allocated on the GPU', unit: 'bytes' },
    'gpu-flops': {
      title: 'GPU Operations',
      description: 'Number of floating point operations of the GPU',
      unit: 'count',
    },
    off_cpu: { title: 'Off-CPU Time', description: 'Time spent waiting, off the CPU', unit: 'nanoseconds' },
    timeline: { title: 'Timeline', description: 'Duration of events of the runtime', unit: 'nanoseconds' },
  }),
);

/** Title, description and unit of a canonical type; a type that nobody described is its own title. */
export function describeType(type: string): TypeDescription {
  return DESCRIPTIONS.get(type) ?? { title: type, description: `Values of type ${type}`, unit: '' };
}
