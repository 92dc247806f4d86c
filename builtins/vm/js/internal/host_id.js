'use strict';

/** What `import()` does in text compiled by `vm`: the option `importModuleDynamically`. */

const { codes } = require('internal:shared/errors');
const { getOptionValue } = require('internal:process/options');
const { defaultHostId, importHandlers } = require('internal:module/host_ids');
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
  if (importModuleDynamically === USE_MAIN_CONTEXT_DEFAULT_LOADER) return { id: defaultHostId, attach: noReferrer };
  require('internal:shared/validators').validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  const id = Symbol(name);
  let referrer;
  importHandlers.set(id, (specifier, attributes) => callHandler(importModuleDynamically, specifier, referrer, attributes));
  return { id, attach(object) { referrer = object; } };
}

async function callHandler(handler, specifier, referrer, attributes) {
  if (!getOptionValue('--experimental-vm-modules')) throw new codes.ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
  const { namespaceOf } = require('internal:vm/module');
  return namespaceOf(await handler(specifier, referrer, attributes, 'evaluation'));
}

module.exports = { hostIdFor };
