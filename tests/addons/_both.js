'use strict';

const { Worker, isMainThread } = require('node:worker_threads');

/** Runs the tests of a program in the main thread, and then in a worker: an addon has an environment in each. */
exports.both = async function both(file, tests) {
  for (const [name, test] of Object.entries(tests)) {
    try {
      console.log(isMainThread ? 'main' : 'worker', name, await test());
    } catch (error) {
      console.log(isMainThread ? 'main' : 'worker', name, 'failed:', error);
    }
  }
  if (isMainThread) new Worker(file).on('exit', (code) => console.log('worker ended with', code));
};
