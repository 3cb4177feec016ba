import type { HostFacts } from '../../host/host-facts.ts';
import type { Objection } from '../recorder.ts';

/** Unswappable kernel memory of one event's ring buffer. */
const RING_BYTES = 1024 * 1024;
/** A page that describes the ring, locked with it. */
const RING_HEADER_BYTES = 4 * 1024;
/** From this many cpus x (threads + 1) on samply opens one event for each thread instead of one for each CPU and thread. */
const ONE_PER_THREAD_FROM = 1_000;
/** Descriptors of samply besides its events. */
const OTHER_DESCRIPTORS = 32;
/** Of the memory that is available; the workload beside us needs the rest. */
const MAX_MEMORY_SHARE = 0.25;

/** Events, and so ring buffers and descriptors, that samply 0.13.1 opens. */
export function samplyEvents(cpus: number, threads: number): number {
  return cpus * (threads + 1) >= ONE_PER_THREAD_FROM ? threads : cpus * threads;
}

/**
 * Whether samply would fit: 400 threads on 2 CPUs take 0.9 GB of kernel memory that no resident size shows, and too few
 * descriptors look to samply like a missing permission.
 */
export function samplyBudget(host: HostFacts, threads: number): Objection | undefined {
  const events = samplyEvents(host.cpus, threads);
  const mib = Math.ceil((events * RING_BYTES) / 2 ** 20);
  if (events * RING_BYTES > host.availableMemoryBytes * MAX_MEMORY_SHARE) {
    const free = Math.floor(host.availableMemoryBytes / 2 ** 20);
    return no(
      `samply would take ${mib} MiB of kernel memory for ${threads} threads, with ${free} MiB available on ${host.name}`,
    );
  }
  if (events + OTHER_DESCRIPTORS > host.maxDescriptors) {
    return no(
      `samply needs ${events + OTHER_DESCRIPTORS} open files for ${threads} threads, and ${host.name} allows the agent ${host.maxDescriptors} (ulimit -n)`,
    );
  }
  if (!host.locksFreely && events * (RING_BYTES + RING_HEADER_BYTES) > host.lockableBytes) {
    const limit = Math.floor(host.lockableBytes / 2 ** 20);
    return no(
      `samply must lock ${mib} MiB for ${threads} threads, and ${host.name} lets the agent's user lock ${limit} MiB (ulimit -l)`,
    );
  }
  return undefined;
}

function no(sentence: string): Objection {
  return { code: 'out_of_resources', sentence };
}
