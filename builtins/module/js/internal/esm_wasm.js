'use strict';

/** WebAssembly modules in the module graph (the ESM integration proposal of WebAssembly). */

const process = require('internal:process/object');
const { ModuleWrap } = require('internal:module/esm_job');
const { defaultHostId } = require('internal:module/host_ids');

/**
 * A text that imports what the module needs and exports what it gives: so V8 links it like any other module. The instance is made when the
 * graph is evaluated, through a function on its `import.meta`.
 */
function translate(job, source) {
  const compiled = new WebAssembly.Module(source, COMPILE_OPTIONS);
  const imports = WebAssembly.Module.imports(compiled);
  const names = WebAssembly.Module.exports(compiled).map((entry) => entry.name);
  refuseReserved(imports, names);
  const specifiers = [...new Set(imports.map((entry) => entry.module))];
  const lines = specifiers.map((specifier, i) => `import * as import${i} from ${JSON.stringify(specifier)};`);
  names.forEach((name, i) => lines.push(`let export${i}; export { export${i} as ${JSON.stringify(name)} };`));
  const properties = specifiers.map((specifier, i) => `${JSON.stringify(specifier)}: import${i}`).join(', ');
  lines.push(`const exports = import.meta.instantiate({ __proto__: null, ${properties} });`);
  names.forEach((name, i) => lines.push(`export${i} = exports[${JSON.stringify(name)}];`));
  job.source = compiled;
  const fillMeta = (meta) => {
    warnOnce();
    meta.instantiate = (importObject) => valuesOf(new WebAssembly.Instance(compiled, importObject).exports);
  };
  const wrap = new ModuleWrap(job.url, lines.join('\n'), { fillMeta }, defaultHostId, 0, 0);
  wrap.setSource(compiled);
  return wrap;
}

/** What V8 provides to WebAssembly itself. */
const COMPILE_OPTIONS = { __proto__: null, builtins: ['js-string'], importedStringConstants: 'wasm:js/string-constants' };

/** The names that the proposal keeps for itself. */
function refuseReserved(imports, names) {
  const reserved = (name) => name.startsWith('wasm:') || name.startsWith('wasm-js:');
  for (const { module, name } of imports) {
    if (module.startsWith('wasm-js:')) throw new WebAssembly.LinkError(`Invalid Wasm import "${module}"`);
    if (reserved(name)) throw new WebAssembly.LinkError(`Invalid Wasm import name "${module}"`);
  }
  for (const name of names) {
    if (reserved(name)) throw new WebAssembly.LinkError(`Invalid Wasm export name "${name}"`);
  }
}

let warned = false;

function warnOnce() {
  if (warned) return;
  warned = true;
  process.emitWarning(
    'Importing WebAssembly module instances is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/** Exported globals are seen as their values. */
function valuesOf(exports) {
  const values = { __proto__: null };
  for (const name of Object.keys(exports)) {
    const value = exports[name];
    values[name] = value instanceof WebAssembly.Global ? globalValue(value) : value;
  }
  return values;
}

function globalValue(global) {
  try {
    return global.value;
  } catch {
    // A vector has no JavaScript value.
    return undefined;
  }
}

module.exports = { translate };
