// Flags: --enable-source-maps
'use strict';

// The sources of a map are relative to the map, not to the script that names it.

const assert = require('node:assert');
const fs = require('node:fs');
const { findSourceMap } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-map-')));
process.on('exit', () => fs.rmSync(root, { recursive: true }));
fs.mkdirSync(path.join(root, 'maps'));
const script = path.join(root, 'script.js');
fs.writeFileSync(path.join(root, 'maps/script.js.map'), '{"version":3,"sources":["../src/script.ts"],"names":[],"mappings":"AAAA"}');
fs.writeFileSync(script, 'module.exports = new Error("mapped").stack;\n//# sourceMappingURL=maps/script.js.map\n');
const source = path.join(root, 'src/script.ts');
assert(require(script).includes(`${source}:1:`));
assert.strictEqual(findSourceMap(script).findEntry(0, 0).originalSource, pathToFileURL(source).href);
