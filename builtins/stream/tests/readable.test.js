'use strict';

const assert = require('node:assert');
const { Readable } = require('node:stream');

// Paused: 'readable' announces, read() takes what is asked for and null when there is less.
{
  const source = new Readable({ read() {} });
  source.push('abcdef');
  assert.strictEqual(source.read(4).toString(), 'abcd');
  assert.strictEqual(source.read(4), null);
  source.push('gh');
  assert.strictEqual(source.read(4).toString(), 'efgh');
}

// unshift goes in front, whatever was taken before.
{
  const source = new Readable({ objectMode: true, read() {} });
  for (const n of [1, 2, 3]) source.push(n);
  assert.strictEqual(source.read(), 1);
  source.unshift(0);
  assert.deepStrictEqual([source.read(), source.read(), source.read()], [0, 2, 3]);
}

// A character split between chunks comes out whole.
{
  const source = new Readable({ read() {} });
  const bytes = Buffer.from('h\u00e9');
  source.push(bytes.subarray(0, 2));
  source.setEncoding('utf8');
  source.push(bytes.subarray(2));
  assert.strictEqual(source.read(), 'h\u00e9');
}

// push says when to stop.
{
  const source = new Readable({ highWaterMark: 4, read() {} });
  assert.strictEqual(source.push('abc'), true);
  assert.strictEqual(source.push('d'), false);
  assert.strictEqual(source.push(null), false);
}

// A push after the end is an error, and destroys.
{
  const source = new Readable({ read() {} });
  source.on('error', (err) => assert.strictEqual(err.code, 'ERR_STREAM_PUSH_AFTER_EOF'));
  source.push(null);
  source.push('late');
  assert.strictEqual(source.destroyed, true);
}

// The order of the last events.
{
  const events = [];
  const source = new Readable({ read() { this.push(null); } });
  for (const event of ['end', 'close']) source.on(event, () => events.push(event));
  source.on('close', () => assert.deepStrictEqual(events, ['end', 'close']));
  source.resume();
}

// Operators and iteration.
(async () => {
  const doubled = Readable.from([1, 2, 3, 4]).filter((n) => n > 1).map(async (n) => n * 2, { concurrency: 2 });
  assert.deepStrictEqual(await doubled.toArray(), [4, 6, 8]);
  assert.strictEqual(await Readable.from([1, 2, 3]).reduce((sum, n) => sum + n), 6);
  assert.deepStrictEqual(await Readable.from([1, 2, 3, 4]).drop(1).take(2).toArray(), [2, 3]);

  const source = Readable.from(['a', 'b', 'c']);
  for await (const chunk of source) {
    assert.strictEqual(chunk, 'a');
    break;
  }
  assert.strictEqual(source.destroyed, true);

  const kept = Readable.from(['a', 'b']);
  for await (const chunk of kept.iterator({ destroyOnReturn: false })) {
    assert.strictEqual(chunk, 'a');
    break;
  }
  assert.strictEqual(kept.destroyed, false);

  await assert.rejects(Readable.from([null]).toArray(), { code: 'ERR_STREAM_NULL_VALUES' });
})();
