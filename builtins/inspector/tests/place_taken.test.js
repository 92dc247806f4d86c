'use strict';

// Somebody else listens where the inspector is to listen: the program runs all the same, also one that builds a snapshot.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

(async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'taken-'));
  process.on('exit', () => fs.rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'empty.js');
  fs.writeFileSync(file, '');
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  for (const options of [[], ['--build-snapshot']]) {
    const { status, signal, stderr } = spawnSync(process.execPath, [`--inspect=${port}`, ...options, file], { cwd: directory, encoding: 'utf8' });
    assert.deepStrictEqual([status, signal], [0, null]);
    assert.strictEqual(stderr.trim(), `Starting inspector on 127.0.0.1:${port} failed: address already in use`);
  }
  server.close();
})();
