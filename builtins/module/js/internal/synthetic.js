'use strict';

/** Synthetic modules for other builtins. */

module.exports = { createSyntheticModule: binding.createSyntheticModule };
