'use strict';

// Options and arguments that are none: the code and the name in the message, and what may be left out.

const assert = require('node:assert');
const http2 = require('node:http2');

const type = (name, kind) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: new RegExp(`^The "${name}" (?:property|argument) must be ${kind}`) });
const range = (name) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message: new RegExp(`^The value of "${name}" is out of range`) });

for (const create of [http2.createServer, http2.createSecureServer]) {
  for (const name of ['unknownProtocolTimeout', 'maxSessionInvalidFrames', 'maxSessionRejectedStreams']) {
    for (const value of [null, '1', {}]) assert.throws(() => create({ [name]: value }), type(`options.${name}`, 'of type number'));
    for (const value of [-1, 1.5, 2 ** 32]) assert.throws(() => create({ [name]: value }), range(`options.${name}`));
  }
  for (const value of [null, 's', false]) assert.throws(() => create({ highWaterMark: value }), type('options.highWaterMark', 'of type number'));
  for (const value of [null, 1, 's']) assert.throws(() => create({ settings: value }), type('options.settings', 'of type object'));
}

const session = http2.connect('http://127.0.0.1:1', { unknownProtocolTimeout: 'anything' });
session.on('error', () => {});
const request = (headers, options) => session.request(headers, options).on('error', () => {});

for (const headers of [null, 0, 's', true]) assert.throws(() => request(headers), type('headers', 'an instance of Array or Object'));
for (const name of ['endStream', 'exclusive', 'silent']) {
  for (const value of [null, 0, 's']) assert.throws(() => request({}, { [name]: value }), type(`options.${name}`, 'of type boolean'));
}
assert.throws(() => request({}, { parent: '1' }), type('options.parent', 'of type number'));
for (const parent of [-1, NaN]) assert.throws(() => request({}, { parent }), range('options.parent'));
for (const signal of [1, 's', {}]) assert.throws(() => request({}, { signal }), type('options.signal', 'an instance of AbortSignal'));
for (const signal of [null, 0, '', undefined]) request({}, { signal });
for (const names of [null, 0, '']) request({ [http2.sensitiveHeaders]: names });
for (const callback of [null, 0, '']) session.settings({}, callback);
assert.throws(() => session.settings({}, 1), type('callback', 'of type function'));
for (const code of [-1, 1.5, NaN, 2 ** 32]) assert.throws(() => request().close(code), range('code'));
assert.throws(() => request().close('1'), type('code', 'of type number'));
// Signals of priority are no more: whatever is said is nothing.
for (const priority of [null, 1, 's', {}]) request().priority(priority);
// Nothing is to be connected.
process.exit();
