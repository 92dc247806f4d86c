// What surrounds a program: no window, but files, sockets and a process.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

console.log('window:', typeof window, 'document:', typeof document);
console.log('global is globalThis:', global === globalThis);
console.log('this in a module is its exports:', this === module.exports);
console.log('own globals:', ['process', 'Buffer', 'require', 'setImmediate', 'structuredClone', 'fetch'].map((name) => {
  const known = name === 'require' ? typeof require : typeof globalThis[name];
  return `${name}=${name === 'fetch' ? known !== undefined : known}`;
}).join(' '));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-q01-'));
const file = path.join(folder, 'note.txt');
fs.writeFileSync(file, 'full access to the file system\n');
console.log(fs.readFileSync(file, 'utf8').trimEnd());
console.log(fs.statSync(file).size, path.basename(file));
fs.rmSync(folder, { recursive: true });
console.log('gone:', !fs.existsSync(folder));
console.log(Object.prototype.toString.call(globalThis), Object.prototype.toString.call(process));
