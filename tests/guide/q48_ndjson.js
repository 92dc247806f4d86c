// Newline-delimited JSON, one object at a time, whatever the chunks.
'use strict';

const { Readable, Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { StringDecoder } = require('node:string_decoder');

class Lines extends Transform {
  #rest = '';
  #decoder = new StringDecoder('utf8');

  constructor() {
    super({ readableObjectMode: true });
  }

  _transform(chunk, encoding, callback) {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop();
    this.#emit(lines, callback);
  }

  _flush(callback) {
    this.#emit([this.#rest + this.#decoder.end()], callback);
  }

  #emit(lines, callback) {
    try {
      for (const line of lines) if (line.trim() !== '') this.push(JSON.parse(line));
      callback();
    } catch (err) {
      callback(err);
    }
  }
}

const text = Buffer.from('{"id":1,"name":"Zoë"}\n\n{"id":2,"tags":["a","b"]}\n{"id":3,"emoji":"🚀"}');

async function parse(size) {
  const chunks = [];
  for (let i = 0; i < text.length; i += size) chunks.push(text.subarray(i, i + size));
  const found = [];
  await pipeline(Readable.from(chunks), new Lines(), async (objects) => {
    for await (const object of objects) found.push(object);
  });
  return found;
}

(async () => {
  const whole = await parse(text.length);
  console.log(whole);
  for (const size of [1, 2, 3, 7]) console.log('chunks of', size, JSON.stringify(await parse(size)) === JSON.stringify(whole));
  await pipeline(Readable.from([Buffer.from('{"ok":1}\n{broken\n')]), new Lines(), async (objects) => {
    for await (const object of objects) console.log(object);
  }).catch((err) => console.log(err.name));
})();
