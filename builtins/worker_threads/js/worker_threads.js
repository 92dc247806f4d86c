'use strict';

/** `node:worker_threads`. */

const { isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable } = require('internal:web/transferable');
const { MessageChannel, MessagePort, receiveMessageOnPort } = require('internal:web/message_channel');
const { getEnvironmentData, setEnvironmentData } = require('internal:worker_threads/environment_data');
const thisThread = require('internal:worker_threads/this_thread');
const { SHARE_ENV, Worker } = require('internal:worker_threads/worker');

module.exports = {
  isInternalThread: false,
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
  SHARE_ENV,
  Worker,
  parentPort: thisThread.state.parentPort,
  workerData: thisThread.state.workerData,
  setEnvironmentData,
  getEnvironmentData,
};

for (const [name, get] of Object.entries({
  BroadcastChannel: () => require('internal:web/broadcast_channel').BroadcastChannel,
  locks: () => require('internal:web/locks').locks,
})) Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get });
