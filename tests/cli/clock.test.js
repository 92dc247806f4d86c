// The system's clock is set back a day and forward two: timers go by the time that passes, dates by the clock.
// A small library, preloaded, moves the clock of this one process by what a file says.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { files, folder, run } = require('./_run');

const source = files({ 'clock.c': String.raw`
  #define _GNU_SOURCE
  #include <dlfcn.h>
  #include <fcntl.h>
  #include <stdlib.h>
  #include <sys/syscall.h>
  #include <sys/time.h>
  #include <time.h>
  #include <unistd.h>

  /* Seconds by which the clock is off; read each time, for the program changes it. */
  static long offset(void) {
    char text[32] = {0};
    int fd = open(getenv("CLOCK_OFFSET"), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    if (read(fd, text, sizeof text - 1) < 0) text[0] = 0;
    close(fd);
    return atol(text);
  }
  int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += offset();
    return result;
  }
  int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
  }
  time_t time(time_t *to) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (to) *to = now.tv_sec;
    return now.tv_sec;
  }
` });
const library = path.join(folder, 'clock.so');
assert.strictEqual(spawnSync('cc', ['-shared', '-fPIC', '-o', library, source]).status, 0);

const script = files({ offset: '0', 'clock.js': String.raw`
  const assert = require('node:assert');
  const fs = require('node:fs');
  const DAY = 86_400;
  const set = (seconds) => fs.writeFileSync(process.env.CLOCK_OFFSET, String(seconds));
  const start = { date: Date.now(), passed: performance.now() };
  const movedBy = () => Math.round((Date.now() - start.date - (performance.now() - start.passed)) / 1000) + 0;

  async function main() {
    for (const offset of [-DAY, 2 * DAY, 0]) {
      const order = [];
      const began = performance.now();
      const late = setTimeout(() => order.push('never'), 60_000);
      const timers = [[30, 'second'], [10, 'first']].map(([delay, name]) => new Promise((resolve) => setTimeout(resolve, delay)).then(() => order.push(name)));
      set(offset);
      assert.strictEqual(movedBy(), offset);
      await Promise.all(timers);
      const { signal } = new AbortController();
      await require('node:timers/promises').setTimeout(5, undefined, { signal });
      clearTimeout(late);
      assert.deepStrictEqual(order, ['first', 'second']);
      const passed = performance.now() - began;
      assert.ok(passed > 30 && passed < 5000, String(passed));
      assert.strictEqual(movedBy(), offset);
      assert.ok(process.uptime() < 60);
      assert.ok(Math.abs(performance.timeOrigin - start.date) < 5000);
    }
    console.log('done');
  }
  main();
` }).replace(/offset$/, 'clock.js');
const { stdout, stderr } = run([script], { env: { ...process.env, LD_PRELOAD: library, CLOCK_OFFSET: path.join(folder, 'offset') } });
assert.strictEqual(stdout, 'done\n', stderr);
