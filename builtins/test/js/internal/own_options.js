'use strict';

/** Words of a command line without the options that are the business of this process, so that they can be handed on. */

/**
 * @param {string[]} words as in `process.execArgv`
 * @param {Map<string, boolean>} own options by whether a value follows
 * @returns {string[]}
 */
function withoutOptions(words, own) {
  const kept = [];
  for (let index = 0; index < words.length; index++) {
    const [name] = words[index].split('=', 1);
    const takesValue = own.get(name);
    if (takesValue === undefined) kept.push(words[index]);
    else if (takesValue && !words[index].includes('=')) index++;
  }
  return kept;
}

module.exports = { withoutOptions };
