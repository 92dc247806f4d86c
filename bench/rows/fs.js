'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { inGroups, measure, temporaryFolder } = require('./measure.js');

const folder = temporaryFolder();
const small = path.join(folder, 'small.txt');
const big = path.join(folder, 'big.txt');
const written = path.join(folder, 'written.txt');
const text = 'x'.repeat(1024);
fs.writeFileSync(small, text);
fs.writeFileSync(big, 'x'.repeat(8 << 20));
for (let i = 0; i < 50; i++) fs.writeFileSync(path.join(folder, `file-${i}`), '');

const each = (operation) => async (n) => {
  for (let i = 0; i < n; i++) await operation();
};
const times = (operation) => (n) => {
  for (let i = 0; i < n; i++) operation();
};
/** Sixteen at a time, as a server has them. */
const together = (operation) => inGroups(16, () => Promise.all(Array.from({ length: 16 }, operation)));

measure({
  'readFileSync 1 KiB': times(() => fs.readFileSync(small)),
  'readFileSync 1 KiB utf8': times(() => fs.readFileSync(small, 'utf8')),
  'readFileSync 8 MiB': times(() => fs.readFileSync(big)),
  'readFileSync 8 MiB utf8': times(() => fs.readFileSync(big, 'utf8')),
  'writeFileSync 1 KiB': times(() => fs.writeFileSync(written, text)),
  'statSync': times(() => fs.statSync(small)),
  'existsSync': times(() => fs.existsSync(small)),
  'readdirSync': times(() => fs.readdirSync(folder)),
  'promises.readFile 1 KiB': each(() => fs.promises.readFile(small)),
  'promises.readFile 8 MiB': each(() => fs.promises.readFile(big)),
  'promises.readFile 1 KiB, 16 at once': together(() => fs.promises.readFile(small)),
  'promises.stat': each(() => fs.promises.stat(small)),
  'promises.writeFile 1 KiB': each(() => fs.promises.writeFile(written, text)),
  'readFile 1 KiB callback': each(() => new Promise((resolve) => fs.readFile(small, resolve))),
  'stat callback': each(() => new Promise((resolve) => fs.stat(small, resolve))),
});
