'use strict';

/** Whether the program is to pause at its first statement. In a file of its own, which every program loads. */

const state = { onStart: false };

/**
 * Calls the function that is the program, which pauses at its first statement if that was asked for.
 * @template T
 * @param {(...args: any[]) => T} program
 * @returns {T}
 */
function runProgram(program, receiver, args) {
  if (!state.onStart) return Reflect.apply(program, receiver, args);
  state.onStart = false;
  return binding.callAndPauseOnStart(program, receiver, args);
}

module.exports = { runProgram, state };
