'use strict';

/**
 * A service under load whose cluster workers, worker threads and children are killed at random moments. No request may get lost: clients repeat only what
 * was cut off, and whatever else happens to a request fails the run. Afterwards nothing may be left over: descriptors, threads, zombies, memory.
 *
 *     kill_storm.js [seconds = 600] [connections = 32] [cluster workers = 4]
 */

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const cluster = require('node:cluster');
const { once } = require('node:events');
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { ask, random, requireEnd, requireNoResidue, residue } = require('./residue.js');

const [seconds = 600, connections = 32, workerCount = 4] = process.argv.slice(2).map(Number);
/** How long a request may take before it counts as lost, in milliseconds. */
const kPatience = 30_000;
/** By how many descriptors and threads, and by how many bytes, a warm process may grow. */
const kAllowance = { slack: 4, memory: 96 << 20 };
const kThreads = 2;
const kKinds = ['plain', 'thread', 'child', 'stream'];
/** Errors of a connection that was cut off. */
const kCut = new Set(['ECONNRESET', 'EPIPE']);

// ---- the primary: clients, and the one who kills ----

const counts = { requests: 0, cut: 0, workersKilled: 0 };
let isOver = false;
/** Cluster workers whose process runs. */
let running = 0;

async function runPrimary() {
  cluster.setupPrimary({ serialization: 'advanced' });
  cluster.on('fork', () => running++);
  cluster.on('exit', () => {
    running--;
    if (!isOver) cluster.fork();
  });
  const elder = cluster.fork();
  for (let i = 1; i < workerCount; i++) cluster.fork();
  const [, { port }] = await once(cluster, 'listening');
  const end = Date.now() + seconds * 1000;
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const clients = Array.from({ length: connections }, () => runClient(port, agent, end));
  const killer = runKiller(elder, end);
  await sleep(seconds * 200);
  const before = { primary: residue(), elder: await ask(elder, 'residue') };
  await Promise.all([killer, ...clients]);
  agent.destroy();
  isOver = true;
  const { killed, ...inElder } = await ask(elder, 'residue');
  cluster.disconnect();
  while (running > 0) await once(cluster, 'exit');
  const after = residue();
  console.log(`${seconds} s: ${JSON.stringify(counts)}; in the eldest worker ${JSON.stringify(killed)}`);
  requireNoResidue('the primary', before.primary, after, kAllowance);
  requireNoResidue('the eldest worker', before.elder, inElder, kAllowance);
  assert.ok(counts.workersKilled > 0 && counts.requests > connections);
}

async function runKiller(elder, end) {
  while (Date.now() < end) {
    await sleep(random(400));
    const mortals = Object.values(cluster.workers).filter((worker) => worker !== elder);
    const victim = mortals[random(mortals.length)];
    if (victim === undefined) continue;
    victim.process.kill('SIGKILL');
    counts.workersKilled++;
  }
}

async function runClient(port, agent, end) {
  for (let number = 0; Date.now() < end; number++) {
    const body = `${number}:`.padEnd(1 + random(20_000), 'x');
    const path = `/${kKinds[random(kKinds.length)]}`;
    while (!(await attempt(port, agent, path, body))) counts.cut++;
    counts.requests++;
  }
}

/** @returns {Promise<boolean>} whether it was answered; false when the connection was cut */
async function attempt(port, agent, path, body) {
  try {
    const answer = await exchange(port, agent, path, body);
    assert.ok(answer === body, `${path}: another body came back`);
    return true;
  } catch (error) {
    if (kCut.has(error.code)) return false;
    throw error;
  }
}

function exchange(port, agent, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', agent, method: 'POST', path });
    request.setTimeout(kPatience, () => request.destroy(new Error(`${path}: lost`)));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${path}: status ${response.statusCode}: ${text}`));
      });
    });
    request.end(body);
  });
}

// ---- a cluster worker: a server with threads and children that die ----

const killed = { threads: 0, children: 0 };
const threads = [];

const echoProgram = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, body }) => parentPort.postMessage({ id, body }));`;

/** A thread that answers what it is sent until it is terminated. */
class EchoThread {
  #worker = new Worker(echoProgram, { eval: true });
  #waiting = new Map();
  #last = 0;

  constructor() {
    this.#worker.on('message', ({ id, body }) => this.#settle(id, body));
    this.#worker.on('exit', () => {
      for (const id of [...this.#waiting.keys()]) this.#settle(id, undefined);
    });
  }

  /** @returns {Promise<string | undefined>} nothing when the thread has ended */
  echo(body) {
    return new Promise((resolve) => {
      this.#waiting.set(++this.#last, resolve);
      this.#worker.postMessage({ id: this.#last, body });
    });
  }

  kill() {
    killed.threads++;
    return this.#worker.terminate();
  }

  #settle(id, body) {
    this.#waiting.get(id)?.(body);
    this.#waiting.delete(id);
  }
}

const answers = {
  plain: async (body) => body,
  thread: (body) => persist(() => threads[random(kThreads)].echo(body)),
  child: (body) => persist(() => echoInChild(body)),
};

/** Tries again until something comes back. */
async function persist(attemptOnce) {
  for (;;) {
    const answer = await attemptOnce();
    if (answer !== undefined) return answer;
  }
}

/** @returns {Promise<string | undefined>} nothing when the child was killed */
function echoInChild(body) {
  return new Promise((resolve, reject) => {
    const child = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? text : undefined));
    child.stdin.end(body);
    if (random(4) > 0) return;
    killed.children++;
    setTimeout(() => child.kill('SIGKILL'), random(3));
  });
}

async function killThreads() {
  for (;;) {
    await sleep(random(200));
    const slot = random(kThreads);
    const old = threads[slot];
    threads[slot] = new EchoThread();
    await old.kill();
  }
}

function serve(request, response) {
  const kind = request.url.slice(1);
  if (kind === 'stream') {
    request.pipe(response);
    return;
  }
  let body = '';
  request.setEncoding('latin1').on('data', (chunk) => { body += chunk; });
  request.on('end', async () => response.end(await answers[kind](body)));
}

function runWorker() {
  for (let i = 0; i < kThreads; i++) threads.push(new EchoThread());
  killThreads();
  http.createServer(serve).listen(0, '127.0.0.1');
  process.on('message', () => process.send({ ...residue(), killed }));
  process.on('disconnect', () => process.exit());
}

if (cluster.isPrimary) requireEnd(runPrimary());
else runWorker();
