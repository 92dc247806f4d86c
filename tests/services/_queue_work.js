'use strict';

// A processor that BullMQ runs in a process or a thread of its own.
const { isMainThread } = require('node:worker_threads');

module.exports = async (job) => {
  await job.updateProgress(50);
  await job.log('half way');
  if (job.name === 'fail') throw new Error(`no ${job.data.n}`);
  return { square: job.data.n ** 2, thread: !isMainThread, child: typeof process.send === 'function' };
};
