'use strict';
// process.env holds strings and nothing else, and every change reaches the environment.
const assert = require('node:assert');
const { env } = process;

env.ANODE_TEST = 1;
assert.strictEqual(env.ANODE_TEST, '1');
assert('ANODE_TEST' in env);
assert(Object.keys(env).includes('ANODE_TEST'));
env.ANODE_TEST = undefined;
assert.strictEqual(env.ANODE_TEST, 'undefined');
assert(delete env.ANODE_TEST);
assert.strictEqual(env.ANODE_TEST, undefined);
assert(delete env.ANODE_TEST);

assert.throws(() => { env[Symbol('x')] = 1; }, TypeError);
assert.throws(() => { env.ANODE_TEST = Symbol('x'); }, TypeError);
assert.strictEqual(env[Symbol('x')], undefined);
assert.throws(() => Object.defineProperty(env, 'ANODE_TEST', { value: 'x' }), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
assert.throws(() => Object.defineProperty(env, 'ANODE_TEST', { get() {} }), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
assert.throws(() => Object.freeze(env), TypeError);

env.TZ = 'America/New_York';
assert.strictEqual(new Date(0).getTimezoneOffset(), 300);
env.TZ = 'UTC';
assert.strictEqual(new Date(0).getTimezoneOffset(), 0);
