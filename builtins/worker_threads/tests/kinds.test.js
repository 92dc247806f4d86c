'use strict';
// What goes to another thread, how, and what it is there: one row a kind of value.
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const util = require('node:util');
const vm = require('node:vm');
const { createHistogram } = require('node:perf_hooks');
const { MessageChannel, Worker, isMainThread, parentPort } = require('node:worker_threads');

const UNSUPPORTED = 'Cannot clone object of unsupported type.';
const MUST_MOVE = 'Object that needs transfer was found in message but not listed in transferList';
const NOT_IN_LISTS = 'Found invalid value in transferList.';

/** What the other thread says of a value. */
function describe(value) {
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  const tell = tellers[value.constructor.name];
  return `${value.constructor.name} ${tell === undefined ? JSON.stringify(value) : tell(value)}`;
}

const tellers = {
  __proto__: null,
  ArrayBuffer: (buffer) => `${buffer.byteLength} ${buffer.resizable ? buffer.maxByteLength : 'fixed'}`,
  BlockList: (list) => list.check('1.2.3.4'),
  Blob: (blob) => `${blob.size} ${blob.type}`,
  CryptoKey: (key) => `${key.algorithm.name} ${key.extractable} ${key.usages}`,
  Date: (date) => date.getTime(),
  DOMException: (error) => `${error.name} ${error.message} ${error.code}`,
  Error: (error) => `${error.name} ${error.message} ${error.cause}`,
  File: (file) => `${file.name} ${file.size} ${file.type} ${file.lastModified}`,
  FileHandle: (handle) => {
    const answer = fs.fstatSync(handle.fd).isCharacterDevice();
    handle.close();
    return answer;
  },
  Histogram: (histogram) => histogram.count,
  Map: (map) => JSON.stringify([...map]),
  MessagePort: (port) => {
    port.close();
    return 'open';
  },
  Module: (module) => new WebAssembly.Instance(module).exports.answer(),
  PrivateKeyObject: (key) => `${key.type} ${key.asymmetricKeyType}`,
  PublicKeyObject: (key) => `${key.type} ${key.asymmetricKeyType}`,
  ReadableStream: (stream) => stream.locked,
  RecordableHistogram: (histogram) => `${histogram.count} ${histogram.max}`,
  RegExp: (regexp) => `${regexp} ${regexp.lastIndex}`,
  SecretKeyObject: (key) => `${key.type} ${key.export()}`,
  Set: (set) => JSON.stringify([...set]),
  SharedArrayBuffer: (buffer) => {
    new Int32Array(buffer)[0] = 7;
    return buffer.byteLength;
  },
  SocketAddress: (address) => `${address.address}:${address.port}`,
  TransformStream: (stream) => stream.readable.locked,
  Uint8Array: (bytes) => `${bytes} of ${bytes.buffer.byteLength}`,
  WritableStream: (stream) => stream.locked,
  X509Certificate: (certificate) => certificate.subject,
  AbortSignal: (signal) => `${signal.aborted} ${signal.reason}`,
};

