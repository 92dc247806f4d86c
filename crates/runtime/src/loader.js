// The realm's module cache. Called once with (compileBuiltin, bindingOf, hooks); gives `require` for builtin modules.
'use strict';

const modules = new Map();
const bindings = new Map();

function bindingFor(folder) {
  let binding = bindings.get(folder);
  if (binding === undefined) {
    binding = bindingOf(folder);
    if (folder === 'bootstrap') binding.hooks = hooks;
    if (folder === 'process') binding.tickInfo = hooks.tickInfo;
    if (folder === 'timers') binding.immediateInfo = hooks.immediateInfo;
    bindings.set(folder, binding);
  }
  return binding;
}

function folderOf(specifier) {
  const start = specifier.indexOf(':') + 1;
  const end = specifier.indexOf('/', start);
  return end === -1 ? specifier.slice(start) : specifier.slice(start, end);
}

function require(specifier) {
  const known = modules.get(specifier);
  if (known !== undefined) return known.exports;
  const compiled = compileBuiltin(specifier);
  if (compiled === undefined) throw new Error(`No such built-in module: ${specifier}`);
  const module = { exports: {}, id: specifier };
  modules.set(specifier, module);
  let complete = false;
  try {
    compiled(module.exports, require, module, bindingFor(folderOf(specifier)));
    complete = true;
  } finally {
    if (!complete) modules.delete(specifier);
  }
  return module.exports;
}

require.loaded = (specifier) => modules.has(specifier);
require.loadedModules = () => Array.from(modules.keys());

return require;
