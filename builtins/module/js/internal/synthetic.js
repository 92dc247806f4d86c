'use strict';

/** What other builtins need to make modules of their own. */

module.exports = { createSyntheticModule: binding.createSyntheticModule, promiseOutcome: binding.promiseOutcome };
