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
  receiveMessageOnPort,
  resourceLimits: thisThread.resourceLimits,
  threadId: thisThread.threadId,
  threadName: thisThread.threadName,
  SHARE_ENV,
  Worker,
  parentPort: thisThread.state.parentPort,
  workerData: thisThread.state.workerData,
  setEnvironmentData,
  getEnvironmentData,
};

Object.defineProperty(module.exports, 'BroadcastChannel', {
  __proto__: null, configurable: true, enumerable: true, get: () => require('internal:web/broadcast_channel').BroadcastChannel,
});
