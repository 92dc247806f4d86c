'use strict';

/** The default `eval` of a REPL. */

const process = require('internal:process/object');
const vm = require('node:vm');
const { defaultHostId } = require('internal:module/host_ids');
const { Recoverable, isRecoverable } = require('internal:repl/recoverable');
const { wrapAwait } = require('internal:repl/await');

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
      callback(err);
      return;
    }
    // The code threw inside a domain of its own.
    domain.emit('error', err);
    domain.exit();
    repl._abandon();
    return;
  }
  if (compiled.isAsync) result.then((value) => callback(null, value), (err) => callback(err));
  else callback(null, result);
}

/** @returns {{ script: vm.Script, isAsync: boolean }} */
function compile(repl, code, file) {
  // `{ a: 1 }` means the object here, as far as that makes sense.
  const looksLikeObject = /^\s*{/.test(code) && !/;\s*$/.test(code);
  let error;
  for (const text of looksLikeObject ? [`(${code.trim()})\n`, code] : [code]) {
    try {
      return { script: makeScript(repl, text, file), isAsync: false };
    } catch (err) {
      error ??= err;
    }
  }
  const wrapped = code.includes('await') ? wrapAwait(code) : null;
  if (wrapped === null) throw looksLikeObject ? compileError(repl, code, file) : error;
  return { script: makeScript(repl, wrapped, file), isAsync: true };
}

function compileError(repl, code, file) {
  try {
    makeScript(repl, code, file);
  } catch (err) {
    return err;
  }
  throw new Error('the code compiles after all');
}

function makeScript(repl, code, file) {
  const text = repl.isStrict ? `'use strict'; void 0;\n${code}` : code;
  return new vm.Script(text, { filename: file, importModuleDynamically: defaultHostId });
}

function run(repl, script, context) {
  const options = { displayErrors: false, breakOnSigint: repl.breakEvalOnSigint };
  return repl.useGlobal ? script.runInThisContext(options) : script.runInContext(context, options);
}

module.exports = { evaluate, nextResourceName };
