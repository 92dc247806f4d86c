'use strict';

// Programs that take the iterators of arrays away, or leave words of property descriptors on `Object.prototype`, still load modules, read
// files, wait and print.

const { AsyncLocalStorage } = require('node:async_hooks');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const damages = {
  'no array iterators': () => {
    delete Object.getPrototypeOf([][Symbol.iterator]()).next;
    delete Array.prototype[Symbol.iterator];
  },
  'Object.prototype.get': () => { Object.prototype.get = () => 'polluted'; },
  'Object.prototype.set': () => { Object.prototype.set = () => {}; },
  'Object.prototype.value': () => { Object.prototype.value = 'polluted'; },
  'Object.prototype.writable': () => { Object.prototype.writable = true; },
};

/** Each gives true. Nothing here may itself iterate. */
const works = {
  modules: (directory) => {
    const requireThere = createRequire(path.join(directory, 'main.js'));
    return requireThere('./required.js').one === 1 && require('node:vm').runInNewContext('1 + 1') === 2;
  },
  imports: (directory) => import(path.join(directory, 'imported.mjs')).then((namespace) => namespace.default === 2),
  files: (directory) => fs.readFileSync(path.join(directory, 'data.json'), 'utf8') === '{"one":1}' && fs.readdirSync(directory).length === 3,
  promises: (directory) => fs.promises.readFile(path.join(directory, 'data.json'), 'utf8').then((text) => text === '{"one":1}'),
  streams: (directory) => new Promise((resolve) => {
    let text = '';
    fs.createReadStream(path.join(directory, 'data.json'), 'utf8').on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text === '{"one":1}'));
  }),
  waiting: () => new Promise((resolve) => {
    const storage = new AsyncLocalStorage();
    storage.run('kept', (given) => {
      setTimeout((value) => setImmediate(() => process.nextTick(() => resolve(value === 5 && storage.getStore() === given))), 1, 5);
    }, 'kept');
  }),
  texts: () => {
    const url = new URL('http://host/?a=b');
    return url.searchParams.get('a') === 'b' && path.join('/a', '../b') === '/b' && Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString() === 'ab';
  },
  printing: () => {
    console.log('%s %o', 'printed', { list: [1] });
    return require('node:util').inspect({ error: new Error('shown') }).length > 20;
  },
  aborting: () => {
    const controller = new AbortController();
    let heard = false;
    controller.signal.addEventListener('abort', () => { heard = true; });
    controller.abort();
    return heard;
  },
};

async function runDamaged(name, directory) {
  const names = Object.keys(works);
  damages[name]();
  for (let i = 0; i < names.length; i++) {
    const outcome = await works[names[i]](directory);
    if (outcome !== true) throw new Error(`${names[i]}: ${outcome}`);
  }
}

function runAll() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'damaged-prototypes-'));
  fs.writeFileSync(path.join(directory, 'data.json'), '{"one":1}');
  fs.writeFileSync(path.join(directory, 'required.js'), 'exports.one = require("./data.json").one;');
  fs.writeFileSync(path.join(directory, 'imported.mjs'), 'import { one } from "./required.js"; export default one + 1;');
  for (const name of Object.keys(damages)) execFileSync(process.execPath, [__filename, name, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  fs.rmSync(directory, { recursive: true });
}

if (process.argv.length > 2) runDamaged(process.argv[2], process.argv[3]);
else runAll();
