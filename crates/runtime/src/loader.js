// The realm's module cache. Called once with (compileBuiltin, bindingOf, hooks, intrinsicNames); gives `require` for builtin modules.
'use strict';

const { apply } = Reflect;

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
  apply(compiled, undefined, parameters);
}

require.loaded = (specifier) => modules[specifier] !== undefined;
require.loadedModules = () => Object.keys(modules);

return require;
