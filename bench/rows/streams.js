'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { PassThrough, Readable, Transform, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { inGroups, measure, temporaryFolder } = require('./measure.js');

const folder = temporaryFolder();
const source = path.join(folder, 'source');
const target = path.join(folder, 'target');
const records = path.join(folder, 'records.ndjson');
const MIB = 16;
const LINES = 20_000;
const chunk = Buffer.alloc(16 << 10, 'x');

fs.writeFileSync(source, Buffer.alloc(MIB << 20, 'x'));
fs.writeFileSync(records, Array.from({ length: LINES }, (_, id) => `${JSON.stringify({ id, name: `name ${id}`, tags: ['a', 'b'] })}\n`).join(''));

/** Splits at line ends, parses, changes and prints each record. */
class Records extends Transform {
  #rest = '';

  constructor() {
    super({ decodeStrings: false });
  }

  _transform(part, encoding, done) {
    const lines = (this.#rest + part).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const record = JSON.parse(line);
      record.id++;
      this.push(`${JSON.stringify(record)}\n`);
    }
    done();
  }
}

class Sink extends Writable {
  _write(part, encoding, done) {
    done();
  }
}

function* chunks(count) {
  for (let i = 0; i < count; i++) yield chunk;
}

measure({
  'pipeline file to file, MiB': inGroups(MIB, () => pipeline(fs.createReadStream(source), fs.createWriteStream(target))),
  'NDJSON transform, lines': inGroups(LINES, () => pipeline(fs.createReadStream(records, 'utf8'), new Records(), new Sink())),
  'pipe through PassThrough, chunks': (n) => pipeline(Readable.from(chunks(n)), new PassThrough(), new Sink()),
  'write, chunks': (n) => new Promise((resolve) => {
    const sink = new Sink();
    let left = n;
    const write = () => {
      while (left-- > 0) {
        if (!sink.write(chunk)) return sink.once('drain', write);
      }
      sink.end(resolve);
    };
    write();
  }),
  'for await of a Readable, chunks': async (n) => {
    const readable = new Readable({ read() { this.push(n-- > 0 ? chunk : null); } });
    for await (const part of readable) part.length;
  },
});
