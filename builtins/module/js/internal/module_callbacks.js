'use strict';

/** What V8 asks of the ES module loader, which is loaded when it first asks. */

const { tracingChannel } = require('node:diagnostics_channel');

/** Made with the realm, before any code of the program's runs. */
const importTrace = tracingChannel('module.import');

/**
 * Makes V8 ask here. Its callbacks are not in the startup snapshot, so every start does it.
 * @param {typeof importDynamically} [onImport]
 */
function installModuleCallbacks(onImport = importDynamically) {
  binding.setModuleCallbacks(onImport, initializeMeta);
}

/** `import()` and `import.source()` */
function importDynamically(hostId, referrerName, specifier, flatAttributes, evaluates) {
  return require('internal:module/esm_loader').importDynamically(hostId, referrerName, specifier, flatAttributes, evaluates);
}

/** `import.meta` @param {{ fillMeta?: (meta: object) => void }} host of the module */
function initializeMeta(meta, host) {
  host?.fillMeta?.(meta);
}

module.exports = { importTrace, installModuleCallbacks };
