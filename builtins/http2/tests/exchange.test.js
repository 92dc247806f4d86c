'use strict';

// Requests, bodies both ways, trailers and pushes between a client and a server.

const assert = require('node:assert');
const http2 = require('node:http2');

/** Serves with `listener`, connects, runs `use` and ends both. */
async function withPair(listener, use) {
  const server = http2.createServer();
  server.on('stream', listener);
  await new Promise((resolve) => server.listen(0, resolve));
  const client = http2.connect(`http://localhost:${server.address().port}`);
  await use(client, server);
  const closed = new Promise((resolve) => server.close(resolve));
  client.close();
  await closed;
}

async function text(stream) {
  let all = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    all += chunk;
  });
  await once(stream, 'end');
  return all;
}

function once(emitter, event) {
  return new Promise((resolve, reject) => {
    emitter.once('error', reject);
    emitter.once(event, (...values) => resolve(values));
  });
}

async function echo() {
  const body = 'x'.repeat(1_000_000);
  await withPair(
    (stream, headers) => {
      stream.respond({ ':status': 201, 'x-method': headers[':method'], 'set-cookie': ['a=1', 'b=2'] });
      stream.pipe(stream);
    },
    async (client) => {
      const request = client.request({ ':method': 'POST', [http2.sensitiveHeaders]: ['authorization'], authorization: 'secret' });
      request.end(body);
      const [headers] = await once(request, 'response');
      assert.strictEqual(headers[':status'], 201);
      assert.strictEqual(headers['x-method'], 'POST');
      assert.deepStrictEqual(headers['set-cookie'], ['a=1', 'b=2']);
      assert.strictEqual(await text(request), body);
    },
  );
}

async function trailers() {
  await withPair(
    (stream) => {
      stream.respond(undefined, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ checksum: '42' }));
      stream.end('body');
    },
    async (client) => {
      const request = client.request();
      const trailing = once(request, 'trailers');
      assert.strictEqual(await text(request), 'body');
      assert.strictEqual((await trailing)[0].checksum, '42');
    },
  );
}

async function push() {
  await withPair(
    (stream) => {
      stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
        assert.ifError(error);
        pushed.respond({ 'x-pushed': 'yes' });
        pushed.end('pushed');
        stream.respond();
        stream.end('main');
      });
    },
    async (client) => {
      const promised = once(client, 'stream');
      const request = client.request();
      const [stream, headers] = await promised;
      assert.strictEqual(headers[':path'], '/pushed');
      const [[response], ...bodies] = await Promise.all([once(stream, 'push'), text(stream), text(request)]);
      assert.strictEqual(response['x-pushed'], 'yes');
      assert.deepStrictEqual(bodies, ['pushed', 'main']);
    },
  );
}

async function manyAtOnce() {
  await withPair(
    (stream, headers) => {
      stream.respond();
      stream.end(headers[':path']);
    },
    async (client) => {
      const paths = Array.from({ length: 250 }, (_, index) => `/${index}`);
      const bodies = await Promise.all(paths.map((path) => text(client.request({ ':path': path }))));
      assert.deepStrictEqual(bodies, paths);
    },
  );
}

(async () => {
  await echo()
  await trailers();
  await push();
  await manyAtOnce();
})();
