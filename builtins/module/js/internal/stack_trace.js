'use strict';

/** The value of `error.stack`: the program's `Error.prepareStackTrace` if it has one, else Node's form, mapped to sources on request. */

const { stackHeader } = require('internal:shared/errors');

/**
 * @param {object} global of the context in which the error was made
 * @param {Error} error
 * @param {NodeJS.CallSite[]} callSites
 */
function prepareStackTrace(global, error, callSites) {
  const own = global.Error?.prepareStackTrace;
  if (typeof own === 'function' && own !== formatStackTrace) return Reflect.apply(own, global.Error, [error, callSites]);
  const main = Error.prepareStackTrace;
  if (global !== globalThis && typeof main === 'function' && main !== formatStackTrace) {
    return Reflect.apply(main, Error, [error, callSites]);
  }
  return formatStackTrace(error, callSites);
}

/** Makes V8 ask here. */
function installStackTraces() {
  binding.setPrepareStackTrace(prepareStackTrace);
}

/** What `Error.prepareStackTrace` is until a program sets its own. */
function formatStackTrace(error, callSites) {
  const header = headerOf(error);
  if (callSites.length === 0) return header;
  const frames = require('internal:module/source_maps').isEnabled() ? mappedFrames(callSites) : callSites.map(String);
  return `${header}\n    at ${frames.join('\n    at ')}`;
}

function headerOf(error) {
  try {
    return stackHeader(error);
  } catch {
    // The error's own accessors throw.
    return '<error>';
  }
}

function mappedFrames(callSites) {
  const { mappedFrame } = require('internal:module/mapped_frame');
  return callSites.map((site, i) => {
    try {
      return mappedFrame(site, callSites[i + 1]) ?? `${site}`;
    } catch {
      return `${site}`;
    }
  });
}

Object.defineProperty(formatStackTrace, 'name', { __proto__: null, value: 'ErrorPrepareStackTrace' });
Object.defineProperty(Error, 'prepareStackTrace', {
  __proto__: null, value: formatStackTrace, writable: true, enumerable: false, configurable: true,
});

module.exports = { installStackTraces };
