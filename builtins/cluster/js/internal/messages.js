'use strict';

/** Messages between the primary process and its workers. Each has a number, and an answer names the number it answers. */

const kCommand = 'NODE_CLUSTER';

/** Either side may be killed while the other writes to it; that is no error, its end is told anyway. */
const kOptions = { swallowErrors: true };

const answers = new Map();
let lastNumber = 0;

/**
 * @param {object} target the process to send to
 * @param {object} message
 * @param {object | null} [handle]
 * @param {(message: object, handle?: object) => void} [answered]
 */
function send(target, message, handle, answered) {
  if (!target.connected) return false;
  const seq = ++lastNumber;
  if (answered !== undefined) answers.set(seq, answered);
  return target.send({ cmd: kCommand, ...message, seq }, handle, kOptions);
}

/** A listener for 'internalMessage' that gives answers to whom they belong and the rest to `onMessage`. */
function receiver(onMessage) {
  return (message, handle) => {
    if (message.cmd !== kCommand) return;
    const answered = message.ack === undefined ? undefined : answers.get(message.ack);
    if (answered === undefined) {
      onMessage(message, handle);
      return;
    }
    answers.delete(message.ack);
    answered(message, handle);
  };
}

module.exports = { send, receiver };
