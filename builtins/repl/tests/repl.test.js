'use strict';

const assert = require('node:assert');
const repl = require('node:repl');
const { PassThrough, Writable } = require('node:stream');

/** What a session with these lines prints. */
function session(lines, options) {
  return new Promise((resolve) => {
    let output = '';
    const input = new PassThrough();
    const server = repl.start({
      input,
      output: new Writable({ write(chunk, encoding, callback) { output += chunk; callback(); } }),
      prompt: '',
      ...options,
    });
    server.on('exit', () => resolve(output.split('\n').slice(0, -1)));
    input.end(lines.map((line) => `${line}\n`).join(''));
  });
}

/** What a session prints for each of the lines, when its user waits for the prompt. */
function conversation(lines) {
  return new Promise((resolve) => {
    const input = new PassThrough();
    const answers = [];
    let output = '';
    const write = (chunk, encoding, callback) => {
      output += chunk;
      if (/[>|] $/.test(output)) {
        answers.push(output.slice(0, -2).trimEnd());
        output = '';
        if (answers.length <= lines.length) input.write(`${lines[answers.length - 1]}\n`);
        else input.end();
      }
      callback();
    };
    // The first prompt comes before there is anything to answer.
    repl.start({ input, output: new Writable({ write }), prompt: '> ' }).on('exit', () => resolve(answers.slice(1)));
  });
}

/** What a session prints whose user waits for nothing and presses Ctrl-C. */
function interruptedWaiting() {
  return new Promise((resolve) => {
    let output = '';
    const input = new PassThrough();
    const write = (chunk, encoding, callback) => {
      output += chunk;
      if (!input.writableEnded && output.endsWith('}\n')) input.end('"goes on"\n');
      callback();
    };
    const server = repl.start({ input, output: new Writable({ write }), prompt: '', breakEvalOnSigint: true });
    server.context.waiting = () => setImmediate(() => server.emit('SIGINT'));
    server.on('exit', () => resolve(output.split('\n').slice(0, -1)));
    input.write('await new Promise(waiting)\n');
  });
}

(async () => {
  assert.deepStrictEqual(await session(['1 + 1', '_ * 2', 'let a = { b: 1 }', 'a']), ['2', '4', 'undefined', '{ b: 1 }']);
  assert.deepStrictEqual(await session(['{ a: 1 }', '{ a: 1 };']), ['{ a: 1 }', '1']);
  assert.deepStrictEqual(await session(['throw new Error("no")', '_error.message']), ['Uncaught Error: no', "'no'"]);
  assert.deepStrictEqual(await session(['undefined', '7'], { ignoreUndefined: true }), ['7']);
  assert.deepStrictEqual(await session(['.nothing']), ['Invalid REPL keyword']);

  // Unfinished code asks for more.
  assert.deepStrictEqual(await session(['[1,', '2]']), ['| [ 1, 2 ]']);
  assert.deepStrictEqual(await session(['`a', 'b`']), ["| 'a\\nb'"]);
  assert.deepStrictEqual(await session(['Math.max(1,', '2)']), ['| 2']);
  assert.deepStrictEqual(await session(['try { throw 1 }', 'catch (e) { e + 1 }']), ['| 2']);
  assert.deepStrictEqual(await session(['const later', '= 5']), ['| undefined']);
  assert.deepStrictEqual(await session(['`a${1', '}`']), ["| 'a1'"]);
  assert.strictEqual((await session(['const o; 5'])).at(-1), 'Uncaught SyntaxError: Missing initializer in const declaration');
  assert.strictEqual((await session(['foo bar'])).at(-1), "Uncaught SyntaxError: Unexpected identifier 'bar'");

  // Top-level await: the value, what is declared next to it, and what is not finished yet.
  assert.deepStrictEqual(await conversation(['await 5', 'await 1; Promise.resolve(6)']), ['5', 'Promise { 6 }']);
  const destructured = ['const { a, b: [c] } = await { a: 1, b: [2] }; class D {}', '[a, c, D]'];
  assert.deepStrictEqual(await conversation(destructured), ['undefined', '[ 1, 2, [class D] ]']);
  const inBlocks = ['if (await 1) { var e = 3; let f = 4 } function g() {}', '[e, typeof f, g]'];
  assert.deepStrictEqual(await conversation(inBlocks), ['undefined', "[ 3, 'undefined', [Function: g] ]"]);
  assert.deepStrictEqual(await conversation(['for await (const x of [', '7]) x', 'await Promise.all([', '1])']), ['', 'undefined', '', '[ 1 ]']);
  assert.deepStrictEqual(await conversation(['await Promise.reject(5)', '_error']), ['Uncaught 5', '5']);

  // Ctrl-C ends an evaluation, and the waiting for one.
  const interruption = 'Uncaught Error: Script execution was interrupted by `SIGINT`';
  const [interrupted] = await session(['process.kill(process.pid, "SIGINT"); for (;;);'], { breakEvalOnSigint: true });
  assert.strictEqual(interrupted, interruption);
  assert.match((await interruptedWaiting()).join(' '), /^Uncaught:? .*ERR_SCRIPT_EXECUTION_INTERRUPTED.* 'goes on'$/);

  // The program decides about errors.
  const decided = (decision) => session(['throw new Error("no")', '1'], { handleError: () => decision });
  assert.deepStrictEqual(await decided('print'), ['Uncaught Error: no', '1']);
  assert.deepStrictEqual(await decided('ignore'), ['1']);
  assert.deepStrictEqual(await decided('unhandled'), ['1']);
  const late = 'setTimeout(() => { throw new Error("late") }); 0';
  const uncaught = new Promise((resolve) => process.once('uncaughtException', resolve));
  const waiting = new PassThrough();
  const server = repl.start({ input: waiting, output: new PassThrough().resume(), handleError: () => 'unhandled' });
  waiting.write(`${late}\n`);
  assert.strictEqual((await uncaught).message, 'late');
  server.close();

  // A context of its own, and evaluation of one's own.
  assert.deepStrictEqual(await session(['typeof globalThis.leak', 'globalThis.leak = 1']), ["'undefined'", '1']);
  assert.strictEqual(globalThis.leak, undefined);
  const shout = (code, context, file, callback) => callback(null, code.trim().toUpperCase());
  assert.deepStrictEqual(await session(['hey'], { eval: shout, writer: String }), ['HEY']);
})();
