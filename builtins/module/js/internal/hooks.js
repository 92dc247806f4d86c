'use strict';

/** The synchronous customization hooks of `module.registerHooks`. */

/** @type {{ resolve?: Function, load?: Function }[]} in the order of registration */
const registered = [];
let resolveHooks = 0;
let loadHooks = 0;

function hasResolveHooks() {
  return resolveHooks !== 0;
}

function hasLoadHooks() {
  return loadHooks !== 0;
}

module.exports = { hasLoadHooks, hasResolveHooks, registered };
