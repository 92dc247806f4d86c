'use strict';

// Workers that are killed under load are seen to go and replaced; the others go on serving, and nothing of the dead stays in the primary.

const assert = require('node:assert');
const cluster = require('node:cluster');
const fs = require('node:fs');
const http = require('node:http');

const kWorkers = 3;
/** How long a client waits, in ms. */
const kPatience = 500;
/** Descriptors that the loop and standard streams may keep. */
const kOwn = 4;
const [kills = 6, seed = 1] = process.argv.slice(2).map(Number);

if (cluster.isWorker) {
  http.createServer((request, response) => response.end(String(process.pid))).listen(0, '127.0.0.1');
} else {
  supervise();
}

function supervise() {
  const descriptors = () => fs.readdirSync('/proc/self/fd').length;
  // Node keeps the connections that dying workers were given.
  const isCounted = process.versions.anode !== undefined && fs.existsSync('/proc/self/fd');
  const served = new Set();
  const killed = new Set();
  let left = kills;
  let answered = 0;
  let port;
  let state = seed;
  let isOver = false;

  const before = isCounted ? descriptors() : 0;
  // With nothing left to wait for there are no channels, connections or watched children either.
  process.on('exit', () => {
    if (isCounted && isOver) assert.ok(descriptors() <= before + kOwn, `${descriptors()} descriptors, ${before} before`);
  });
  for (let i = 0; i < kWorkers; i++) cluster.fork();
  cluster.on('listening', (worker, address) => {
    port ??= address.port;
    assert.strictEqual(address.port, port, 'all share one port');
    if (++listening === kWorkers) begin();
    else if (listening > kWorkers) replaced();
  });
  cluster.on('exit', (worker, code, signal) => {
    if (isOver) return;
    assert.deepStrictEqual([code, signal], [null, 'SIGKILL']);
    assert.ok(killed.delete(worker.process.pid));
    cluster.fork();
  });
  let listening = 0;

  function begin() {
    for (let i = 0; i < 4; i++) request();
    kill();
  }

  /** Clients that never stop; what a dying worker held may be lost, and nothing else. */
  function request() {
    if (isOver) return;
    const again = () => setImmediate(request);
    const sent = http.get({ port, host: '127.0.0.1', agent: false, timeout: kPatience }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        answered++;
        served.add(text);
        again();
      });
      response.on('error', again);
    });
    // A connection on its way to a worker that dies may be answered by nobody.
    sent.on('timeout', () => sent.destroy());
    sent.on('error', (error) => {
      assert.ok(['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code), error.code);
      again();
    });
  }

  function kill() {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const workers = Object.values(cluster.workers);
    const victim = workers[(state >> 8) % workers.length].process;
    killed.add(victim.pid);
    victim.kill('SIGKILL');
  }

  function replaced() {
    if (--left > 0) kill();
    else finish();
  }

  function finish() {
    const done = answered + 20;
    const timer = setInterval(() => {
      if (answered < done) return;
      clearInterval(timer);
      isOver = true;
      assert.strictEqual(killed.size, 0);
      assert.strictEqual(Object.keys(cluster.workers).length, kWorkers);
      assert.ok(served.size > kWorkers, 'those that came later served too');
      cluster.disconnect(() => {
        if (process.argv.length > 2) console.log(`${kills} workers killed, ${answered} requests answered`);
      });
    }, 5);
  }
}
