'use strict';

/**
 * `require` cycles. While a module loads, another one may see its unfinished exports. Reading a property they do not have yet is most
 * often a mistake, so for that time a prototype that warns stands behind them.
 */

const process = require('internal:process/object');

function warnMissing(name) {
  process.emitWarning(`Accessing non-existent property '${String(name)}' of module exports inside circular dependency`);
}

/** Stands for `Object.prototype` behind the exports of a module in a cycle. */
const warningPrototype = new Proxy({}, {
  get(target, name) {
    // Babel's interop asks for __esModule of everything.
    if (name in target || name === '__esModule') return target[name];
    warnMissing(name);
    return undefined;
  },
  getOwnPropertyDescriptor(target, name) {
    if (Object.hasOwn(target, name) || name === '__esModule') return Object.getOwnPropertyDescriptor(target, name);
    warnMissing(name);
    return undefined;
  },
});

/** Modules whose exports have the warning prototype. */
const inCycle = new Set();

/** The exports of a module that is still loading. */
function exportsInCycle(module) {
  const { exports } = module;
  if (isPlain(exports) && Object.getPrototypeOf(exports) === Object.prototype && !exports.__esModule) {
    Object.setPrototypeOf(exports, warningPrototype);
    inCycle.add(module);
  }
  return exports;
}

/** Takes the prototype away once the module has loaded. */
function endCycle(module) {
  if (inCycle.size === 0 || !inCycle.delete(module)) return;
  const { exports } = module;
  if (isPlain(exports) && Object.getPrototypeOf(exports) === warningPrototype) {
    Object.setPrototypeOf(exports, Object.prototype);
  }
}

/** Objects whose prototype can be looked at without running code of theirs. */
function isPlain(value) {
  return typeof value === 'object' && value !== null && !require('node:util').types.isProxy(value);
}

module.exports = { endCycle, exportsInCycle };
