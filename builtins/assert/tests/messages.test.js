'use strict';
const assert = require('node:assert');

const messageOf = (fn) => {
  try {
    fn();
  } catch (error) {
    assert.ok(error instanceof assert.AssertionError, error);
    return error.message;
  }
  throw new Error('did not fail');
};
const fails = (fn, message) => {
  const actual = messageOf(fn);
  if (actual !== message) throw new Error(`expected ${JSON.stringify(message)}\nreceived ${JSON.stringify(actual)}`);
};

fails(() => assert.strictEqual(1, 2), 'Expected values to be strictly equal:\n\n1 !== 2\n');
fails(
  () => assert.strictEqual('hello world foo', 'hello world bar'),
  "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'hello world foo'\n- 'hello world bar'\n               ^\n",
);
fails(
  () => assert.deepStrictEqual({ a: [1, 2], b: 3 }, { a: [1, 4], b: 3 }),
  'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    a: [\n      1,\n+     2\n-     4\n    ],\n    b: 3\n  }\n',
);
fails(() => assert.strictEqual([1], [1]), 'Values have same structure but are not reference-equal:\n\n[\n  1\n]\n');
fails(() => assert.notStrictEqual(1, 1), 'Expected "actual" to be strictly unequal to: 1');
fails(() => assert.deepEqual([1], [2]), 'Expected values to be loosely deep-equal:\n\n[\n  1\n]\n\nshould loosely deep-equal\n\n[\n  2\n]');
fails(() => assert.equal(1, 2), '1 == 2');
fails(() => assert.strictEqual(1, 2, 'own'), 'own\n\n1 !== 2\n');
fails(() => assert.ok(typeof 1 === 'string'), "The expression evaluated to a falsy value:\n\n  assert.ok(typeof 1 === 'string')\n");
fails(() => assert(), 'No value argument passed to `assert.ok()`');
fails(() => assert.fail(), 'Failed');
fails(() => assert.match('abc', /x/), "The input did not match the regular expression /x/. Input:\n\n'abc'\n");

// Long runs of equal lines are left out.
{
  const long = Array.from({ length: 40 }, (_, i) => i);
  const message = messageOf(() => assert.deepStrictEqual(long, [...long, 'x']));
  assert.ok(message.includes('\n... Skipped lines\n') && message.includes('\n...\n'), message);
}

// throws: classes, patterns, properties, functions.
const boom = () => { throw Object.assign(new Error('boom'), { code: 'E' }); };
assert.throws(boom, Error);
assert.throws(boom, /^Error: boom$/);
assert.throws(boom, { message: /bo+m/, code: 'E' });
assert.throws(boom, (error) => error.code === 'E');
fails(() => assert.throws(() => {}), 'Missing expected exception.');
fails(() => assert.throws(() => {}, TypeError, 'why'), 'Missing expected exception (TypeError): why');
fails(
  () => assert.throws(boom, { message: 'other' }),
  "Expected values to be strictly deep-equal:\n+ actual - expected\n\n  Comparison {\n+   message: 'boom'\n-   message: 'other'\n  }\n",
);
fails(() => assert.throws(boom, TypeError), 'The error is expected to be an instance of "TypeError". Received "Error"\n\nError message:\n\nboom');
fails(() => assert.doesNotThrow(boom, 'why'), 'Got unwanted exception: why\nActual message: "boom"');
fails(() => assert.ifError(new Error('e')), 'ifError got unwanted exception: e');

(async () => {
  await assert.rejects(Promise.reject(new Error('x')), { message: 'x' });
  await assert.rejects(assert.rejects(Promise.resolve(1)), { message: 'Missing expected rejection.' });
  await assert.doesNotReject(async () => {});
})();
