// What a bare read() gives when several chunks wait.
'use strict';
const assert = require('node:assert');
const { Readable } = require('node:stream');

function waiting(options) {
  const stream = new Readable({ read() {}, ...options });
  for (const chunk of ['ab', 'cd', 'ef']) stream.push(chunk);
  return stream;
}

const texts = (...chunks) => chunks.map((chunk) => chunk && String(chunk));

// Bytes come as they were pushed; a size joins or splits them.
const bytes = waiting();
assert.deepStrictEqual(texts(bytes.read(), bytes.read(), bytes.read(), bytes.read()), ['ab', 'cd', 'ef', null]);
const parts = waiting();
assert.deepStrictEqual(texts(parts.read(1), parts.read(), parts.read(3), parts.read(4), parts.read()), ['a', 'b', 'cde', null, 'f']);
assert.deepStrictEqual(texts(waiting().read(10), waiting().read(NaN), waiting().read(6)), [null, 'ab', 'abcdef']);

// Text comes whole.
assert.strictEqual(waiting({ encoding: 'utf8' }).read(), 'abcdef');
assert.strictEqual(waiting().setEncoding('utf8').read(), 'abcdef');

// The end comes only once all is read.
const ended = waiting();
const seen = [];
ended.push(null);
ended.on('readable', () => {
  for (let chunk; (chunk = ended.read()) !== null;) seen.push(String(chunk));
});
ended.on('end', () => assert.deepStrictEqual(seen, ['ab', 'cd', 'ef']));

// One event tells of what is there, also where the end has been pushed before anybody listened.
const told = waiting();
let events = 0;
told.push(null);
told.on('readable', () => {
  events++;
  told.read();
});
process.on('exit', () => assert.strictEqual(events, 1));

// An iterator gives what read() gives.
(async () => {
  const stream = waiting();
  stream.push(null);
  const chunks = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  assert.deepStrictEqual(chunks, ['ab', 'cd', 'ef']);
})();

// So it does where there is nothing but the end.
const empty = new Readable({ read() {} });
const calls = [];
empty.push(null);
empty.on('readable', () => calls.push('readable'));
empty.on('end', () => calls.push('end'));
setImmediate(() => assert.deepStrictEqual(calls, ['readable', 'end']));
empty.on('readable', () => empty.read());
