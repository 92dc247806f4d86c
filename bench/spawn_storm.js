'use strict';

/**
 * Children in every way they can be started and can end, many at once. Each must tell what became of it, once and in the order of the documentation;
 * afterwards nothing may be left over: descriptors, zombies, handles, memory.
 *
 *     spawn_storm.js [children = 10000] [at once = 32]
 */

const assert = require('node:assert');
const child = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { promisify } = require('node:util');
const { ask, random, requireEnd, requireNoResidue, residue } = require('./residue.js');

const [total = 10_000, atOnce = 32] = process.argv.slice(2).map(Number);
/** What a warm process may grow by, in bytes: pools and arenas that stay. */
const kAllowance = { memory: 48 << 20 };
/** One fork, which starts a whole runtime, comes upon so many small programs. */
const kPerFork = 100;

const exec = promisify(child.exec);
const execFile = promisify(child.execFile);
const null_ = fs.openSync('/dev/null', 'r+');

/** A child that never ends by itself. */
const endless = (options) => child.spawn('sleep', ['1000'], { stdio: 'ignore', ...options });

/**
 * How a child has ended, once all its events have come.
 * @returns {Promise<{ code?: number | null, signal?: string | null, failure?: string, events: string }>}
 */
function ended(started) {
  return new Promise((resolve) => {
    const seen = [];
    const result = {};
    started.on('spawn', () => seen.push('spawn'));
    started.on('exit', (code, signal) => {
      seen.push('exit');
      Object.assign(result, { code, signal });
    });
    started.on('error', (error) => {
      seen.push('error');
      result.failure = error.code;
    });
    // A second event would come in the meantime.
    started.on('close', () => {
      seen.push('close');
      setImmediate(() => resolve({ ...result, events: seen.join() }));
    });
  });
}

const kEnded = 'spawn,exit,close';
/** That of a program that could not be started: its streams end after the error. */
const kNotStarted = 'error,close';

