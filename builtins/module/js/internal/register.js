'use strict';

/** `module.register`: hooks of a module of their own. They run on this thread; only `import` waits for them. */

const process = require('internal:process/object');
const loader = require('internal:module/esm_loader');
const hooks = require('internal:module/hooks');

/**
 * @param {string | URL} specifier of the hooks module
 * @param {string | URL | { parentURL?: string | URL, data?: any, transferList?: any[] }} [parentURL]
 * @param {{ parentURL?: string | URL, data?: any, transferList?: any[] }} [options]
 */
function register(specifier, parentURL = undefined, options = undefined) {
  // Node runs these hooks in a thread of their own.
  require('internal:process/permission').requireOption('--allow-worker');
  if (parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const base = parentURL === undefined ? 'data:' : `${parentURL}`;
  const { url, format } = hooks.resolveSync(`${specifier}`, base);
  const job = loader.loadGraphSync(url, { format });
  loader.instantiate(job);
  const evaluation = loader.evaluate(job);
  const [state, reason] = binding.promiseOutcome(evaluation);
  if (state === 2) throw reason;
  const { initialize, resolve, load } = job.namespace;
  hooks.addAsyncHooks({ resolve, load, name: `${specifier}` });
  initialize?.(options?.data);
}

/**
 * The hooks modules of `--experimental-loader`.
 * @param {string[]} specifiers
 * @param {string} base
 */
async function registerLoaders(specifiers, base) {
  warnExperimental(specifiers);
  for (const specifier of specifiers) {
    const { initialize, resolve, load } = await loader.importModule(specifier, base);
    hooks.addAsyncHooks({ resolve, load, name: specifier });
    await initialize?.(undefined);
  }
}

function warnExperimental(specifiers) {
  const calls = specifiers.map((specifier) => `register(${JSON.stringify(specifier)}, pathToFileURL("./"))`).join('; ');
  process.emitWarning(
    '`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ${calls};'`,
    'ExperimentalWarning');
}

function isURL(value) {
  return typeof value.href === 'string' && typeof value.protocol === 'string';
}

module.exports = { register, registerLoaders };
