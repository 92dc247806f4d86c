'use strict';

// openAsBlob.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

const file = inTemp('a');
fs.writeFileSync(file, 'x'.repeat(70_000) + 'end');

(async () => {
  const blob = await fs.openAsBlob(file, { type: 'text/plain' });
  assert.deepStrictEqual([blob.size, blob.type], [70_003, 'text/plain']);
  assert.strictEqual(await blob.slice(-4).text(), 'xend');
  assert.strictEqual((await blob.slice(65_000).slice(4_999).bytes()).length, 4);
  assert.strictEqual(await new Blob(['<', blob.slice(70_000), '>']).text(), '<end>');
  let size = 0;
  for await (const chunk of blob.stream()) size += chunk.byteLength;
  assert.strictEqual(size, 70_003);
  // A file that was changed is another file.
  fs.appendFileSync(file, '!');
  await assert.rejects(blob.text(), { name: 'NotReadableError' });
  assert.throws(() => fs.openAsBlob(inTemp('none')), Error);
  assert.throws(() => fs.openAsBlob(file, { type: 5 }), { code: 'ERR_INVALID_ARG_TYPE' });
  process.exitCode = 0;
})();
process.exitCode = 1;
