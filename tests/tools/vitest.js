'use strict';

// Vitest in each of its pools, and its coverage of a file.
const path = require('node:path');
const { print } = require('./_report');
const { command, run } = require('./_tools');

const root = path.join(__dirname, 'fixtures/vitest');
for (const pool of ['forks', 'threads', 'vmThreads', 'vmForks']) {
  print(pool, run([command('vitest'), 'run', '--root', root, '--pool', pool, '--reporter=json', '--maxWorkers=2']));
}
