'use strict';

// Two workers share port 0, a path and an address in use, under either scheduling policy.

const assert = require('node:assert');
const { fork } = require('node:child_process');
const cluster = require('node:cluster');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const socketPath = path.join(os.tmpdir(), `cluster-sharing-${process.env.TEST_OF ?? process.pid}.sock`);

if (cluster.isWorker) {
  work();
} else if (process.env.TEST_OF === undefined) {
  for (const policy of ['rr', 'none']) {
    const env = { ...process.env, TEST_OF: `${policy}-${process.pid}`, NODE_CLUSTER_SCHED_POLICY: policy };
    fork(__filename, [], { env }).on('exit', (code) => assert.strictEqual(code, 0));
  }
} else {
  supervise();
}

function work() {
  const taken = Number(process.env.TAKEN);
  net.createServer().listen(taken, '127.0.0.1').on('error', ({ code, syscall }) => process.send({ code, syscall }));
  net.createServer((socket) => socket.end(`path ${cluster.worker.id}`)).listen(socketPath, () => process.send('path'));
  const server = net.createServer((socket) => socket.end(`port ${cluster.worker.id}`));
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}

function supervise() {
  assert.strictEqual(cluster.schedulingPolicy, process.env.TEST_OF.startsWith('rr') ? cluster.SCHED_RR : cluster.SCHED_NONE);
  const ports = new Set();
  const codes = [];
  let told = 0;
  const blocker = net.createServer().listen(0, '127.0.0.1', () => {
    cluster.fork({ TAKEN: blocker.address().port });
    cluster.fork({ TAKEN: blocker.address().port });
  });
  cluster.on('message', (_, message) => {
    if (message.port) ports.add(message.port);
    if (message.code) codes.push(`${message.syscall} ${message.code}`);
    if (++told === 6) connectToAll();
  });
  async function connectToAll() {
    assert.strictEqual(ports.size, 1);
    assert.deepStrictEqual(codes, ['bind EADDRINUSE', 'bind EADDRINUSE']);
    assert.match(await read(net.connect([...ports][0], '127.0.0.1')), /^port [12]$/);
    assert.match(await read(net.connect(socketPath)), /^path [12]$/);
    blocker.close();
    cluster.disconnect(() => {
      told = 0;
    });
  }
  process.on('exit', () => assert.strictEqual(told, 0));
}

async function read(socket) {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
}
