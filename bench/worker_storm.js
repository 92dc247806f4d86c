'use strict';

/**
 * Starts workers and ends them at random moments: while they start, compute, wait in Atomics.wait, or are busy in files, sockets, cryptography and
 * compression. Afterwards nothing of them may be left: descriptors, threads and memory are as before.
 *
 *     worker_storm.js [workers = 1000] [at once = 20] [seed]
 */

const { Worker } = require('node:worker_threads');
const { requireEnd, requireNoResidue, residue } = require('./residue.js');

const [total = 1000, atOnce = 20, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
const kLongestLife = 120;
/** By how many descriptors and threads, and by how many bytes, a warm process may grow. */
const kAllowance = { slack: 2, memory: 160 << 20 };

const programs = {
  nothing: '',
  timers: 'setInterval(() => {}, 1)',
  loop: 'for (;;) ;',
  wait: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  files: `const fs = require('fs'); (function again() { fs.readFile('/proc/self/maps', again); fs.stat('.', () => {}); })();
    fs.promises.readdir('/').then(() => fs.watch('/tmp'));`,
  sync: `const fs = require('fs'); for (;;) fs.readdirSync('/');`,
  sockets: `const net = require('net'); const server = net.createServer((peer) => peer.pipe(peer)).listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1'); socket.on('data', () => socket.write('x'.repeat(1e4))); socket.write('x'); });`,
  http: `const http = require('http'); const server = http.createServer((q, r) => r.end('x')).listen(0, () => (function again() {
    http.get({ port: server.address().port }, (r) => r.resume().on('end', again)).on('error', () => {}); })());`,
  crypto: `const c = require('crypto'); (function again() { c.pbkdf2('a', 'b', 2e4, 64, 'sha512', again); })(); c.generateKeyPair('ec', { namedCurve: 'P-256' }, () => {});`,
  zlib: `const z = require('zlib'); (function again() { z.gzip(Buffer.alloc(1 << 20), again); })();`,
  messages: `const { parentPort, MessageChannel } = require('worker_threads'); const { port1, port2 } = new MessageChannel();
    port2.on('message', () => port1.postMessage(new ArrayBuffer(64))); port1.postMessage(1); setInterval(() => parentPort.postMessage('x'), 1);`,
  nested: `const { Worker } = require('worker_threads'); new Worker('for (;;) ;', { eval: true });`,
  child: `require('child_process').spawn('sleep', ['0.05'])`,
  throws: 'setTimeout(() => { throw new Error("thrown on purpose") }, 5)',
  exits: 'setTimeout(() => process.exit(7), 5)',
  dns: `require('dns').lookup('localhost', () => setInterval(() => {}, 1))`,
  streams: `process.stdin; const { pipeline, Readable, Writable } = require('stream'); pipeline(Readable.from((function* () { for (;;) yield 'x'; })()),
    new Writable({ write(c, e, done) { setImmediate(done); } }), () => {});`,
  wasm: `(function again() { WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(again); })();`,
};
const names = Object.keys(programs);

let state = seed;
/** A linear congruential generator, so that a seed repeats a run. @returns {number} below `limit` */
function random(limit) {
  state = (state * 1103515245 + 12345) & 0x7fffffff;
  return (state >> 8) % limit;
}

function runOne(index) {
  const name = names[index % names.length];
  return new Promise((resolve, reject) => {
    const worker = new Worker(programs[name], { eval: true, name, stdin: index % 3 === 0 });
    worker.on('error', (error) => {
      if (error.message !== 'thrown on purpose') reject(error);
    });
    worker.on('exit', resolve);
    const life = random(kLongestLife);
    if (life < 10) worker.terminate();
    else setTimeout(() => worker.terminate(), life);
    if (life % 7 === 0) worker.getHeapStatistics?.().catch(() => {});
  });
}

async function run(count) {
  let started = 0;
  const lane = async () => {
    while (started < count) await runOne(started++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}

async function main() {
  await run(Math.min(total, Math.max(names.length, total >> 2)));
  const before = residue();
  const began = process.hrtime.bigint();
  await run(total);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  await new Promise((resolve) => setTimeout(resolve, 200));
  const after = residue();
  console.log(`${total} workers in ${seconds.toFixed(1)} s, seed ${seed}`);
  requireNoResidue('the process', before, after, kAllowance);
}

requireEnd(main());