/** What is started, by what is expected of it. */
const deeds = {
  async plain() {
    assert.deepStrictEqual(await ended(child.spawn('true')), { code: 0, signal: null, events: kEnded });
  },
  async code() {
    assert.deepStrictEqual(await ended(child.spawn('exit 3', { shell: true, stdio: 'ignore' })), { code: 3, signal: null, events: kEnded });
  },
  async pipes() {
    const started = child.spawn('cat', { stdio: ['pipe', 'pipe', null_] });
    const body = 'x'.repeat(random(100_000));
    let text = '';
    started.stdout.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
    started.stdin.end(body);
    assert.strictEqual((await ended(started)).code, 0);
    assert.ok(text === body, 'another text came back');
  },
  async extra() {
    const started = child.spawn('cat <&3 >&4', { shell: true, stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'] });
    let text = '';
    started.stdio[4].on('data', (chunk) => { text += chunk; });
    started.stdio[3].end('through');
    assert.strictEqual((await ended(started)).code, 0);
    assert.strictEqual(text, 'through');
  },
  async exec() {
    assert.strictEqual((await exec('echo $0')).stdout.trim(), '/bin/sh');
    await assert.rejects(exec('exit 7'), { code: 7, killed: false, signal: null });
  },
  async tooMuch() {
    await assert.rejects(execFile('yes', { maxBuffer: 1000 }), { code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' });
  },
  async sync() {
    const { status, stdout } = child.spawnSync('cat', { input: 'in', encoding: 'utf8' });
    assert.deepStrictEqual([status, stdout], [0, 'in']);
    assert.strictEqual(child.spawnSync('/does/not/exist').error.code, 'ENOENT');
    assert.throws(() => child.execFileSync('sleep', ['1000'], { timeout: 1 }), { code: 'ETIMEDOUT' });
    assert.throws(() => child.execSync('yes', { maxBuffer: 1000, stdio: 'pipe' }), { code: 'ENOBUFS' });
  },
  async killed() {
    const signal = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP'][random(4)];
    const started = endless({ detached: random(2) === 0 });
    const end = ended(started);
    setTimeout(() => assert.ok(started.kill(signal)), random(10));
    assert.deepStrictEqual(await end, { code: null, signal, events: kEnded });
    assert.ok(!started.kill());
  },
  async killedAtOnce() {
    const started = endless();
    started.kill('SIGKILL');
    assert.strictEqual((await ended(started)).signal, 'SIGKILL');
  },
  async timeout() {
    assert.deepStrictEqual(await ended(endless({ timeout: 1 + random(10), killSignal: 'SIGKILL' })), { code: null, signal: 'SIGKILL', events: kEnded });
    await assert.rejects(execFile('sleep', ['1000'], { timeout: 1 }), { killed: true, signal: 'SIGTERM' });
  },
  async aborted() {
    const { failure, signal } = await ended(endless({ signal: AbortSignal.timeout(random(10)) }));
    assert.strictEqual(failure, 'ABORT_ERR');
    assert.ok(signal === 'SIGTERM' || signal === undefined, signal);
  },
  async broken() {
    for (const [file, options, failure] of [['/does/not/exist', {}, 'ENOENT'], ['/etc/passwd', {}, 'EACCES'], ['true', { cwd: '/does/not/exist' }, 'ENOENT']]) {
      const events = await ended(child.spawn(file, options));
      assert.strictEqual(events.failure, failure);
      assert.strictEqual(events.events, kNotStarted);
    }
  },
  async brokenPipe() {
    const started = child.spawn('exec <&-; read -r line < /dev/zero', { shell: true, stdio: ['pipe', 'ignore', 'ignore'] });
    const failed = new Promise((resolve) => started.stdin.on('error', (error) => resolve(error.code)));
    const end = ended(started);
    // The child closes its end sooner or later.
    const writing = setInterval(() => started.stdin.write('x'), 1);
    assert.strictEqual(await failed, 'EPIPE');
    clearInterval(writing);
    started.kill('SIGKILL');
    assert.strictEqual((await end).signal, 'SIGKILL');
  },
  async abandoned() {
    const started = child.spawn('cat');
    for (const stream of started.stdio) stream.destroy();
    await ended(started);
  },
};

async function forked() {
  const started = child.fork(__filename, ['forked'], { stdio: 'ignore', serialization: random(2) ? 'advanced' : 'json' });
  const seen = [];
  started.on('disconnect', () => seen.push('disconnect'));
  // Node does not tell 'close' of a child that it has disconnected from.
  const exit = once(started, 'exit');
  if (random(4) > 0) {
    assert.strictEqual(await ask(started, 'question'), 'question');
    started.disconnect();
    assert.deepStrictEqual(await exit, [0, null]);
  } else {
    const disconnected = once(started, 'disconnect');
    setTimeout(() => started.kill('SIGKILL'), random(20));
    assert.deepStrictEqual(await exit, [null, 'SIGKILL']);
    await disconnected;
  }
  assert.deepStrictEqual(seen, ['disconnect']);
}

const names = Object.keys(deeds);
let count = 0;

async function lane(limit) {
  for (let mine = count++; mine < limit; mine = count++) {
    const name = names[mine % names.length];
    try {
      await (mine % kPerFork === kPerFork - 1 ? forked() : deeds[name]());
    } catch (error) {
      throw new Error(`child ${mine}, ${name}`, { cause: error });
    }
  }
}

async function run(limit) {
  await Promise.all(Array.from({ length: atOnce }, () => lane(limit)));
}

async function main() {
  await run(Math.max(kPerFork, total >> 2));
  const before = residue();
  count = 0;
  const began = process.hrtime.bigint();
  await run(total);
  console.log(`${total} children in ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)} s`);
  const after = residue();
  requireNoResidue('the parent', before, after, kAllowance);
  assert.ok(after.resources <= before.resources, 'handles of the parent leak');
  fs.closeSync(null_);
}

if (process.argv[2] === 'forked') {
  process.on('message', (message) => process.send(message));
} else {
  requireEnd(main());
}
