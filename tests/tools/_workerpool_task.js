'use strict';
const workerpool = require('workerpool');
const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
workerpool.worker({
  fibonacci,
  fails: () => { throw new Error('task failed'); },
  hangs: () => { for (;;); },
  tells: (n) => { for (let i = 0; i < n; i++) workerpool.workerEmit({ i }); return n; },
});
