'use strict';

// Jest: in one process, in processes, in threads, with ES modules, with coverage by Babel and by V8.
const fs = require('node:fs');
const path = require('node:path');
const { print } = require('./_report');
const { command, root, run } = require('./_tools');

const cwd = path.join(__dirname, 'fixtures/jest');
const jest = (args, flags = []) => run([...flags, command('jest'), '--no-cache', '--rootDir', cwd, ...args], { cwd });

print('in one process', jest(['--json', '--runInBand', 'test/']));
print('processes', jest(['--json', '--maxWorkers=2', 'test/iso']));
print('threads', jest(['--json', '--maxWorkers=2', '--workerThreads', 'test/iso', 'test/failing']));
print('modules', jest(['--json', '--testMatch=**/esm/*.test.mjs', '--transform={}'], ['--experimental-vm-modules', '--no-warnings']));
for (const provider of ['babel', 'v8']) {
  const directory = path.join(root, provider);
  const { status } = jest(['--coverage', `--coverageProvider=${provider}`, '--coverageReporters=json-summary', `--coverageDirectory=${directory}`, 'sum.test']);
  const { total } = JSON.parse(fs.readFileSync(path.join(directory, 'coverage-summary.json'), 'utf8'));
  console.log(provider, status, total);
}
