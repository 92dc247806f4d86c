'use strict';

/** What `import()` does in text compiled by `vm`: the option `importModuleDynamically`. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { contextHandlers, defaultHostId, importHandlers } = require('internal:module/host_ids');
const { USE_MAIN_CONTEXT_DEFAULT_LOADER } = require('internal:vm/constants');

/** The mark of text without the option; it has no handler, which is an error of its own. */
const missingHostId = Symbol('vm_dynamic_import_missing');

const noReferrer = () => {};

/**
 * @param {Function | symbol | undefined} importModuleDynamically
 * @param {string} name for the symbol
 * @returns {{ id: symbol, attach: (referrer: object) => void }} `attach` tells which script or function the text became
 */
function hostIdFor(importModuleDynamically, name) {
  if (importModuleDynamically === undefined) return { id: missingHostId, attach: noReferrer };
  // Builtins give a mark, that of the default loader or one with a handler of theirs: no experiment, and no warning.
  if (importModuleDynamically === defaultHostId || importHandlers.has(importModuleDynamically)) {
    return { id: importModuleDynamically, attach: noReferrer };
  }
  if (importModuleDynamically === USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    warnOnce();
    return { id: defaultHostId, attach: noReferrer };
  }
  require('internal:shared/validators').validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  const id = Symbol(name);
  let referrer;
  importHandlers.set(id, (specifier, attributes, _name, phase) =>
    callHandler(importModuleDynamically, specifier, referrer?.deref(), attributes, phase));
  // Weak: the native side holds the text, whose mark holds the handler, so the handler must not hold what the text became.
  return { id, attach(object) { referrer = new WeakRef(object); } };
}

/**
 * The same for text in a context that no script marks.
 * @param {Function | symbol | undefined} importModuleDynamically
 * @param {object} global of the context
 * @param {object} context what the program sees of it
 */
function handleImportsOf(importModuleDynamically, global, context) {
  if (importModuleDynamically === undefined) return;
  if (importModuleDynamically === USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    warnOnce();
    contextHandlers.set(global, importFromWorkingDirectory);
    return;
  }
  require('internal:shared/validators').validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  contextHandlers.set(global, (specifier, attributes, _name, phase) =>
    callHandler(importModuleDynamically, specifier, context, attributes, phase));
}

function importFromWorkingDirectory(specifier, attributes) {
  const { baseURL, importModule } = require('internal:module/esm_loader');
  return importModule(specifier, baseURL(), attributes);
}

let warned = false;

function warnOnce() {
  if (warned) return;
  warned = true;
  process.emitWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER is an experimental feature and might change at any time', 'ExperimentalWarning');
}

async function callHandler(handler, specifier, referrer, attributes, phase) {
  if (!getOptionValue('--experimental-vm-modules')) throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
  const { namespaceOf, refuseSource } = require('internal:vm/module');
  const module = await handler(specifier, referrer, attributes, phase);
  if (phase === 'source') refuseSource(module);
  return namespaceOf(module);
}

module.exports = { handleImportsOf, hostIdFor };