/** (module (func (export "answer") (result i32) i32.const 42)) */
const WASM = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 10, 1, 6, 97, 110, 115, 119, 101, 114, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
]);
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS2gAwIBAgIUUl0bOc/JO3Wap5XxhX93Q9YlXh4wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNYW5vZGUuZXhhbXBsZTAgFw0yNjExMjgxNzM5MzJaGA8yMTI2
MTEwNDE3MzkzMlowGDEWMBQGA1UEAwwNYW5vZGUuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABC1OTTlJDe60U3CkkXpkS1tw3q01HWH2dyKFkKr/ZGl1
PipxhzFuXI9lcvEMe4d5aP8mKAHSpTmqKJO2ZSw299SjUzBRMB0GA1UdDgQWBBS3
hj50Mu7XufOs720uCqPcYHRP/DAfBgNVHSMEGDAWgBS3hj50Mu7XufOs720uCqPc
YHRP/DAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDDqyFIs+Ca
EsJmloz78D/OAIhmeStWdCOpnMkYbwVgqgIhAL6pdokqydD6DjgORpoTaJ9kdVgJ
T0ZV6xuDKX/5BUXm
-----END CERTIFICATE-----`;

function recorded() {
  const histogram = createHistogram();
  histogram.record(5);
  return histogram;
}

function blocking(address) {
  const list = new net.BlockList();
  list.addAddress(address);
  return list;
}

const { privateKey, publicKey } = isMainThread ? crypto.generateKeyPairSync('ed25519') : {};

/** Kinds that are copied: how to make one, and what it is in the other thread. */
const COPIED = {
  undefined: [() => undefined, 'undefined undefined'],
  bigint: [() => 10n ** 30n, `bigint ${10n ** 30n}`],
  date: [() => new Date(5), 'Date 5'],
  regexp: [() => Object.assign(/a/giu, { lastIndex: 3 }), 'RegExp /a/giu 0'],
  map: [() => new Map([[1, { a: 1 }]]), 'Map [[1,{"a":1}]]'],
  set: [() => new Set([1, '2']), 'Set [1,"2"]'],
  error: [() => new Error('e', { cause: 'c' }), 'Error Error e c'],
  'error of another name': [() => Object.assign(new Error('e'), { name: 'Mine', code: 'X' }), 'Error Error e undefined'],
  'instance of a class': [() => new (class A { b = 1; get c() { return 2; } })(), 'Object {"b":1}'],
  'object with getters': [() => ({ get a() { return 5; } }), 'Object {"a":5}'],
  'array with holes': [() => [1, , 3], 'Array [1,null,3]'], // eslint-disable-line no-sparse-arrays
  'process.env': [() => process.env, `Object ${JSON.stringify(process.env)}`],
  'ArrayBuffer': [() => new ArrayBuffer(8), 'ArrayBuffer 8 fixed'],
  'resizable ArrayBuffer': [() => new ArrayBuffer(8, { maxByteLength: 16 }), 'ArrayBuffer 8 16'],
  'part of a buffer': [() => Uint8Array.of(1, 2, 3, 4).subarray(1, 3), 'Uint8Array 2,3 of 4'],
  'Buffer': [() => Buffer.from(new ArrayBuffer(3)), 'Uint8Array 0,0,0 of 3'],
  'WebAssembly.Module': [() => new WebAssembly.Module(WASM), 'Module 42'],
  'Blob': [() => new Blob(['abc'], { type: 'text/plain' }), 'Blob 3 text/plain'],
  'File': [() => new File(['abc'], 'n.txt', { type: 'a/b', lastModified: 5 }), 'File n.txt 3 a/b 5'],
  'DOMException': [() => new DOMException('m', 'AbortError'), 'DOMException AbortError m 20'],
  'secret key': [() => crypto.createSecretKey(Buffer.from('abcd')), 'SecretKeyObject secret abcd'],
  'private key': [() => privateKey, 'PrivateKeyObject private ed25519'],
  'public key': [() => publicKey, 'PublicKeyObject public ed25519'],
  'CryptoKey': [() => crypto.subtle.importKey('raw', Buffer.alloc(16), 'AES-GCM', false, ['encrypt']), 'CryptoKey AES-GCM false encrypt'],
  'X509Certificate': [() => new crypto.X509Certificate(CERTIFICATE), 'X509Certificate CN=anode.example'],
  'histogram': [recorded, 'RecordableHistogram 1 5'],
  'BlockList': [() => blocking('1.2.3.4'), 'BlockList true'],
  'SocketAddress': [() => new net.SocketAddress({ address: '1.2.3.4', port: 80 }), 'SocketAddress 1.2.3.4:80'],
};

/** Kinds that move, and can not be copied. */
const MOVED = {
  'MessagePort': [() => new MessageChannel().port1, 'MessagePort open'],
  'ReadableStream': [() => new ReadableStream(), 'ReadableStream false'],
  'WritableStream': [() => new WritableStream(), 'WritableStream false'],
  'TransformStream': [() => new TransformStream(), 'TransformStream false'],
  'FileHandle': [() => fs.promises.open('/dev/null'), 'FileHandle true'],
  'AbortSignal': [() => util.transferableAbortController().signal, 'AbortSignal false undefined'],
  'aborted AbortSignal': [() => util.transferableAbortSignal(AbortSignal.abort('why')), 'AbortSignal true why'],
};

/** Kinds that go nowhere, and why. */
const REFUSED = {
  'symbol': [() => Symbol('x'), 'Symbol(x) could not be cloned.'],
  'WeakMap': [() => new WeakMap(), '#<WeakMap> could not be cloned.'],
  'proxy': [() => new Proxy({}, {}), '#<Object> could not be cloned.'],
  'WebAssembly.Instance': [() => new WebAssembly.Instance(new WebAssembly.Module(WASM)), /could not be cloned\.$/],
  'MessageEvent': [() => new MessageEvent('message'), UNSUPPORTED],
  'CloseEvent': [() => new CloseEvent('close'), UNSUPPORTED],
  'ErrorEvent': [() => new ErrorEvent('error'), UNSUPPORTED],
  'URLPattern': [() => new URLPattern('http://a/*'), UNSUPPORTED],
  'context of node:vm with a function': [() => vm.runInNewContext('({ a() {} })'), /could not be cloned\.$/],
};

if (isMainThread) main();
else parentPort.on('message', (value) => parentPort.postMessage(describe(value)));

async function main() {
  const worker = new Worker(__filename);
  const answer = () => new Promise((resolve) => worker.once('message', resolve));
  for (const [kind, [make, expected]] of Object.entries(COPIED)) {
    worker.postMessage(await make());
    assert.strictEqual(await answer(), expected, kind);
  }
  for (const [kind, [make, expected]] of Object.entries(MOVED)) {
    const value = await make();
    assertRefused(() => worker.postMessage({ value }), MUST_MOVE, kind);
    worker.postMessage(value, [value]);
    assert.strictEqual(await answer(), expected, kind);
  }
  for (const [kind, [make, why]] of Object.entries(REFUSED)) {
    const value = await make();
    assertRefused(() => worker.postMessage(value), why, kind);
    assertRefused(() => worker.postMessage(1, [value]), NOT_IN_LISTS, kind);
  }
  await buffers(worker, answer);
  await worker.terminate();
}

async function buffers(worker, answer) {
  const moving = new ArrayBuffer(8);
  worker.postMessage(moving, [moving]);
  assert.strictEqual(await answer(), 'ArrayBuffer 8 fixed');
  assert.ok(moving.detached);
  assertRefused(() => worker.postMessage(1, [moving]), 'Cannot transfer object of unsupported type.', 'detached buffer');

  // The memory of WebAssembly stays where it is.
  const { buffer } = new WebAssembly.Memory({ initial: 1 });
  assertRefused(() => worker.postMessage(buffer, [buffer]), 'Cannot transfer object of unsupported type.', 'memory of WebAssembly');
  assert.strictEqual(buffer.byteLength, 65536);
  worker.postMessage(buffer);
  assert.strictEqual(await answer(), 'ArrayBuffer 65536 fixed');

  const shared = new SharedArrayBuffer(8);
  worker.postMessage(shared);
  assert.strictEqual(await answer(), 'SharedArrayBuffer 8');
  assert.strictEqual(new Int32Array(shared)[0], 7);
  assertRefused(() => worker.postMessage(shared, [shared]), NOT_IN_LISTS, 'SharedArrayBuffer');
}

function assertRefused(send, message, kind) {
  assert.throws(send, { name: 'DataCloneError', code: 25, message }, kind);
}
