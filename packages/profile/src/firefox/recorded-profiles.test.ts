import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { type FirefoxFixtureName, readFirefoxFixture } from '../testing/read-firefox-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { profileOfFirefox } from './profile-of-firefox.ts';
import { readFirefoxProfile } from './read-firefox-profile.ts';

const profileOf = (name: FirefoxFixtureName) => profileOfFirefox(readFirefoxProfile(readFirefoxFixture(name)));

/** Counted in the files by a script that shares nothing with the reader: samples and the sum of threadCPUDelta in µs. */
const SAMPLY_THREADS = [
  { name: 'spin', samples: 73, cpuMicros: 735_412 },
  { name: 'worker-a', samples: 83, cpuMicros: 836_505 },
];
const SPAN_MS = 3463.2333109993488;
const START_MS = 1_795_273_264_295.0413;

describe.each<FirefoxFixtureName>([
  'samply-0.13.1-v49',
  'samply-0.13.1-symbols-v49',
  'samply-0.13.1-symbols-v57',
  'samply-0.13.1-symbols-v66',
  'samply-0.13.1-symbols-v75',
])('%s', (name) => {
  const { profile, sampleCount, startMs, endMs, durationMs } = profileOf(name);

  it('holds all samples and the CPU time that samply saw', () => {
    expect(sampleCount).toBe(156);
    expect(totalsOf(profile)).toEqual([156n, 1_571_917_000n]);
    const threads = readFirefoxProfile(readFirefoxFixture(name)).threads;
    expect(threads.map(({ name: thread, samples }) => [thread, samples.length])).toEqual(
      SAMPLY_THREADS.map(({ name: thread, samples }) => [thread, samples]),
    );
  });

  it('began when the recording did, though samply counts from the boot of the machine', () => {
    expect(startMs).toBeCloseTo(START_MS, 3);
    expect(durationMs).toBeCloseTo(SPAN_MS + 10, 3);
    expect(endMs).toBeCloseTo(START_MS + SPAN_MS + 10, 3);
  });
});

it('every version says the same', () => {
  const dump = dumpProfile(profileOf('samply-0.13.1-symbols-v49').profile);
  for (const version of [57, 66, 75] as const) {
    expect(dumpProfile(profileOf(`samply-0.13.1-symbols-v${version}`).profile)).toBe(dump);
  }
  expect(dump).toMatchInlineSnapshot(`
    "type samples/count sum
    type cpu/nanoseconds sum
    period cpu/nanoseconds 10000000
    time 1795273264295041000
    duration 3473233311
    mapping /srv/orders/spin 0x0-0x0 +0x0 build e2250ac558736f2c5617abcdfb7e376339f20d54
    mapping /usr/lib/x86_64-linux-gnu/libc.so.6 0x0-0x0 +0x0 build 93ac61ec5a8eb1396f9fbd350e3169a558528a40
    frame #1 start "":0 in /srv/orders/spin
    frame #2 _libc_start_main_impl ./csu/../csu/libc-start.c:360 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #3 _libc_start_call_main ./csu/../sysdeps/nptl/libc_start_call_main.h:58 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #4 main /srv/orders/spin.c:19 in /srv/orders/spin
    frame #5 hash_block /srv/orders/spin.c:10 in /srv/orders/spin
    frame #6 mix /srv/orders/spin.c:7 in /srv/orders/spin inlined
    frame #7 clone3 ./misc/../sysdeps/unix/sysv/linux/x86_64/clone3.S:81 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #8 start_thread ./nptl/pthread_create.c:442 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #9 work /srv/orders/spin.c:14 in /srv/orders/spin
    frame #10 render_page /srv/orders/spin.c:11 in /srv/orders/spin
    sample 73 735412000 start#1;_libc_start_main_impl#2;_libc_start_call_main#3;main#4;hash_block#5;mix#6 {"thread name"=spin, "thread id"=21196, "process name"=spin, "process id"=21196}
    sample 83 836505000 clone3#7;start_thread#8;work#9;render_page#10;hash_block#5;mix#6 {"thread name"=worker-a, "thread id"=21198, "process name"=spin, "process id"=21196}
    "
  `);
});

