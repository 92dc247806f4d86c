'use strict';

/** Native requests (a file operation, a key derivation) as async resources. Used only while hooks are enabled. */

const { announce, end, runIn } = require('internal:async_hooks/resources');

/** Node's type names by the end of the op's name; everything else of a builtin has the builtin's type. */
const kTypes = [
  [/^builtin_fs::/, 'FSREQCALLBACK'],
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
  const request = new NativeRequest(callback);
  announce(request, typeOf(origin));
  return (...results) => {
    // Also when the callback throws, as the request is over.
    end(request);
    runIn(request, callback, undefined, ...results);
  };
}

function typeOf(origin) {
  const known = kTypes.find(([pattern]) => pattern.test(origin));
  return known === undefined ? 'NATIVEREQUEST' : known[1];
}

module.exports = { trackRequest };
