'use strict';

const { AbortError, codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { validateAbortSignal } = require('internal:shared/validators');
const { isNodeStream, isWebStream, kControllerErrorFunction } = require('internal:stream/predicates');

/**
 * `stream.addAbortSignal`: the signal destroys the stream, or errors a web stream.
 * @template S
 * @param {AbortSignal} signal
 * @param {S} stream
 * @returns {S}
 */
function addAbortSignal(signal, stream) {
  validateAbortSignal(signal, 'signal');
  if (!isNodeStream(stream) && !isWebStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const onAbort = () => {
    const err = new AbortError(undefined, { cause: signal.reason });
    if (isNodeStream(stream)) stream.destroy(err);
    else stream[kControllerErrorFunction](err);
  };
  if (signal.aborted) onAbort();
  else stopListeningAtEnd(stream, require('node:events').addAbortListener(signal, onAbort));
  return stream;
}

function stopListeningAtEnd(stream, registration) {
  require('internal:stream/finished').finished(stream, () => registration[Symbol.dispose]());
}

module.exports = { addAbortSignal };
