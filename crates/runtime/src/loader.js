// The realm's module cache. Called once with (compileBuiltin, bindingOf, hooks, intrinsicNames); gives `require` for builtin modules.
'use strict';

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** What the iteration of arrays is made of: an object, its key, and the function that the language has there. */
const byValues = { object: Array.prototype, key: Symbol.iterator, original: Array.prototype[Symbol.iterator] };
const iterator = getPrototypeOf([][Symbol.iterator]());
const byNext = { object: iterator, key: 'next', original: iterator.next };

/** Modules and bindings by their names. Without prototypes: what a program does to `Map.prototype` is nothing to `require`. */
const modules = { __proto__: null };
const bindings = { __proto__: null };

/** The arguments of a module's function: four of its own, then the globals of the language, as they are before any program runs. */
const parameters = { __proto__: null, length: 4 + intrinsicNames.length };
for (let i = 0; i < intrinsicNames.length; i++) parameters[4 + i] = globalThis[intrinsicNames[i]];

function bindingFor(folder) {
  let binding = bindings[folder];
  if (binding === undefined) {
    binding = bindingOf(folder);
    if (folder === 'bootstrap') binding.hooks = hooks;
    if (folder === 'process') binding.tickInfo = hooks.tickInfo;
    if (folder === 'timers') binding.immediateInfo = hooks.immediateInfo;
    bindings[folder] = binding;
  }
  return binding;
}

/** `internal:fs/streams` is in the folder `fs`. */
function folderOf(specifier) {
  let folder = '';
  for (let i = specifier[0] === 'n' ? 5 : 9; i < specifier.length && specifier[i] !== '/'; i++) folder += specifier[i];
  return folder;
}

function require(specifier) {
  const known = modules[specifier];
  if (known !== undefined) return known.exports;
  const compiled = compileBuiltin(specifier);
  if (compiled === undefined) throw new Error(`No such built-in module: ${specifier}`);
  const module = { exports: {}, id: specifier };
  modules[specifier] = module;
  let complete = false;
  try {
    run(compiled, module, bindingFor(folderOf(specifier)));
    complete = true;
  } finally {
    if (!complete) delete modules[specifier];
  }
  return module.exports;
}

function run(compiled, module, binding) {
  parameters[0] = module.exports;
  parameters[1] = require;
  parameters[2] = module;
  parameters[3] = binding;
  if (byValues.object[byValues.key] === byValues.original && byNext.object.next === byNext.original) apply(compiled, undefined, parameters);
  else runWithIteration(compiled);
}

/** A program that took the iterators of arrays away has not taken them from a builtin that is loaded afterwards. */
function runWithIteration(compiled) {
  const values = replace(byValues, { __proto__: null, value: byValues.original, writable: true, configurable: true });
  const next = replace(byNext, { __proto__: null, value: byNext.original, writable: true, configurable: true });
  try {
    apply(compiled, undefined, parameters);
  } finally {
    replace(byValues, values);
    replace(byNext, next);
  }
}

/** Gives what was there. */
function replace({ object, key }, descriptor) {
  const before = getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) deleteProperty(object, key);
  else defineProperty(object, key, { __proto__: null, ...descriptor });
  return before;
}

require.loaded = (specifier) => modules[specifier] !== undefined;
require.loadedModules = () => Object.keys(modules);

return require;
