// A process that may open no more files: each call has its error, nothing spins, and a server that could not accept goes on when it can.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { files } = require('./_run');

const script = files({ 'small.js': 'exports.loaded = true', 'small.mjs': '', 'descriptors.js': String.raw`
  const assert = require('node:assert');
  const child = require('node:child_process');
  const { once } = require('node:events');
  const fs = require('node:fs');
  const http = require('node:http');
  const net = require('node:net');
  const { Worker } = require('node:worker_threads');

  const results = {};
  const code = (error) => error.code;
  const outcome = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };

  async function main() {
    // What comes from files of this runtime's own is loaded before.
    await fs.promises.readFile(__filename);
    await once(new Worker('', { eval: true }), 'exit');
    child.spawnSync('true');
    await import('data:text/javascript,');
    fs.watch(__dirname).close();

    const server = http.createServer((request, response) => response.end('served'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const ask = () => new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', agent: false }, (response) => response.on('data', (text) => resolve(String(text))));
    });
    assert.strictEqual(await ask(), 'served');
    // Both ends of that are closed before descriptors are counted.
    const open = () => fs.readdirSync('/proc/self/fd').length;
    for (let last = 0; last !== open();) {
      last = open();
      for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    }
    const held = [];
    results.open = outcome(() => { for (;;) held.push(fs.openSync('/dev/null')); });
    results.readFile = outcome(() => fs.readFileSync(__filename));
    results.readdir = outcome(() => fs.readdirSync('/'));
    results.require = outcome(() => require('./small.js'));
    results.promise = await fs.promises.readFile(__filename).catch(code);
    results.import = await import('./small.mjs').catch(code);
    results.spawnSync = child.spawnSync('true').error?.code;
    results.spawn = await new Promise((resolve) => child.spawn('true').on('error', (error) => resolve(error.code)));
    results.worker = await new Promise((resolve) => new Worker('', { eval: true }).on('error', (error) => resolve(error.code)).on('exit', () => resolve('ended')));
    results.connect = await new Promise((resolve) => net.connect(port, '127.0.0.1').on('error', (error) => resolve(error.code)));
    results.listen = await new Promise((resolve) => net.createServer().on('error', (error) => resolve(error.code)).listen(0));

    // Room for one socket: the client's. The server cannot accept it yet.
    fs.closeSync(held.pop());
    const client = net.connect(port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await once(client, 'connect').catch(() => {});
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { user, system } = process.cpuUsage(before);
    results.spins = user + system > 80_000;
    held.forEach((fd) => fs.closeSync(fd));
    results.later = await ask();
    results.required = require('./small.js').loaded;
    console.log(JSON.stringify(results));
    process.exit();
  }
  main();
` }).replace('small.js', 'descriptors.js');

const limited = ['-c', 'ulimit -n 64; exec "$0" "$1"', process.execPath, script];
const { stdout, stderr, status } = spawnSync('sh', limited, { encoding: 'utf8', timeout: 20_000 });
assert.strictEqual(status, 0, stderr);
const results = JSON.parse(stdout);
const { worker, ...others } = results;
assert.deepStrictEqual(others, {
  open: 'EMFILE', readFile: 'EMFILE', readdir: 'EMFILE', require: 'EMFILE', promise: 'EMFILE', import: 'EMFILE', spawnSync: 'EMFILE', spawn: 'EMFILE',
  connect: 'EMFILE', listen: 'EMFILE', spins: false, later: 'served', required: true,
});
assert.ok(['ERR_WORKER_INIT_FAILED', 'EMFILE'].includes(worker), worker);
