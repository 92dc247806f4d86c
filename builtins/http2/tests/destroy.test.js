'use strict';

// destroy() inside any callback ends the session; nothing is told afterwards and nothing breaks.

const assert = require('node:assert');
const http2 = require('node:http2');

/** Destroys the session the first time `event` is told by the session or the stream. */
async function destroyIn(where, event) {
  const server = http2.createServer();
  server.on('sessionError', () => {});
  const ends = [];
  server.on('session', (session) => {
    ends.push(new Promise((resolve) => session.on('close', resolve)));
    session.on('error', () => {});
    if (where === 'server session') session.on(event, () => session.destroy());
  });
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    if (where === 'server stream') stream.on(event, () => stream.session?.destroy());
    if (stream.destroyed) return;
    stream.respond({}, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.closed || stream.sendTrailers({ a: 'b' }));
    stream.on('data', () => {});
    stream.write('some', () => where === 'server write' && stream.session?.destroy());
    stream.end('more');
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const client = http2.connect(`http://localhost:${server.address().port}`);
  ends.push(new Promise((resolve) => client.on('close', resolve)));
  client.on('error', () => {});
  if (where === 'client session') client.on(event, () => client.destroy());
  client.ping(() => {});
  const request = client.request({ ':method': 'POST' });
  request.on('error', () => {});
  if (where === 'client stream') request.on(event, () => client.destroy());
  request.on('close', () => client.close());
  request.resume();
  request.end('body');
  await ends[0];
  await Promise.all(ends);
  await new Promise((resolve) => server.close(resolve));
}

(async () => {
  const cases = [
    ['server session', 'stream'], ['server session', 'remoteSettings'], ['server session', 'localSettings'], ['server session', 'ping'],
    ['server session', 'goaway'], ['server stream', 'data'], ['server stream', 'end'], ['server stream', 'wantTrailers'], ['server stream', 'finish'],
    ['server stream', 'close'], ['server write', ''], ['client session', 'connect'], ['client session', 'remoteSettings'],
    ['client session', 'localSettings'], ['client stream', 'ready'], ['client stream', 'response'], ['client stream', 'data'],
    ['client stream', 'trailers'], ['client stream', 'end'], ['client stream', 'close'],
  ];
  for (const [where, event] of cases) await destroyIn(where, event);
  assert.ok(true);
})();
