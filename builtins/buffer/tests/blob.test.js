'use strict';

const assert = require('node:assert');
const { Blob, File } = require('node:buffer');

(async () => {
  const blob = new Blob(['ab', new Uint8Array([99]), new Blob(['d'])], { type: 'Text/Plain' });
  assert.deepStrictEqual([blob.size, blob.type, await blob.text()], [4, 'text/plain', 'abcd']);
  assert.strictEqual(await blob.slice(1, -1).text(), 'bc');
  const file = new File([blob], 'name.txt', { lastModified: 5 });
  assert.deepStrictEqual([file.name, file.lastModified, file.size, file instanceof Blob], ['name.txt', 5, 4, true]);
  const chunks = [];
  for await (const chunk of blob.stream()) chunks.push(...chunk);
  assert.strictEqual(Buffer.from(chunks).toString(), 'abcd');
  assert.strictEqual(await structuredClone(blob).text(), 'abcd');
  assert.throws(() => new Blob(5), { code: 'ERR_INVALID_ARG_TYPE' });
})();
