'use strict';

// What happens to an 'error' that nobody listens for.

const { codes: { ERR_UNHANDLED_ERROR } } = require('internal:shared/errors');

/** Where an error was emitted, for the report of an uncaught exception. Weak: it costs the error nothing. */
const emissions = new WeakMap();

/**
 * Throws `error`, or wraps what is not an Error.
 * @returns {never}
 */
function throwUnhandled(emitter, error) {
  if (error instanceof Error) {
    rememberEmission(emitter, error);
    throw error; // Unhandled 'error' event
  }
  const unhandled = new ERR_UNHANDLED_ERROR(describe(error));
  unhandled.context = error;
  throw unhandled;
}

/**
 * The stack of an uncaught error with the place of its emission appended; what the exception report prints.
 * @param {Error} error
 * @returns {string | undefined} `undefined` when the error did not come out of an emitter
 */
function stackWithEmission(error) {
  const emission = emissions.get(error);
  if (emission === undefined) return undefined;
  const lines = ownLines(emission.at.stack, error.stack);
  return `${error.stack}\nEmitted 'error' event${emission.on} at:\n${lines.join('\n')}`;
}

module.exports = { throwUnhandled, stackWithEmission };

function rememberEmission(emitter, error) {
  const at = {};
  Error.captureStackTrace(at, require('internal:events/emitter').EventEmitter.prototype.emit);
  const { name } = emitter.constructor ?? {};
  emissions.set(error, { at, on: typeof name === 'string' && name !== 'EventEmitter' ? ` on ${name} instance` : '' });
}

/** The frames of the emission; those it shares with the error's own stack are folded into one line. */
function ownLines(emission, stack) {
  const lines = String(emission).split('\n').slice(1);
  const known = String(stack).split('\n').slice(1);
  for (let i = 0; i < lines.length; i++) {
    const start = known.indexOf(lines[i]);
    if (start === -1) continue;
    let shared = 1;
    while (i + shared < lines.length && lines[i + shared] === known[start + shared]) shared++;
    if (shared > 3) lines.splice(i + 1, shared - 2, '    [... lines matching original stack trace ...]');
  }
  return lines;
}

function describe(value) {
  try {
    return require('internal:util/inspect').inspect(value);
  } catch {
    return value;
  }
}
