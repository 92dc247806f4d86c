'use strict';

/**
 * Measures the rows of one file. `node rows/NAME.js` measures all, `node rows/NAME.js ROW` one; each prints a line
 * `{ row, ops, cpu, wall }`: operations done, and the processor and wall seconds they took, all threads counted.
 *
 * A row is `(n) => void | Promise`, which does its operation `n` times. It is run until it is warm, then for at least `SPAN` of
 * processor time.
 */

const WARM = 0.15;
const SPAN = Number(process.env.BENCH_SPAN ?? 0.4);
/** A batch is grown until it takes this long, so that reading the clocks costs nothing. */
const BATCH = 0.02;

/** @typedef {(n: number) => void | Promise<void>} Row with `step` where it works in groups: `n` is then a multiple of it */

/** @param {Record<string, Row>} rows */
async function measure(rows) {
  const wanted = process.argv[2];
  if (wanted === '--list') return console.log(JSON.stringify(Object.keys(rows)));
  for (const [row, run] of Object.entries(rows)) {
    if (wanted !== undefined && wanted !== row) continue;
    const { n } = await repeat(run, run.step ?? 1, WARM);
    console.log(JSON.stringify({ row, ...await repeat(run, n, SPAN) }));
  }
}

/** Runs batches for `span` seconds of processor time, each at least as big as the one before. */
async function repeat(run, n, span) {
  let ops = 0;
  const start = now();
  let last = start;
  for (;;) {
    const running = run(n);
    if (running !== undefined) await running;
    const end = now();
    ops += n;
    const cpu = end.cpu - start.cpu;
    const wall = end.wall - start.wall;
    if (cpu >= span || wall >= span * 10) return { ops, cpu, wall, n };
    if (end.wall - last.wall < BATCH) n *= 2;
    last = end;
  }
}

function now() {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, wall: performance.now() / 1e3 };
}

/** A row that does its operation in groups of `step`. @param {number} step @param {() => Promise<void>} group */
function inGroups(step, group) {
  return Object.assign(async (n) => { for (let i = 0; i < n; i += step) await group(); }, { step });
}

/** A row that makes something big first, such as a thread: `n` is at least `step`, so that the making does not count. */
function atLeast(step, run) {
  return Object.assign(run, { step });
}

/** A folder for files, removed at the end. */
function temporaryFolder() {
  const fs = require('node:fs');
  const path = require('node:path');
  const folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'bench-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

module.exports = { atLeast, inGroups, measure, temporaryFolder };
