'use strict';

/** Channels for what the runtime itself says between threads: message ports without the part that programs see. */

const { deserialize, send } = require('internal:web/message');

/** One end of a channel. It keeps the loop alive only between `ref()` and `unref()`. */
class Wire {
  #native;

  /**
   * @param {binding.Parcel} end
   * @param {{ take: (value: unknown) => void, fail: (error: unknown) => void }} receiver `fail` gets the reason why a message could not be read.
   *   Neither is called before the turn of the event loop in which the wire is made is over.
   */
  constructor(end, receiver) {
    this.#native = new binding.Port(end, (message) => {
      if (message !== undefined) deliver(receiver, message);
    });
    this.#native.start();
  }

  /** @param {unknown} value cloned; throws a DataCloneError when it cannot be */
  post(value) {
    send(this.#native, value);
  }

  /** What was posted before still arrives. */
  close() {
    this.#native.close();
  }

  ref() {
    this.#native.reference();
  }

  unref() {
    this.#native.unreference();
  }
}

function deliver(receiver, message) {
  let value;
  try {
    value = deserialize(message);
  } catch (error) {
    receiver.fail(error);
    return;
  }
  receiver.take(value);
}

/** The ends of a new channel. @returns {[binding.Parcel, binding.Parcel]} */
function makeEnds() {
  return binding.makeChannel();
}

module.exports = { Wire, makeEnds };
