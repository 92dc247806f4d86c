// One buffer of the whole file, or chunks of 64 KiB.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-q11-'));
const file = path.join(folder, 'large.bin');
fs.writeFileSync(file, Buffer.alloc(300_000, 'x'));

fs.readFile(file, (err, data) => {
  if (err) throw err;
  console.log('readFile:', data.length, Buffer.isBuffer(data));

  const sizes = [];
  fs.createReadStream(file)
    .on('open', (fd) => console.log('open:', Number.isInteger(fd)))
    .on('data', (chunk) => sizes.push(chunk.length))
    .on('end', () => console.log('chunks:', sizes))
    .on('close', part);
});

async function part() {
  const chunks = [];
  for await (const chunk of fs.createReadStream(file, { start: 10, end: 29, highWaterMark: 8, encoding: 'latin1' })) chunks.push(chunk);
  console.log(chunks);
  fs.rmSync(folder, { recursive: true });
}
