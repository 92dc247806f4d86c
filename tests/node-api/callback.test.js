'use strict';

// Callbacks of addons run in the domain of their receiver, which gets what they throw.
const assert = require('node:assert');
const domain = require('node:domain');
const { load } = require('./_addon.js');

const { makeCallback } = load('callback');

const plain = {};
assert.strictEqual(makeCallback(plain, function(argument) { return this === plain && argument; }), plain);

const [outer, inner] = [domain.create(), domain.create()];
const seen = [];
makeCallback({ domain: outer }, () => {
  seen.push(process.domain);
  makeCallback({ domain: inner }, () => { seen.push(process.domain); });
  seen.push(process.domain);
});
assert.deepStrictEqual(seen.map((one) => [outer, inner].indexOf(one)), [0, 1, 0]);

let warning;
process.on('warning', ({ code, message }) => { warning = `${code} ${message.slice(-45)}`; });
let caught;
outer.on('error', (error) => { caught = error.message; });
process.on('exit', () => {
  assert.strictEqual(caught, 'thrown');
  assert.strictEqual(warning, 'DEP0097 (Triggered by calling <anonymous> on Object.)');
});
setImmediate(() => makeCallback({ domain: outer }, () => { throw new Error('thrown'); }));
