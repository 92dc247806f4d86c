'use strict';

/**
 * A codec under the name and with the methods that packages know it by (`stream._handle`). The answer of a step is in `state`:
 * how much room is left, and how much input.
 */

/** Results of `codec.step`, see src/stream.rs. */
const FAILED = -1;
const ON_POOL = 1;

class Handle {
  /** @type {() => void} */
  #onStep;
  #codec;
  /** Flush mode, input offset and length, output offset and length; then what is left of the input and of the room. */
  #numbers = new Uint32Array(7);
  #onDone = undefined;

  /**
   * @param {object} setup see options.js
   * @param {Uint32Array} state
   * @param {() => void} onStep called when a step is done that `write` could not finish
   */
  constructor(setup, state, onStep) {
    this.#codec = new binding.Codec(setup);
    this.#onStep = onStep;
    this.state = state;
    /** @type {(message: string, errno: number, code: string) => void} */
    this.onerror = undefined;
  }

  /** A step that is done when this returns. */
  writeSync(flush, input, inOffset, inLength, output, outOffset, outLength) {
    this.#request(flush, inOffset, inLength, outOffset, outLength);
    const status = this.#codec.step(this.#numbers, input ?? NOTHING, output);
    this.#answer(status, this.#numbers[5], this.#numbers[6]);
  }

  /** A step that may go to the pool: true when it is done, false when `onStep` follows or `onerror` was called. */
  write(flush, input, inOffset, inLength, output, outOffset, outLength) {
    this.#request(flush, inOffset, inLength, outOffset, outLength);
    this.#onDone ??= (status, left, room) => {
      if (this.#answer(status, left, room)) this.#onStep();
    };
    const status = this.#codec.step(this.#numbers, input, output, this.#onDone);
    return status !== ON_POOL && this.#answer(status, this.#numbers[5], this.#numbers[6]);
  }

  #request(flush, inOffset, inLength, outOffset, outLength) {
    const numbers = this.#numbers;
    numbers[0] = flush;
    numbers[1] = inOffset;
    numbers[2] = inLength;
    numbers[3] = outOffset;
    numbers[4] = outLength;
  }

  #answer(status, left, room) {
    if (status === FAILED) {
      this.onerror(...this.#codec.failure());
      return false;
    }
    this.state[0] = room;
    this.state[1] = left;
    return true;
  }

  reset() {
    if (!this.#codec.reset()) this.onerror(...this.#codec.failure());
  }

  params(level, strategy) {
    if (!this.#codec.params(level, strategy)) this.onerror(...this.#codec.failure());
  }

  close() {
    this.#codec.close();
  }
}

const NOTHING = new Uint8Array(0);

module.exports = { Handle };
