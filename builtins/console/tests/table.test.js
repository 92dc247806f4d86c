'use strict';
const assert = require('node:assert');
const { Console } = require('node:console');

function table(...args) {
  let text = '';
  const stream = { write(chunk) { text += chunk; }, once() {}, removeListener() {}, listenerCount: () => 0 };
  new Console(stream).table(...args);
  return text;
}

assert.strictEqual(
  table([{ a: 1, b: 'x' }, { a: 2, c: [1] }]),
  `┌─────────┬───┬─────┬───────┐
│ (index) │ a │ b   │ c     │
├─────────┼───┼─────┼───────┤
│ 0       │ 1 │ 'x' │       │
│ 1       │ 2 │     │ [ 1 ] │
└─────────┴───┴─────┴───────┘
`,
);
assert.strictEqual(
  table(new Map([['a', 1]])),
  `┌───────────────────┬─────┬────────┐
│ (iteration index) │ Key │ Values │
├───────────────────┼─────┼────────┤
│ 0                 │ 'a' │ 1      │
└───────────────────┴─────┴────────┘
`,
);
// Wide characters take two columns.
assert.strictEqual(
  table([{ 中: '文' }, 5]),
  `┌─────────┬──────┬────────┐
│ (index) │ 中   │ Values │
├─────────┼──────┼────────┤
│ 0       │ '文' │        │
│ 1       │      │ 5      │
└─────────┴──────┴────────┘
`,
);
assert.match(table({ row: { a: 1, b: 2 } }, ['b']), /│ \(index\) │ b │/);
assert.strictEqual(table('plain'), 'plain\n');
assert.throws(() => table([], 'a'), { code: 'ERR_INVALID_ARG_TYPE' });
