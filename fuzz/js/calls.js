'use strict';

/** Sequences of calls: keys of a terminal, listeners of an emitter, data through a compressor. */

const EventEmitter = require('node:events');
const { emitKeypressEvents } = require('node:readline');
const { PassThrough } = require('node:stream');
const zlib = require('node:zlib');
const { below, many, outcome, pick, run } = require('./chance.js');

const KEYS = ['a', 'Z', '1', ' ', '\t', '\r', '\n', '\b', '\x7f', '\x1b', '\x1b[A', '\x1b[1;5C', '\x1bOP', '\x1b[[A', '\x1b[3~', '\x1b[3;2~', '\x1b[200~', '\x1bf', '\x03', '\x1a', 'é', '😀', '\x1b[Z', '\x1b\x1b[C', '[', 'O', ';', '~', '\x1b[1', '\x00', '\x1b[97;5u'];
const NAMES = ['a', 'b', 'error', 'newListener', 'removeListener'];
const METHODS = ['on', 'once', 'prependListener', 'prependOnceListener', 'off', 'removeAllListeners', 'emit', 'listenerCount', 'eventNames', 'listeners', 'rawListeners'];
const FORMATS = [['gzipSync', 'gunzipSync'], ['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync'], ['gzipSync', 'unzipSync'], ['brotliCompressSync', 'brotliDecompressSync'], ['zstdCompressSync', 'zstdDecompressSync']];

/** The keys that a terminal which sends these texts has pressed. */
function keys(texts) {
  const input = new PassThrough();
  const pressed = [];
  emitKeypressEvents(input);
  input.on('keypress', (text, key) => pressed.push([text, key]));
  for (const text of texts) input.emit('data', Buffer.from(text));
  input.destroy();
  return pressed;
}

/** What an emitter does for random calls of its methods. */
function events(steps) {
  const emitter = new EventEmitter();
  const log = [];
  const listeners = [0, 1, 2].map((number) => function listener(...args) {
    log.push(number, args.map((arg) => (typeof arg !== 'function' ? arg : arg.listener === undefined ? arg.name : 'wrapped')));
    if (number === 1) emitter.off('a', listeners[0]);
    // Not without end, where this listens to new listeners.
    if (number === 2 && log.length < 20) emitter.once('b', listeners[1]);
  });
  for (const [method, name, number] of steps) {
    const rest = method === 'emit' ? [number, 'x'] : [listeners[number]];
    const given = outcome(() => emitter[method](name, ...rest));
    log.push(Array.isArray(given) ? given.map((each) => (typeof each === 'string' ? each : listeners.indexOf(each.listener ?? each))) : typeof given === 'object' ? 'emitter' : given);
  }
  return log;
}

/** Data there and back, and what becomes of a part; the bytes between are not the same everywhere. */
function compressed([pack, unpack], data, options, part) {
  const packed = zlib[pack](data, options);
  const cut = packed.subarray(0, part % packed.length);
  const twice = Buffer.concat([packed, packed]);
  const read = (bytes, how) => outcome(() => zlib[unpack](bytes, how).equals(data));
  return [read(packed), read(cut), read(twice), read(packed, { maxOutputLength: part }), read(packed, { finishFlush: zlib.constants.Z_SYNC_FLUSH })];
}

run(() => {
  const texts = many(1 + below(5), () => pick(KEYS));
  const steps = many(below(10), () => [pick(METHODS), pick(NAMES), below(3)]);
  const data = Buffer.from(many(below(40), () => pick(['abc', 'é', '\0\0\0\0', String(below(1e9))])).join(''));
  const [format, part] = [pick(FORMATS), below(500)];
  const options = format[0].startsWith('b') || format[0].startsWith('z') ? {} : { level: below(11) - 1, windowBits: 9 + below(7), memLevel: 1 + below(9), strategy: below(5) };
  return [[texts, steps, data.length, format, part, options], keys(texts), events(steps), outcome(() => compressed(format, data, options, part))];
});
