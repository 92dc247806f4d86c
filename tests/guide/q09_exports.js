// What require() gives back is module.exports; exports only starts as the same object.
'use strict';

const path = require('node:path');

const added = require('./fixtures/q09/added');
console.log(added.greet('you'), added.self());
const Replaced = require('./fixtures/q09/replaced');
console.log(new Replaced().hi());
console.log('reassigned exports:', require('./fixtures/q09/lost'));
console.log('a cycle:', require('./fixtures/q09/cycle_a'), require('./fixtures/q09/cycle_b'));
console.log('cached:', require('./fixtures/q09/added') === added, require.cache[require.resolve('./fixtures/q09/added')].exports === added);
console.log(module.id, module.children.map((child) => path.basename(child.filename)).join(), require.main === module, module.loaded);
try {
  require('./fixtures/q09/missing');
} catch (err) {
  console.log(err.code, err.message.split('\n')[0].replace(__dirname, '.'), err.requireStack.length);
}
