'use strict';

// The description of the protocol: each call that it names is answered, in one way or another.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const http = require('node:http');

const OPTIONS = [
  '--inspect=0', '--experimental-network-inspection', '--experimental-worker-inspection', '--experimental-storage-inspection',
  '--experimental-inspector-network-resource', '--no-warnings',
];

/** Calls that would end the program or pause it, or that take long. */
const LEFT_OUT = new Set(['Runtime.terminateExecution', 'Debugger.pause', 'HeapProfiler.takeHeapSnapshot', 'HeapProfiler.stopTrackingHeapObjects']);
const METHOD_NOT_FOUND = -32601;

async function get(port, path) {
  const [response] = await once(http.get({ port, path }), 'response');
  response.setEncoding('utf8');
  return { headers: response.headers, body: (await response.toArray()).join('') };
}

let lastId = 0;

function answerTo(socket, method) {
  const id = ++lastId;
  return new Promise((resolve) => {
    socket.addEventListener('message', function take({ data }) {
      const message = JSON.parse(data);
      if (message.id !== id) return;
      socket.removeEventListener('message', take);
      resolve(message);
    });
    socket.send(JSON.stringify({ id, method, params: {} }));
  });
}

(async () => {
  const child = spawn(process.execPath, [...OPTIONS, '-e', 'setInterval(() => {}, 1e6)'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  while (!/ws:\S+/.test(text)) text += (await once(child.stderr, 'data'))[0];
  const [url] = /ws:\S+/.exec(text);
  const { headers, body } = await get(new URL(url).port, '/json/protocol');
  assert.strictEqual(headers['content-type'], 'application/json; charset=UTF-8');
  const { version, domains } = JSON.parse(body);
  assert.deepStrictEqual(version, { major: '1', minor: '0' });
  assert.deepStrictEqual(domains.map(({ domain }) => domain), [
    'Console', 'Debugger', 'HeapProfiler', 'Profiler', 'Runtime', 'Schema',
    'IO', 'Network', 'NodeRuntime', 'NodeTracing', 'NodeWorker', 'Target', 'DOMStorage', 'Storage',
  ]);

  const socket = new WebSocket(url);
  await once(socket, 'open');
  for (const { domain, commands } of domains) {
    for (const { name } of commands) {
      const method = `${domain}.${name}`;
      if (LEFT_OUT.has(method)) continue;
      const { error } = await answerTo(socket, method);
      assert.notStrictEqual(error?.code, METHOD_NOT_FOUND, method);
    }
  }
  socket.close();
  child.kill();
})();
