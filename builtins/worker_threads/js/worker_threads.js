'use strict';

/** `node:worker_threads` as the main thread sees it. Starting workers is not here yet. */

const { isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable } = require('internal:web/transferable');
const { unavailableClass, unavailableFunctions } = require('internal:shared/unavailable');

/** Values set by setEnvironmentData(); workers will start with a copy. */
const environmentData = new Map();

function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}

function getEnvironmentData(key) {
  return environmentData.get(key);
}

module.exports = {
  isInternalThread: false,
  isMainThread: true,
  resourceLimits: {},
  threadId: 0,
  threadName: '',
  parentPort: null,
  workerData: null,
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker: unavailableClass('worker_threads.Worker', require('node:events')),
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  receiveMessageOnPort: (port) => require('internal:web/message_channel').receiveMessageOnPort(port),
  setEnvironmentData,
  getEnvironmentData,
  ...unavailableFunctions('worker_threads', [
    'moveMessagePortToContext', 'postMessageToThread',
  ]),
};

for (const name of ['MessagePort', 'MessageChannel', 'BroadcastChannel']) {
  Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get: () => globalThis[name] });
}
