'use strict';
// process.env holds strings and nothing else, and every change reaches the environment.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const v8 = require('node:v8');
const { types } = require('node:util');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');

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

// It is an object, and a copy of it one of its own.
const clone = structuredClone({ env, again: env });
assert.deepStrictEqual(clone.env, { ...env });
assert.strictEqual(clone.env, clone.again);
assert.strictEqual(Object.getPrototypeOf(clone.env), Object.prototype);
assert.throws(() => v8.serialize(env), { message: /^Unserializable host object: / });
assert.ok(!types.isProxy(env));
const { port1, port2 } = new MessageChannel();
port1.postMessage(env);
assert.strictEqual(receiveMessageOnPort(port2).message.PATH, env.PATH);
port1.close();

// What inherits from it is a program's own.
const derived = Object.create(env);
derived.ANODE_DERIVED = 1;
assert.deepStrictEqual([Object.hasOwn(derived, 'ANODE_DERIVED'), derived.ANODE_DERIVED, env.ANODE_DERIVED], [true, 1, undefined]);
assert.strictEqual(derived.PATH, env.PATH);
const receiver = {};
assert.ok(Reflect.set(env, 'ANODE_DERIVED', '1', receiver));
assert.deepStrictEqual([receiver, env.ANODE_DERIVED], [{ ANODE_DERIVED: '1' }, undefined]);

// Indices are names as others.
env[5] = 'five';
assert.deepStrictEqual([env[5], env['5'], Object.keys(env).includes('5'), 5 in env], ['five', 'five', true, true]);
assert.match(execFileSync('/usr/bin/env').toString(), /^5=five$/m);
assert.ok(delete env[5]);
assert.deepStrictEqual([env[5], 5 in env], [undefined, false]);

// What no environment can hold.
env.ANODE_NUL = 'a\0b';
env.ANODE_LONE = '\ud800';
assert.deepStrictEqual([env.ANODE_NUL, env.ANODE_LONE], ['a', '\ufffd']);
env[''] = 'x';
env['a=b'] = 'x';
assert.ok(!('' in env) && !('a=b' in env));
assert.throws(() => Object.seal(env), { message: 'Cannot seal' });
assert.throws(() => Object.preventExtensions(env), { message: 'Cannot prevent extensions' });
assert.deepStrictEqual(Object.getOwnPropertyDescriptor(env, 'PATH'), { value: env.PATH, writable: true, enumerable: true, configurable: true });

env.TZ = 'America/New_York';
assert.strictEqual(new Date(0).getTimezoneOffset(), 300);
env.TZ = 'UTC';
assert.strictEqual(new Date(0).getTimezoneOffset(), 0);
