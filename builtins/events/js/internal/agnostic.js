'use strict';

// One way to listen on either kind of emitter.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');

/**
 * @param {import('node:events').EventEmitter | EventTarget} emitter
 * @param {{ once?: boolean, signal?: AbortSignal }} [options] `signal` is for event targets only
 */
function listen(emitter, name, listener, options) {
  if (typeof emitter.on === 'function') {
    if (options?.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, options);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

function unlisten(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') {
    emitter.removeListener(name, listener);
  } else if (typeof emitter.removeEventListener === 'function') {
    emitter.removeEventListener(name, listener);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

module.exports = { listen, unlisten };
