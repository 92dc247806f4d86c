'use strict';

/** What a descriptor leads to: `TTY`, `PIPE`, `TCP`, `UDP`, `FILE` or `UNKNOWN`. @param {number} fd */
function guessHandleType(fd) {
  return binding.guessHandleType(fd);
}

module.exports = { guessHandleType };
