'use strict';

/** The console of the program, joined with that of the engine: what it prints is also seen by front ends. */

const { engineConsole } = require('internal:console/global');

let isJoined = false;

/** Called when the first front end may connect; a program without one pays nothing. */
function joinConsole() {
  if (isJoined) return;
  isJoined = true;
  const { console } = globalThis;
  for (const name of Object.keys(engineConsole)) {
    const method = console[name];
    if (typeof engineConsole[name] !== 'function' || method === engineConsole[name]) continue;
    if (typeof method === 'function') define(console, name, named(binding.pairMethods(engineConsole[name], method), name));
    else define(console, name, engineConsole[name]);
  }
}

function define(target, name, value) {
  Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function named(method, name) {
  return Object.defineProperty(method, 'name', { __proto__: null, value: name, configurable: true });
}

module.exports = { joinConsole };
