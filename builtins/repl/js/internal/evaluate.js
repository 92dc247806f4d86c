'use strict';

/** The default `eval` of a REPL. */

const process = require('internal:process/object');
const vm = require('node:vm');
const { codes } = require('internal:shared/errors');
const { defaultHostId } = require('internal:module/host_ids');
const { Recoverable, isRecoverable } = require('internal:repl/recoverable');

/** In the order they were entered, for stack traces: REPL1, REPL2, ... */
let scripts = 0;

function nextResourceName() {
  return `REPL${++scripts}`;
}

/**
 * @param {REPLServer} repl
 * @param {string} code
 * @param {object} context
 * @param {string} file
 * @param {(err: unknown, result?: unknown) => void} callback
 */
function evaluate(repl, code, context, file, callback) {
  if (code === '\n') {
    callback(null);
    return;
  }
  let compiled;
  try {
    compiled = compile(repl, code, file);
  } catch (err) {
    callback(isRecoverable(err, code) ? new Recoverable(err) : err);
    return;
  }
  let result;
  try {
    result = run(repl, compiled.script, context);
  } catch (err) {
    const { domain } = process;
    if (!domain || domain === repl._domain) {
      repl._fail(err);
      return;
    }
    // The code threw inside a domain of its own.
    domain.emit('error', err);
    domain.exit();
    repl._abandon();
    return;
  }
  if (compiled.isAsync) awaitResult(repl, result, callback);
  else callback(null, result);
}

/** Ctrl-C ends the waiting, if that is wanted, though not what is waited for. */
function awaitResult(repl, promise, callback) {
  if (!repl.breakEvalOnSigint) {
    promise.then((result) => callback(null, result?.value), (err) => repl._fail(err));
    return;
  }
  let interrupt;
  const interrupted = new Promise((_, reject) => {
    interrupt = () => reject(interruption());
  });
  const stop = repl._listenForInterrupt(interrupt);
  Promise.race([promise, interrupted]).finally(stop).then((result) => callback(null, result?.value), (err) => repl._fail(err));
}

/** What there is no stack for: nothing was thrown anywhere. */
function interruption() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new codes.ERR_SCRIPT_EXECUTION_INTERRUPTED();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** @returns {{ script: vm.Script, isAsync: boolean }} */
function compile(repl, code, file) {
  if (isObjectLike(code)) {
    const script = scriptIfValid(repl, wrapObject(code), file);
    if (script !== undefined) return { script, isAsync: false };
  }
  try {
    return { script: makeScript(repl, code, file), isAsync: false };
  } catch (error) {
    const wrapped = code.includes('await') ? binding.wrapAwait(code) : undefined;
    if (wrapped === undefined) throw error;
    return { script: makeScript(repl, wrapped, file), isAsync: true };
  }
}

/** `{ a: 1 }` means the object here, as far as that makes sense. */
function isObjectLike(code) {
  return /^\s*{/.test(code) && !/;\s*$/.test(code);
}

function wrapObject(code) {
  return `(${code.trim()})\n`;
}

function scriptIfValid(repl, code, file) {
  try {
    return makeScript(repl, code, file);
  } catch {
    return undefined;
  }
}

function makeScript(repl, code, file) {
  const text = repl.isStrict ? `'use strict'; void 0;\n${code}` : code;
  return new vm.Script(text, { filename: file, importModuleDynamically: defaultHostId });
}

function run(repl, script, context) {
  const { breakEvalOnSigint } = repl;
  const options = { displayErrors: false, breakOnSigint: breakEvalOnSigint };
  // In raw mode Ctrl-C is a character like others, which nobody reads now.
  const wasRaw = breakEvalOnSigint && repl.terminal && repl._setRawMode(false);
  try {
    return repl.useGlobal ? script.runInThisContext(options) : script.runInContext(context, options);
  } finally {
    if (wasRaw) repl._setRawMode(true);
  }
}

module.exports = { evaluate, isObjectLike, nextResourceName, wrapObject };
