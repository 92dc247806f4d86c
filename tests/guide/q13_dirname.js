// Where the code is, in both kinds of module.
'use strict';

const path = require('node:path');
const { pathToFileURL, fileURLToPath } = require('node:url');

console.log(path.basename(__dirname), path.basename(__filename));
console.log(path.join(__dirname, '..', 'x') === path.resolve(__dirname, '../x'), path.relative(__dirname, __filename));
console.log(pathToFileURL('/tmp/a b#c?.txt').href, fileURLToPath('file:///tmp/a%20b'));
console.log(require.main.filename === __filename, process.argv[1] === __filename);

import('./fixtures/q13.mjs').then((module) => {
  console.log(path.basename(module.filename), path.basename(module.dirname), module.same, module.resolved);
});
