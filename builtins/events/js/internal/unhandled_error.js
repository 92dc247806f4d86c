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
 * Where an uncaught error was emitted, as lines to put behind its stack.
 * @param {unknown} error
 * @returns {string | undefined} `undefined` when the error did not come out of an emitter
 */
function emissionOf(error) {
  const emission = emissions.get(error);
  if (emission === undefined) return undefined;
  const frames = String(emission.at.stack).split('\n').slice(1);
  return `Emitted 'error' event${emission.on} at:\n${frames.join('\n')}`;
}

module.exports = { throwUnhandled, emissionOf };

function rememberEmission(emitter, error) {
  const at = {};
  Error.captureStackTrace(at, require('internal:events/emitter').EventEmitter.prototype.emit);
  const { name } = emitter.constructor ?? {};
  emissions.set(error, { at, on: typeof name === 'string' && name !== 'EventEmitter' ? ` on ${name} instance` : '' });
}

function describe(value) {
  try {
    return require('internal:util/inspect').inspect(value);
  } catch {
    return value;
  }
}
