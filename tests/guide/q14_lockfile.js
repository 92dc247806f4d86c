// The lock file pins what the ranges of package.json allow.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

let folder = __dirname;
while (!fs.existsSync(path.join(folder, 'package-lock.json'))) folder = path.dirname(folder);
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
console.log('lock file version', lock.lockfileVersion);
for (const name of Object.keys(manifest.dependencies).sort()) {
  const locked = lock.packages[`node_modules/${name}`].version;
  const installed = require(path.join(folder, 'node_modules', name, 'package.json')).version;
  console.log(name, 'locked and installed alike:', locked === installed);
}
