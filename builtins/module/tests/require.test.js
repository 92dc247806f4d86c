'use strict';

// Loading, caching, cycles and failures of CommonJS modules.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const Module = require('node:module');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-require-')));
const file = (name, text) => {
  const full = path.join(root, name);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
  return full;
};

try {
  const a = file('a.js', 'exports.value = 1; exports.parent = module.parent.filename; exports.dir = __dirname;');
  const loaded = require(a);
  assert.strictEqual(loaded.value, 1);
  assert.strictEqual(loaded.dir, root);
  assert.strictEqual(loaded.parent, __filename);
  assert.strictEqual(require(path.join(root, 'a')), loaded);
  assert.strictEqual(require.cache[a].exports, loaded);
  delete require.cache[a];
  assert.notStrictEqual(require(a), loaded);

  // The ten frames of an error tell who required the module.
  const thrower = file('thrower.js', 'exports.stack = new Error("here").stack');
  const stackOf = require(file('requirer.js', `module.exports = require('./thrower').stack`));
  assert.ok(stackOf.includes(thrower) && stackOf.includes('requirer.js'), stackOf);

  // A package, its exports and its own name.
  file('node_modules/p/package.json', '{"name":"p","exports":{".":"./main.js","./sub/*":"./lib/*.js"}}');
  file('node_modules/p/main.js', 'module.exports = "main:" + require("p/sub/x");');
  file('node_modules/p/lib/x.js', 'module.exports = "x";');
  const user = Module.createRequire(path.join(root, 'user.js'));
  assert.strictEqual(user('p'), 'main:x');
  assert.throws(() => user('p/none'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  assert.strictEqual(user.resolve('p/sub/x'), path.join(root, 'node_modules/p/lib/x.js'));
  assert.deepStrictEqual(user.resolve.paths('./x'), [root]);
  assert.strictEqual(Module._findPath('./a', { 0: root, length: 1 }), a);

  // Failures.
  assert.throws(() => user('./none'), {
    code: 'MODULE_NOT_FOUND',
    message: `Cannot find module './none'\nRequire stack:\n- ${path.join(root, 'user.js')}`,
    requireStack: [path.join(root, 'user.js')],
  });
  const bad = file('bad.js', 'throw new Error("once")');
  assert.throws(() => require(bad), /once/);
  assert.strictEqual(require.cache[bad], undefined);
  const json = file('bad.json', '{');
  assert.throws(() => require(json), (error) => error instanceof SyntaxError && error.message.startsWith(`${json}: `));
  assert.throws(() => require('node:none'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });

  // Cycles see unfinished exports.
  file('c1.js', 'exports.early = 1; exports.other = require("./c2"); exports.late = 2;');
  file('c2.js', 'const c1 = require("./c1"); module.exports = { early: c1.early, late: "late" in c1 };');
  assert.deepStrictEqual(user('./c1').other, { early: 1, late: false });
  assert.strictEqual(Object.getPrototypeOf(user('./c1')), Object.prototype);

  // A handler of one's own.
  Module._extensions['.up'] = (module, filename) => module._compile(fs.readFileSync(filename, 'utf8').toLowerCase(), filename);
  file('x.up', 'MODULE.EXPORTS = "UP";');
  assert.strictEqual(user('./x.up'), 'up');
  delete Module._extensions['.up'];

  // A replaced _load.
  const { _load } = Module;
  Module._load = function(request, ...rest) {
    return request === 'mocked' ? 'mock' : Reflect.apply(_load, this, [request, ...rest]);
  };
  assert.strictEqual(user('mocked'), 'mock');
  Module._load = _load;
} finally {
  fs.rmSync(root, { recursive: true });
}
