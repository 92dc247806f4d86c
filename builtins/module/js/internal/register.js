'use strict';

/** `module.register` and `--experimental-loader`: hooks of a module of their own, which run on a thread of their own. */

const process = require('internal:process/object');
const { asyncHooks } = require('internal:module/hook_lists');

/**
 * @param {string | URL} specifier of the hooks module
 * @param {string | URL | { parentURL?: string | URL, data?: any, transferList?: any[] }} [parentURL]
 * @param {{ parentURL?: string | URL, data?: any, transferList?: any[] }} [options]
 */
function register(specifier, parentURL = undefined, options = undefined) {
  warnDeprecated();
  if (parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  hooksThread().register(`${specifier}`, `${parentURL ?? 'data:'}`, options?.data, options?.transferList);
}

function hooksThread() {
  return asyncHooks() ?? require('internal:module/hooks_client').startHooks();
}

let warnedDeprecated = false;

function warnDeprecated() {
  if (warnedDeprecated) return;
  warnedDeprecated = true;
  process.emitWarning(
    '`module.register()` is deprecated. Use `module.registerHooks()` instead.', 'DeprecationWarning', 'DEP0205', register);
}

/**
 * The hooks modules of `--experimental-loader`.
 * @param {string[]} specifiers
 * @param {string} base
 */
function registerLoaders(specifiers, base) {
  warnExperimental(specifiers);
  for (const specifier of specifiers) hooksThread().register(specifier, base, undefined, undefined);
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
