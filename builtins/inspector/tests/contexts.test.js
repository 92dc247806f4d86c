'use strict';

// Contexts of node:vm and of workers, with their names and origins.
const assert = require('node:assert');
const { Session } = require('node:inspector');
const vm = require('node:vm');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

const session = new Session();
session.connect();
const contexts = [];
session.on('Runtime.executionContextCreated', ({ params: { context: { origin, name, auxData } } }) => contexts.push({ origin, name, auxData }));
session.post('Runtime.enable');

if (isMainThread) {
  vm.createContext({});
  vm.createContext({}, { name: 'named', origin: 'http://origin.test' });
  vm.runInNewContext('1', {}, { contextName: 'run', contextOrigin: 'http://other.test' });
  const auxData = { isDefault: false };
  assert.match(contexts[0].name, new RegExp(`\\[${process.pid}\\]$`));
  assert.deepStrictEqual(contexts[0].auxData, { isDefault: true });
  assert.deepStrictEqual(contexts.slice(1), [
    { origin: '', name: 'VM Context 1', auxData },
    { origin: 'http://origin.test', name: 'named', auxData },
    { origin: 'http://other.test', name: 'run', auxData },
  ]);
  new Worker(__filename).on('message', (name) => assert.strictEqual(name, 'Worker[1]'));
} else {
  parentPort.postMessage(contexts[0].name);
}
session.disconnect();
