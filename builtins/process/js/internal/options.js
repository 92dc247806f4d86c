'use strict';

/**
 * The command line's options, by the name a user types (`--unhandled-rejections`). The runtime parsed them before any JavaScript
 * ran; they are read on first use, which is after the startup snapshot.
 */

let options;

/**
 * @param {string} name with its leading dashes, in the positive form (`--warnings`, never `--no-warnings`)
 * @returns {any} `undefined` when nobody gave the option and it has no default
 */
function getOptionValue(name) {
  options ??= binding.getOptions();
  return options[name];
}

/** Before the heap becomes a snapshot: the next process has options of its own. */
function forgetOptions() {
  options = undefined;
}

module.exports = { forgetOptions, getOptionValue };
