'use strict';

const zlib = require('node:zlib');
const { measure } = require('./measure.js');

const text = Buffer.from(JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id, name: `name ${id * 7919 % 1000}` }))));
const short = text.subarray(0, 300);
const zipped = zlib.gzipSync(text);
const brotli = zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } });
const quick = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };
const times = (operation) => (n) => { for (let i = 0; i < n; i++) operation(i); };

measure({
  'gzipSync, 30 KB': times(() => zlib.gzipSync(text)),
  'gzipSync, 300 B': times(() => zlib.gzipSync(short)),
  'gunzipSync, 30 KB': times(() => zlib.gunzipSync(zipped)),
  'gzip, 30 KB': async (n) => { for (let i = 0; i < n; i++) await new Promise((resolve) => zlib.gzip(text, resolve)); },
  'gzip, 300 B': async (n) => { for (let i = 0; i < n; i++) await new Promise((resolve) => zlib.gzip(short, resolve)); },
  'brotliCompressSync quality 5, 30 KB': times(() => zlib.brotliCompressSync(text, quick)),
  'brotliDecompressSync, 30 KB': times(() => zlib.brotliDecompressSync(brotli)),
  'crc32': times(() => zlib.crc32(text)),
});
