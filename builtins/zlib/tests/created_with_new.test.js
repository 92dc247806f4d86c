'use strict';

// The functions that make streams may be called with `new`, as packages do.

const assert = require('node:assert');
const zlib = require('node:zlib');

for (const name of Object.keys(zlib).filter((key) => /^create[A-Z]\w*(flate\w*|zip|Compress|Decompress)$/.test(key))) {
  const made = new zlib[name]();
  assert.ok(made instanceof zlib[name.slice('create'.length)], name);
  made.destroy();
}
assert.strictEqual(zlib.createGzip.name, 'createGzip');
