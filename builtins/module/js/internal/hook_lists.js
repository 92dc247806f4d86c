'use strict';

/** The customization hooks that are registered. Apart from `hooks.js`, which a program without hooks never loads. */

/** @typedef {{ resolve?: Function, load?: Function }} Hooks */

/**
 * Hooks of `module.register`, which have a thread of their own: here is how to ask them.
 * @typedef {object} AsyncHooks
 * @property {boolean} runHere whether this is their thread
 * @property {(specifier: string, context: object, canWait: boolean) => any} resolve gives a promise only where the caller can wait for it
 * @property {(url: string, context: object, canWait: boolean) => any} load likewise
 * @property {(specifier: string, parentURL: string, data: any, transferList: object[]) => void} register waits until they are registered
 */

/** Those of `module.registerHooks`, in the order of registration. @type {Hooks[]} */
const syncHooks = [];

/** @type {{ asyncHooks: AsyncHooks | undefined }} */
const state = { asyncHooks: undefined };

function hasResolveHooks() {
  return syncHooks.some((hooks) => hooks.resolve !== undefined);
}

function hasLoadHooks() {
  return syncHooks.some((hooks) => hooks.load !== undefined);
}

function hasAsyncHooks() {
  return state.asyncHooks !== undefined;
}

/** @returns {AsyncHooks | undefined} */
function asyncHooks() {
  return state.asyncHooks;
}

/** @param {AsyncHooks} hooks */
function setAsyncHooks(hooks) {
  state.asyncHooks = hooks;
}

module.exports = { asyncHooks, hasAsyncHooks, hasLoadHooks, hasResolveHooks, setAsyncHooks, syncHooks };
