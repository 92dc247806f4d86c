'use strict';

/** `node:worker_threads`. */

const { defineLazyProperties } = require('internal:shared/lazy');
const { isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable } = require('internal:web/transferable');
const { MessageChannel, MessagePort, receiveMessageOnPort } = require('internal:web/message_channel');
const { getEnvironmentData, setEnvironmentData } = require('internal:worker_threads/environment_data');
const thisThread = require('internal:worker_threads/this_thread');

module.exports = {
  isInternalThread: thisThread.state.isInternal,
  isMainThread: thisThread.isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  moveMessagePortToContext: (port, sandbox) => require('internal:web/context_port').moveMessagePortToContext(port, sandbox),
  receiveMessageOnPort,
  resourceLimits: thisThread.resourceLimits,
  postMessageToThread: (...args) => require('internal:worker_threads/messaging').postMessageToThread(...args),
  threadId: thisThread.threadId,
  threadName: thisThread.threadName,
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  parentPort: thisThread.state.parentPort,
  workerData: thisThread.state.workerData,
  setEnvironmentData,
  getEnvironmentData,
};

for (const [name, get] of Object.entries({
  BroadcastChannel: () => require('internal:web/broadcast_channel').BroadcastChannel,
  locks: () => require('internal:web/locks').locks,
})) Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get });

// Most workers start none themselves.
defineLazyProperties(module.exports, 'internal:worker_threads/worker', ['Worker']);
