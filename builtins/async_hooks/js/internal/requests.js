'use strict';

/** Native requests (a file operation, a name lookup, a key derivation) as async resources. Used only while hooks are enabled. */

const { defaultTriggerAsyncId, enter, leave, newAsyncId } = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');

/** Node's type names by the end of the op's name; everything else of a builtin has the builtin's type. */
const kTypes = [
  [/^builtin_fs::/, 'FSREQCALLBACK'],
  [/^builtin_dns::.*nameinfo$/i, 'GETNAMEINFOREQWRAP'],
  [/^builtin_dns::/, 'GETADDRINFOREQWRAP'],
  [/::randomFill$/, 'RANDOMBYTESREQUEST'],
  [/::pbkdf2$/, 'PBKDF2REQUEST'],
  [/::scrypt$/, 'SCRYPTREQUEST'],
  [/::hkdf$/, 'HKDFREQUEST'],
  [/::generateKey$/, 'KEYPAIRGENREQUEST'],
];

/** What hooks see as the resource. */
class NativeRequest {
  constructor(oncomplete) {
    this.oncomplete = oncomplete;
  }
}

/**
 * Announces a request; the returned function calls `callback` as its one callback.
 * @param {Function} callback
 * @param {string} origin the op, `builtin_fs::stat::stat`
 * @returns {Function}
 */
function trackRequest(callback, origin) {
  const asyncId = newAsyncId();
  const triggerAsyncId = defaultTriggerAsyncId();
  const request = new NativeRequest(callback);
  if (hooks.counts.init !== 0) hooks.emitInit(asyncId, typeOf(origin), triggerAsyncId, request);
  return (...results) => {
    enter(asyncId, triggerAsyncId, request);
    if (hooks.counts.before !== 0) hooks.emitBefore(asyncId);
    try {
      callback(...results);
    } finally {
      hooks.queueDestroy(asyncId);
    }
    if (hooks.counts.after !== 0) hooks.emitAfter(asyncId);
    leave();
  };
}

function typeOf(origin) {
  const known = kTypes.find(([pattern]) => pattern.test(origin));
  return known === undefined ? 'NATIVEREQUEST' : known[1];
}

module.exports = { trackRequest };
