'use strict';

// Answers of a name server that means harm: an error for the one who asked, and never an address that was not told for that name.

const assert = require('node:assert');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');
const { once } = require('node:events');

const number16 = (value) => [value >> 8 & 255, value & 255];
const record = (kind, data, length = data.length) => [0xc0, 12, ...number16(kind), 0, 1, 0, 0, 0, 60, ...number16(length), ...data];

/** A response to `query` with these answers; `counts` is what its header says of answers, authorities and the rest. */
function respond(query, answers, { counts = [answers.length, 0, 0], question = [...query.subarray(12)], flags = [0x81, 0x80] } = {}) {
  return Buffer.from([...query.subarray(0, 2), ...flags, 0, 1, ...counts.flatMap(number16), ...question, ...answers.flat()]);
}

const good = record(1, [1, 2, 3, 4]);
const evil = record(1, [6, 6, 6, 6]);
const wholeOf = (query) => respond(query, [good]);

/** By the first label of the name. */
const kAnswers = {
  empty: () => Buffer.alloc(0),
  byte: () => Buffer.alloc(1),
  noise: (query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(500, 0xff)]),
  // More records than there are, data that is longer or shorter than its kind, past the end.
  more: (query) => respond(query, [good], { counts: [65_535, 65_535, 65_535] }),
  none: (query) => respond(query, [], { counts: [65_535, 0, 0] }),
  long: (query) => respond(query, [record(1, [6, 6, 6, 6, 6])]),
  short: (query) => respond(query, [record(1, [6, 6, 6])]),
  past: (query) => respond(query, [record(1, [6, 6, 6, 6], 60_000)]),
  // A name that points at itself, forward, at another pointer, past the end; labels without an end.
  itself: (query) => respond(query, [[0xc0, query.length, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6]]),
  forward: (query) => respond(query, [[0xc0, query.length + 2, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6]]),
  beyond: (query) => respond(query, [[0xff, 0xff, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6]]),
  label: (query) => respond(query, [[0x3f, ...Array(40).fill(0x61)]]),
  reserved: (query) => respond(query, [[0x80, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6]]),
  // A question that is not ours, another kind of question, no answer but a question, another number.
  name: (query) => respond(query, [evil], { question: [3, ...Buffer.from('bad'), 3, ...Buffer.from('org'), 0, 0, 1, 0, 1] }),
  kind: (query) => respond(query, [evil], { question: [...query.subarray(12, query.length - 4), 0, 28, 0, 1] }),
  echo: (query) => query,
  opcode: (query) => respond(query, [evil], { flags: [0xf9, 0x80] }),
  number: (query) => {
    const response = respond(query, [evil]);
    response[1] ^= 1;
    return response;
  },
};

(async () => {
  const server = dgram.createSocket('udp4');
  const prefix = /^cut(\d+)$/;
  server.on('message', (query, { port, address }) => {
    const label = query.toString('latin1', 13, 13 + query[12]);
    const length = prefix.exec(label)?.[1];
    const whole = length === undefined ? (kAnswers[label] ?? wholeOf)(query) : wholeOf(query).subarray(0, length);
    server.send(whole, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const resolver = new dns.promises.Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  const cut = Array.from({ length: 46 }, (_, length) => `cut${String(length).padStart(2, '0')}`);
  const outcomes = await Promise.allSettled([...Object.keys(kAnswers), ...cut].map((label) => resolver.resolve4(`${label}.org`)));
  for (const { status, value, reason } of outcomes) {
    if (status === 'rejected') assert.match(reason.code, /^(?:EBADRESP|ETIMEOUT|ENODATA|ECONNREFUSED|ESERVFAIL|EFORMERR|EREFUSED|ENOTIMP|ENOTFOUND)$/);
    else assert.deepStrictEqual(value, ['1.2.3.4']);
  }
  // It still answers who asks well.
  assert.deepStrictEqual(await resolver.resolve4('good.org'), ['1.2.3.4']);

  // An answer from somewhere else is none.
  const stranger = dgram.createSocket('udp4');
  server.removeAllListeners('message');
  server.on('message', (query, { port: asker, address }) => {
    stranger.send(respond(query, [evil]), asker, address, () => server.send(wholeOf(query), asker, address));
  });
  assert.deepStrictEqual(await resolver.resolve4('stranger.org'), ['1.2.3.4']);
  stranger.close();

  // Over TCP: the most that fits, a length that lies, nothing.
  const tcp = net.createServer();
  tcp.listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  server.removeAllListeners('message');
  server.on('message', (query, { port: asker, address }) => server.send(respond(query, [], { flags: [0x83, 0x80] }), asker, address));
  const overTcp = (answer) => {
    tcp.once('connection', (socket) => {
      socket.on('error', () => {});
      socket.once('data', (data) => socket.end(answer(data.subarray(2))));
    });
    return resolver.resolve4('tcp.org');
  };
  const framed = (bytes, length = bytes.length) => Buffer.concat([Buffer.from(number16(length)), bytes]);
  const many = await overTcp((query) => framed(respond(query, Array.from({ length: 4000 }, () => good))));
  assert.deepStrictEqual([many.length, many.at(-1)], [4000, '1.2.3.4']);
  const kRefusals = /^(?:EBADRESP|ETIMEOUT|ECONNREFUSED|EOF|ENODATA|ESERVFAIL)$/;
  await assert.rejects(overTcp((query) => framed(wholeOf(query), 65_535)), { code: kRefusals });
  await assert.rejects(overTcp((query) => framed(wholeOf(query), 3)), { code: kRefusals });
  await assert.rejects(overTcp(() => Buffer.alloc(0)), { code: kRefusals });
  tcp.close();
  server.close();
})();
