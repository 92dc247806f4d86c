'use strict';

// Files: `anode builtins/fs/bench/files.js`. Runs on Node as well, for the ratio.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'anode-fs-bench-'));
const small = path.join(directory, 'small');
const large = path.join(directory, 'large');
fs.writeFileSync(small, 'x'.repeat(1000));
fs.writeFileSync(large, Buffer.alloc(64 << 20, 'y'));

const CASES = {
  'statSync': [100_000, () => fs.statSync(small)],
  'existsSync, missing': [100_000, () => fs.existsSync(`${small}-missing`)],
  'readFileSync utf8, 1 kB': [50_000, () => fs.readFileSync(small, 'utf8')],
  'readFileSync, 1 kB': [50_000, () => fs.readFileSync(small)],
  'readFileSync, 64 MB': [10, () => fs.readFileSync(large)],
  'writeFileSync, 1 kB': [20_000, () => fs.writeFileSync(`${small}-copy`, 'z'.repeat(1000))],
  'promises.stat': [20_000, () => fs.promises.stat(small)],
  'promises.readFile, 1 kB': [10_000, () => fs.promises.readFile(small)],
  'readFile, 32 at once': [500, () => Promise.all(Array.from({ length: 32 }, readByCallback))],
  'stream copy, 64 MB': [5, () => pipeline(fs.createReadStream(large), fs.createWriteStream(`${large}-copy`))],
};

function readByCallback() {
  return new Promise((resolve) => fs.readFile(small, resolve));
}

/** Microseconds a call. */
async function measure(count, run) {
  for (let i = 0; i < count / 10; i++) await run();
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    const result = run();
    if (typeof result?.then === 'function') await result;
  }
  return Number(process.hrtime.bigint() - start) / 1000 / count;
}

(async () => {
  const only = process.argv[2] ?? '';
  for (const [name, [count, run]] of Object.entries(CASES)) {
    if (name.includes(only)) console.log(`${name.padEnd(28)}${(await measure(count, run)).toFixed(2).padStart(12)} µs`);
  }
  fs.rmSync(directory, { recursive: true });
})();
