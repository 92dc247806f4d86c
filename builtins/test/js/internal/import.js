'use strict';

/** Loads modules that options name, as `import` would from a file in the working directory. */

const { importModule } = require('internal:module/esm_loader');

module.exports = { importFrom: importModule };
