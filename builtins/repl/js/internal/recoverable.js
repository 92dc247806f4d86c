'use strict';

/** Whether code that does not compile is merely unfinished. */

const vm = require('node:vm');

/** What an `eval` function gives its callback to ask for another line. */
class Recoverable extends SyntaxError {
  /** @param {Error} err */
  constructor(err) {
    super();
    this.err = err;
  }
}

/** By what the parser says: what may follow in code that only lacks that. */
const kCures = {
  '__proto__': null,
  'Missing initializer in const declaration': '=1',
  'Missing initializer in destructuring declaration': '=1',
  'Missing catch or finally after try': 'catch{}',
  'Missing } in template expression': '}`',
};

/** Calls that a test of "one more parenthesis" goes through: deeper nesting of unfinished calls is not typed. */
const kMaxMissingParentheses = 32;

/**
 * @param {unknown} err of the compilation
 * @param {string} code
 */
function isRecoverable(err, code) {
  if (err?.name !== 'SyntaxError') return false;
  const { message } = err;
  if (message.startsWith('await is only valid') || message === 'Unexpected reserved word') return isRecoverableBesideAwait(code);
  if (message === 'Unexpected end of input' || message === 'Unterminated template literal') return true;
  if (message === 'missing ) after argument list') return lacksParenthesis(code);
  if (kCures[message] !== undefined) return isCured(code, kCures[message]);
  return message === 'Invalid or unexpected token' && endsInside(code);
}

/** A fault in the middle of the code stays whatever follows; one at its end goes, or becomes another. */
function isCured(code, continuation) {
  return faultOf(code) !== faultOf(code + continuation);
}

/** @returns {string | null} the message, the line and the column, by the carets below the line */
function faultOf(code) {
  try {
    new vm.Script(code);
    return null;
  } catch ({ message, stack }) {
    const [where, , carets] = stack.split('\n');
    return `${message} ${where} ${carets.indexOf('^')}`;
  }
}

/** In a script the parser gets no further than the first `await`: what else it says of the code counts. */
function isRecoverableBesideAwait(code) {
  const without = code.replace(/\bfor\s+await\b/g, 'for').replace(/\bawait\b/g, 'void ');
  try {
    new vm.Script(without);
    return false;
  } catch (err) {
    return isRecoverable(err, without);
  }
}

/** The parser says the same of `f(1` and of `f(1 2`; only the first is cured by what may still come. */
function lacksParenthesis(code) {
  for (let i = 1; i <= kMaxMissingParentheses; i++) {
    const message = compileMessage(code + ')'.repeat(i));
    if (message === null || message === 'Unexpected end of input') return true;
  }
  return false;
}

/** Inside a comment, or inside a string whose last line ends in a backslash. */
function endsInside(code) {
  const closed = compileMessage(`${code}*/`);
  if (closed !== 'Invalid or unexpected token' && closed !== "Unexpected token '*'") return true;
  if (!/\\\r?\n?$/.test(code)) return false;
  return ['"', "'"].some((quote) => {
    const message = compileMessage(code + quote);
    return message === null || message === 'Unexpected end of input' || message === 'missing ) after argument list';
  });
}

function compileMessage(code) {
  try {
    new vm.Script(code);
    return null;
  } catch (err) {
    return err.message;
  }
}

/** @param {string} code @returns {boolean} it compiles, as a script or as an expression */
function isValidSyntax(code) {
  return compileMessage(code) === null || compileMessage(`_=${code}`) === null;
}

module.exports = { Recoverable, isRecoverable, isValidSyntax };
