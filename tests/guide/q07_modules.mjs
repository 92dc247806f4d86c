// CommonJS and ES modules, together.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import fs, { readFileSync } from 'node:fs';
import Library, * as library from './fixtures/q07/index.js';

const require = createRequire(import.meta.url);
console.log(library);
library.bump();
console.log('live binding:', library.live, Library.name, library.cjs.named === library.named);
console.log(path.basename(import.meta.filename), path.basename(import.meta.dirname), import.meta.url === `file://${fileURLToPath(import.meta.url)}`);
console.log('the same builtin:', fs.readFileSync === readFileSync, require('fs') === fs);

const required = require('./fixtures/q07/index.js');
console.log('require() of an ES module:', required.default === Library, required === await import('./fixtures/q07/index.js'));
const data = await import('./fixtures/q07/package.json', { with: { type: 'json' } });
console.log(data.default.name);
for (const specifier of ['./missing.js', 'no-such-package', './fixtures']) {
  await import(specifier).catch((err) => console.log(err.code));
}
console.log(typeof module, typeof exports, this);
