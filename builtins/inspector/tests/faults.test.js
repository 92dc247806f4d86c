'use strict';

// Front ends that send garbage, or go in the middle of a frame or of a pause; several at once. The program goes on and ends.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const net = require('node:net');

const program = 'let n = 0; process.stdin.resume(); globalThis.stop = () => { debugger; return ++n; };';

async function main() {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', program], { stdio: ['pipe', 'inherit', 'pipe'] });
  let told = '';
  const url = await new Promise((resolve) => child.stderr.on('data', (chunk) => {
    told += chunk;
    const found = /^Debugger listening on (ws:\/\/\S+)$/m.exec(told);
    if (found) resolve(new URL(found[1]));
  }));

  // Messages that are none get an error, and the session stays.
  const garbage = await open(url);
  for (const text of ['', 'no json', '[]', 'null', '{"id":1}', '{"id":"x","method":5}', '"\\ud800"', '{"method":"Debugger.enable"}']) garbage.send(text);
  assert.strictEqual((await call(garbage, 'Runtime.evaluate', { expression: '6 * 7' })).result.value, 42);

  // A head of a frame without the rest, and a frame that is not masked.
  for (const bytes of [[0x81, 0xfe, 0x10], [0x81, 0x02, 0x7b, 0x7d], [0xff, 0xff]]) {
    const raw = net.connect(url.port, url.hostname);
    raw.on('error', () => {});
    raw.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    await once(raw, 'data');
    await new Promise((resolve) => raw.write(Uint8Array.from(bytes), resolve));
    raw.destroy();
  }

  // One goes in a pause that another one ends.
  const first = await open(url);
  await call(first, 'Debugger.enable');
  const second = await open(url);
  await call(second, 'Debugger.enable');
  const paused = [first, second].map((socket) => event(socket, 'Debugger.paused'));
  const answer = call(second, 'Runtime.evaluate', { expression: 'stop()' });
  await Promise.all(paused);
  first.close();
  await once(first, 'close');
  await call(second, 'Debugger.resume');
  assert.strictEqual((await answer).result.value, 1);

  // The last one goes in a pause, which ends with it.
  const stopped = event(second, 'Debugger.paused');
  second.send(JSON.stringify({ id: ++lastId, method: 'Runtime.evaluate', params: { expression: 'stop()' } }));
  await stopped;
  garbage.close();
  second.close();
  const third = await open(url);
  assert.strictEqual((await call(third, 'Runtime.evaluate', { expression: 'process.stdin.unref(), 1' })).result.value, 1);
  third.close();
  child.stdin.end();
  assert.deepStrictEqual(await once(child, 'exit'), [0, null]);
}

let lastId = 100;

async function open(url) {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return socket;
}

function message(socket, wanted) {
  return new Promise((resolve) => socket.addEventListener('message', function hear({ data }) {
    const parsed = JSON.parse(data);
    if (!wanted(parsed)) return;
    socket.removeEventListener('message', hear);
    resolve(parsed);
  }));
}

async function call(socket, method, params) {
  const id = ++lastId;
  const answered = message(socket, (parsed) => parsed.id === id);
  socket.send(JSON.stringify({ id, method, params }));
  return (await answered).result;
}

const event = (socket, method) => message(socket, (parsed) => parsed.method === method);

main();
