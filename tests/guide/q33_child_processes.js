// spawn for streams, exec for a shell, fork for other programs of ours.
'use strict';

const { exec, execFile, fork, spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { promisify } = require('node:util');

async function main() {
  const ls = spawn('ls', ['-1', path.join(__dirname, 'fixtures/q09')]);
  console.log((await ls.stdout.setEncoding('utf8').toArray()).join('').split('\n'), await once(ls, 'close'));

  const sort = spawn('sort', ['-n']);
  sort.stdin.end('10\n9\n1\n');
  console.log((await sort.stdout.setEncoding('utf8').toArray()).join('').replaceAll('\n', ' '));

  const { stdout, stderr } = await promisify(exec)('echo out; echo err >&2; exit 0');
  console.log({ stdout, stderr });
  await promisify(exec)('echo before; exit 4').catch((err) => console.log(err.code, err.killed, err.cmd, err.stdout));
  await promisify(execFile)('no-such-program', ['x']).catch((err) => console.log(err.code, err.syscall, err.spawnargs));
  await promisify(exec)('sleep 30', { timeout: 50 }).catch((err) => console.log(err.killed, err.signal));

  const worker = fork(path.join(__dirname, 'fixtures/q33_worker.js'), { serialization: 'advanced' });
  console.log(...await once(worker, 'message'));
  worker.send({ task: 'heavy-computation', input: [1, 2, 3] });
  console.log(...await once(worker, 'message'));
  worker.send({ task: 'stop' });
  console.log('fork ended with', ...await once(worker, 'exit'), worker.connected);

  const controller = new AbortController();
  const aborted = spawn('sleep', ['30'], { signal: controller.signal });
  const exited = once(aborted, 'exit').catch((err) => err);
  const failed = new Promise((resolve) => aborted.on('error', resolve));
  controller.abort();
  console.log((await failed).name, (await exited).code);
  console.log(spawnSync('sh', ['-c', 'echo $GREETING; kill -9 $$'], { encoding: 'utf8', env: { GREETING: 'hi' } }).output, spawnSync('false').status);
}

main();
