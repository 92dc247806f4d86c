'use strict';

// Nanoseconds for one chunk on the common paths, and for one stream.

const { Readable, Transform, Writable, pipeline } = require('stream');

const CHUNKS = 3e5;

const source = (chunk, options) => {
  let left = CHUNKS;
  return new Readable({ ...options, read() { this.push(left-- > 0 ? chunk : null); } });
};
const sink = (options) => new Writable({ ...options, write(chunk, encoding, callback) { callback(); } });

const cases = {
  'pipe bytes': (done) => source(Buffer.alloc(1024)).pipe(sink()).on('finish', done),
  'pipeline through a transform': (done) => {
    const same = new Transform({ objectMode: true, transform(chunk, encoding, callback) { callback(null, chunk); } });
    pipeline(source({}, { objectMode: true }), same, sink({ objectMode: true }), done);
  },
  'write': (done) => {
    const writable = sink();
    const chunk = Buffer.alloc(16);
    for (let i = 0; i < CHUNKS; i++) writable.write(chunk);
    writable.end(done);
  },
  'for await': async (done) => {
    for await (const chunk of source({}, { objectMode: true })) void chunk;
    done();
  },
  'new Transform': (done) => {
    for (let i = 0; i < CHUNKS; i++) new Transform();
    done();
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    // The first run warms up.
    for (let round = 0; round < 3; round++) {
      const start = process.hrtime.bigint();
      await new Promise(run);
      const nanoseconds = Number(process.hrtime.bigint() - start) / CHUNKS;
      if (round > 0) console.log(`${name}: ${nanoseconds.toFixed(0)} ns`);
    }
  }
})();
