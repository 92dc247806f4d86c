'use strict';

/**
 * `postMessageToThread()`: a message to any thread by its number. The message waits in a channel of its own, whose other end is delivered to
 * the thread; the answer comes back through it.
 */

const { clearTimeout, setTimeout } = require('node:timers');
const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateNumber } = require('internal:shared/validators');
const { MessageChannel, receiveMessageOnPort, revivePort, takeEnd } = require('internal:web/message_channel');
const { threadId } = require('internal:worker_threads/this_thread');

const kDelivered = 'delivered';
const kNoListener = 'noListener';
const kThrew = 'threw';

/**
 * @param {number} id
 * @param {unknown} value
 * @param {object[] | number} [transferList]
 * @param {number} [timeout] in milliseconds; without one the promise waits as long as it takes
 */
async function postMessageToThread(id, value, transferList, timeout) {
  if (typeof transferList === 'number' && timeout === undefined) [transferList, timeout] = [undefined, transferList];
  if (timeout !== undefined) validateNumber(timeout, 'timeout', 0);
  if (id === threadId) throw new codes.ERR_WORKER_MESSAGING_SAME_THREAD();
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage({ value, source: threadId }, transferList);
    const isThread = Number.isInteger(id) && id >= 0 && id <= 0xffffffff;
    if (!isThread || !binding.deliverTo(id, takeEnd(port2))) throw new codes.ERR_WORKER_MESSAGING_FAILED();
    requireDelivered(await answerFrom(port1, timeout));
  } finally {
    port1.close();
  }
}

function requireDelivered(answer) {
  if (answer === kDelivered) return;
  throw answer === kThrew ? new codes.ERR_WORKER_MESSAGING_ERRORED() : new codes.ERR_WORKER_MESSAGING_FAILED();
}

function answerFrom(port, timeout) {
  const { promise, resolve, reject } = Promise.withResolvers();
  port.on('message', resolve);
  // The thread ended before it could answer.
  port.on('close', () => resolve(kNoListener));
  if (timeout === undefined) return promise;
  const timer = setTimeout(() => reject(new codes.ERR_WORKER_MESSAGING_TIMEOUT()), timeout);
  return promise.finally(() => clearTimeout(timer));
}

/** Called by the native side with the end that was delivered. */
function receive(parcel) {
  const port = revivePort(undefined, parcel);
  port.postMessage(emit(port));
  port.close();
}

function emit(port) {
  if (process.listenerCount('workerMessage') === 0) return kNoListener;
  try {
    const { value, source } = receiveMessageOnPort(port).message;
    process.emit('workerMessage', value, source);
    return kDelivered;
  } catch {
    return kThrew;
  }
}

module.exports = { postMessageToThread, receive };
