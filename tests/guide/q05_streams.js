// The four kinds of stream, piped together.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Readable, Writable, Duplex, Transform, PassThrough } = require('node:stream');
const { pipeline } = require('node:stream/promises');

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-q05-'));
  const input = path.join(folder, 'input.txt');
  const output = path.join(folder, 'output.txt');
  fs.writeFileSync(input, 'line of text\n'.repeat(20_000));

  const upper = new Transform({
    transform(chunk, encoding, callback) { callback(null, chunk.toString().toUpperCase()); },
  });
  await pipeline(fs.createReadStream(input), upper, fs.createWriteStream(output));
  const copied = fs.readFileSync(output, 'utf8');
  console.log(copied.length, copied.slice(0, 13).trimEnd(), copied === fs.readFileSync(input, 'utf8').toUpperCase());

  const seen = [];
  const sink = new Writable({ objectMode: true, write(item, encoding, callback) { seen.push(item); callback(); } });
  await pipeline(Readable.from([1, 2, 3]).map((n) => n * n), new PassThrough({ objectMode: true }), sink);
  console.log(seen);

  const echo = new Duplex({
    read() {},
    write(chunk, encoding, callback) { this.push(`echo ${chunk}`); callback(); },
    final(callback) { this.push(null); callback(); },
  });
  echo.end('hello');
  console.log(await echo.setEncoding('utf8').toArray());

  await pipeline(fs.createReadStream(path.join(folder, 'missing')), new PassThrough()).catch((err) => console.log('failed:', err.code));
  fs.rmSync(folder, { recursive: true });
}

main();
