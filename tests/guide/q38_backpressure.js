// write() says when the buffer is full; drain says when to go on.
'use strict';

const { Readable, Writable } = require('node:stream');

const delivered = [];
const slow = new Writable({
  highWaterMark: 4,
  write(chunk, encoding, callback) {
    delivered.push(chunk.length);
    setImmediate(callback);
  },
});

let paused = 0;
const source = Readable.from(['aa', 'bb', 'cc', 'dd', 'ee'].map(Buffer.from));
source.on('data', (chunk) => {
  const more = slow.write(chunk);
  if (!more) {
    paused++;
    source.pause();
  }
});
slow.on('drain', () => source.resume());
source.on('end', () => slow.end());
slow.on('finish', () => {
  console.log(delivered, 'paused', paused, 'times', slow.writableLength, slow.writableNeedDrain);
  piped();
});

function piped() {
  let largest = 0;
  let total = 0;
  const sink = new Writable({
    highWaterMark: 1024,
    write(chunk, encoding, callback) {
      largest = Math.max(largest, this.writableLength);
      total += chunk.length;
      setImmediate(callback);
    },
  });
  let left = 200;
  const endless = new Readable({
    highWaterMark: 1024,
    read() { this.push(left-- > 0 ? Buffer.alloc(512) : null); },
  });
  endless.pipe(sink).on('finish', () => console.log('piped', total, 'bytes, never more than', largest <= 2048, 'waiting'));
}