it('without symbols a frame is its offset in its module', () => {
  expect(dumpProfile(profileOf('samply-0.13.1-v49').profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    type cpu/nanoseconds sum
    period cpu/nanoseconds 10000000
    time 1795273264295041000
    duration 3473233311
    mapping /srv/orders/spin 0x0-0x0 +0x0 build e2250ac558736f2c5617abcdfb7e376339f20d54
    mapping /usr/lib/x86_64-linux-gnu/libc.so.6 0x0-0x0 +0x0 build 93ac61ec5a8eb1396f9fbd350e3169a558528a40
    frame #1 0x1090 @0x1090 in /srv/orders/spin
    frame #2 0x27304 @0x27304 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #3 0x27249 @0x27249 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #4 0x1208 @0x1208 in /srv/orders/spin
    frame #5 0x1179 @0x1179 in /srv/orders/spin
    frame #6 0x117c @0x117c in /srv/orders/spin
    frame #7 0x1098eb @0x1098eb in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #8 0x891f4 @0x891f4 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #9 0x11c2 @0x11c2 in /srv/orders/spin
    frame #10 0x1194 @0x1194 in /srv/orders/spin
    sample 56 562521000 0x1090#1;0x27304#2;0x27249#3;0x1208#4;0x1179#5 {"thread name"=spin, "thread id"=21196, "process name"=spin, "process id"=21196}
    sample 17 172891000 0x1090#1;0x27304#2;0x27249#3;0x1208#4;0x117c#6 {"thread name"=spin, "thread id"=21196, "process name"=spin, "process id"=21196}
    sample 62 625923000 0x1098eb#7;0x891f4#8;0x11c2#9;0x1194#10;0x1179#5 {"thread name"=worker-a, "thread id"=21198, "process name"=spin, "process id"=21196}
    sample 21 210582000 0x1098eb#7;0x891f4#8;0x11c2#9;0x1194#10;0x117c#6 {"thread name"=worker-a, "thread id"=21198, "process name"=spin, "process id"=21196}
    "
  `);
});

it("reads what an agent makes of perf's samples, kernel frames included", () => {
  expect(dumpProfile(profileOf('perf-6.1-v49').profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    type cpu/nanoseconds sum
    period cpu/nanoseconds 10101010
    time 1795272763000000000
    duration 1979662791
    mapping /usr/lib/x86_64-linux-gnu/libc.so.6 0x0-0x0 +0x0 build 93ac61ec5a8eb1396f9fbd350e3169a558528a40
    mapping /srv/orders/spin 0x0-0x0 +0x0 build e2250ac558736f2c5617abcdfb7e376339f20d54
    mapping "[kernel.kallsyms]" 0x0-0x0 +0x0 build ""
    frame #1 _libc_start_call_main ./csu/../sysdeps/nptl/libc_start_call_main.h:58 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #2 hash_block /srv/orders/spin.c:10 in /srv/orders/spin
    frame #3 mix /srv/orders/spin.c:7 in /srv/orders/spin inlined
    frame #4 asm_sysvec_apic_timer_interrupt "":0 in "[kernel.kallsyms]"
    frame #5 irqentry_exit_to_user_mode "":0 in "[kernel.kallsyms]"
    frame #6 schedule "":0 in "[kernel.kallsyms]"
    frame #7 __schedule "":0 in "[kernel.kallsyms]"
    frame #8 finish_task_switch.isra.0 "":0 in "[kernel.kallsyms]"
    frame #9 start_thread ./nptl/pthread_create.c:442 in /usr/lib/x86_64-linux-gnu/libc.so.6
    frame #10 work /srv/orders/spin.c:14 in /srv/orders/spin
    sample 42 424242420 _libc_start_call_main#1;hash_block#2;mix#3 {"thread name"=spin, "thread id"=21196, "process name"=spin, "process id"=21196}
    sample 1 10101010 _libc_start_call_main#1;hash_block#2;mix#3;asm_sysvec_apic_timer_interrupt#4;irqentry_exit_to_user_mode#5;schedule#6;__schedule#7;finish_task_switch.isra.0#8 {"thread name"=spin, "thread id"=21196, "process name"=spin, "process id"=21196}
    sample 50 505050500 start_thread#9;work#10;hash_block#2;mix#3 {"thread name"=worker-a, "thread id"=21198, "process name"=spin, "process id"=21196}
    "
  `);
});
