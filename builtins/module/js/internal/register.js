'use strict';

/** `module.register`: hooks of a module of their own. They run on this thread; only `import` waits for them. */

const loader = require('internal:module/esm_loader');
const hooks = require('internal:module/hooks');

/**
 * @param {string | URL} specifier of the hooks module
 * @param {string | URL | { parentURL?: string | URL, data?: any, transferList?: any[] }} [parentURL]
 * @param {{ parentURL?: string | URL, data?: any, transferList?: any[] }} [options]
 */
function register(specifier, parentURL = undefined, options = undefined) {
  if (parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  loader.install();
  const base = parentURL === undefined ? 'data:' : `${parentURL}`;
  const { url, format } = hooks.resolveSync(`${specifier}`, base);
  const job = loader.loadGraphSync(url, { format });
  loader.instantiate(job);
  const evaluation = loader.evaluate(job);
  const [state, reason] = binding.promiseOutcome(evaluation);
  if (state === 2) throw reason;
  const { initialize, resolve, load } = job.namespace;
  hooks.addAsyncHooks({ resolve, load });
  initialize?.(options?.data);
}

function isURL(value) {
  return typeof value.href === 'string' && typeof value.protocol === 'string';
}

module.exports = { register };
