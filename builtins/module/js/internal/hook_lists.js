'use strict';

/** The customization hooks that are registered. Apart from `hooks.js`, which a program without hooks never loads. */

/** @typedef {{ resolve?: Function, load?: Function }} Hooks */

/** Those of `module.registerHooks`, in the order of registration. @type {Hooks[]} */
const syncHooks = [];
/** Those of `module.register`. @type {Hooks[]} */
const asyncHooks = [];

function hasResolveHooks() {
  return syncHooks.some((hooks) => hooks.resolve !== undefined);
}

function hasLoadHooks() {
  return syncHooks.some((hooks) => hooks.load !== undefined);
}

function hasAsyncHooks() {
  return asyncHooks.length > 0;
}

module.exports = { asyncHooks, hasAsyncHooks, hasLoadHooks, hasResolveHooks, syncHooks };
