'use strict';

/** Native requests (a file operation, a key derivation) as async resources. Used only while hooks are enabled. */

const { announce, end, runIn } = require('internal:async_hooks/resources');

/** What hooks see as the resource. */
class NativeRequest {
  constructor(oncomplete) {
    this.oncomplete = oncomplete;
  }
}

/**
 * Announces a request; the returned function calls `callback` as its one callback.
 * @param {Function} callback
 * @param {string} provider its type, which the op declares
 * @returns {Function}
 */
function trackRequest(callback, provider) {
  const request = new NativeRequest(callback);
  announce(request, provider);
  return (...results) => {
    // Also when the callback throws, as the request is over.
    end(request);
    runIn(request, callback, undefined, ...results);
  };
}

module.exports = { trackRequest };
