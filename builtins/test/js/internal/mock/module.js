'use strict';

/**
 * `mock.module()`: another module stands in for one, for `require()` and `import` alike, until it is restored.
 *
 * Hooks give a mocked module a URL of the scheme `mock-module:`, and the source for it, which takes the values from here. What was loaded before
 * the mock keeps what it has.
 */

const { fileURLToPath, pathToFileURL } = require('node:url');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateObject } = require('internal:shared/validators');
const { isURL } = require('internal:url/url');

const SCHEME = 'mock-module:';

/** Through which the sources get their values; a property of this key is none of the program's business. */
const kMockedModules = Symbol.for('anode.test.mockedModules');

/** The mocks by the URLs they stand for, and by their number. @type {Map<string, ModuleMock>} */
const mocks = new Map();
const byNumber = new Map();
let lastNumber = 0;
let hooks;

class ModuleMock {
  #loads = 0;

  /** @param {string[]} urls @param {{ cache: boolean, namedExports: object, defaultExport?: { value: unknown } }} settings */
  constructor(urls, { cache, namedExports, defaultExport }) {
    this.number = ++lastNumber;
    this.urls = urls;
    this.cache = cache;
    this.namedExports = namedExports;
    this.defaultExport = defaultExport;
  }

  /** The URL of the next load, which is another one each time unless the mock is to be cached. */
  nextURL(kind) {
    return `${SCHEME}${this.number}/${kind}/${this.cache ? 0 : ++this.#loads}`;
  }

  /** What `require()` gives: the default export with the named ones as properties. */
  exports() {
    const names = Object.keys(this.namedExports);
    const exports = this.defaultExport === undefined ? {} : this.defaultExport.value;
    if (names.length === 0) return exports;
    if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) {
      throw new Error('Cannot create mock because named exports cannot be applied to the provided default export.');
    }
    for (const name of names) exports[name] = this.namedExports[name];
    return exports;
  }
}

/** What `mock.module()` gives. */
class MockModuleContext {
  #mock;

  constructor(mock) {
    this.#mock = mock;
  }

  restore() {
    for (const url of this.#mock.urls) if (mocks.get(url) === this.#mock) mocks.delete(url);
    require('internal:module/cjs_module').forgetRelativeResolutions();
  }
}

/**
 * @param {string | URL} specifier
 * @param {object} options https://nodejs.org/api/test.html#mockmodulespecifier-options
 * @param {string} parent the file that asks
 */
function mockModule(specifier, options, parent) {
  if (isURL(specifier)) specifier = specifier.href;
  if (typeof specifier !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'], specifier);
  const settings = readOptions(options);
  const urls = resolveForAll(specifier, parent);
  if (urls.some((url) => mocks.has(url))) throw new codes.ERR_INVALID_STATE(`Cannot mock '${specifier}'. The module is already mocked.`);
  const mock = new ModuleMock(urls, settings);
  for (const url of urls) mocks.set(url, mock);
  byNumber.set(mock.number, mock);
  install();
  return new MockModuleContext(mock);
}

function readOptions(options) {
  validateObject(options, 'options');
  const { cache = false, namedExports = {}, exports } = options;
  validateBoolean(cache, 'options.cache');
  if (exports !== undefined) return { cache, ...readExports(exports, options) };
  validateObject(namedExports, 'options.namedExports');
  return { cache, namedExports, defaultExport: 'defaultExport' in options ? { value: options.defaultExport } : undefined };
}

/** `exports` says it all in one object. */
function readExports(exports, options) {
  validateObject(exports, 'options.exports');
  for (const other of ['namedExports', 'defaultExport']) {
    if (options[other] !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('options.exports', exports, `cannot be used with 'options.${other}'`);
  }
  const { default: value, ...namedExports } = exports;
  return { namedExports, defaultExport: 'default' in exports ? { value } : undefined };
}

/** What `import` and `require()` find by a specifier: one module, or with conditions of a package two. */
function resolveForAll(specifier, parent) {
  const { defaultResolve } = require('internal:module/esm_default');
  const urls = new Set();
  try {
    const found = require('node:module').createRequire(parent).resolve(specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier);
    urls.add(require('node:path').isAbsolute(found) ? pathToFileURL(found).href : withScheme(found));
  } catch {
    // Only `import` can find it, or it is not there.
  }
  try {
    urls.add(defaultResolve(specifier, { __proto__: null, parentURL: pathToFileURL(parent).href }).url);
  } catch (error) {
    if (urls.size === 0) throw error;
  }
  return [...urls];
}

function withScheme(builtin) {
  return builtin.startsWith('node:') ? builtin : `node:${builtin}`;
}

/** Once there is a mock, the modules of the program are looked for among them. */
function install() {
  const { forgetRelativeResolutions } = require('internal:module/cjs_module');
  forgetRelativeResolutions();
  if (hooks !== undefined) return;
  Object.defineProperty(require('node:test'), kMockedModules, { __proto__: null, value: (number) => byNumber.get(number) });
  hooks = require('internal:module/hooks').registerHooks({ resolve, load });
}

function resolve(specifier, context, next) {
  const found = next(specifier, context);
  const mock = mocks.get(found.url) ?? mocks.get(withScheme(found.url));
  if (mock === undefined) return found;
  const isImport = context.conditions.includes('import');
  const kind = isImport ? (isModule(found) ? 'module' : 'import') : 'require';
  return { __proto__: null, url: mock.nextURL(kind), format: isImport ? 'module' : 'commonjs', shortCircuit: true };
}

function isModule({ url, format }) {
  return format?.startsWith('module') || url.endsWith('.mjs') || url.endsWith('.mts');
}

function load(url, context, next) {
  const [, number, kind] = /^mock-module:(\d+)\/(\w+)\//.exec(url) ?? [];
  if (number === undefined) return next(url, context);
  const mock = byNumber.get(Number(number));
  // The next request is to be resolved anew too.
  if (!mock.cache) require('internal:module/cjs_module').forgetRelativeResolutions();
  const reference = `process.getBuiltinModule('node:test')[Symbol.for(${JSON.stringify(kMockedModules.description)})](${number})`;
  const source = kind === 'require' ? `module.exports = ${reference}.exports();` : moduleSource(mock, reference, kind);
  return { __proto__: null, format: kind === 'require' ? 'commonjs' : 'module', shortCircuit: true, source };
}

/** As `import` shows a module: its own exports, or those of a CommonJS module or builtin, whose default is the whole. */
function moduleSource(mock, reference, kind) {
  const names = Object.keys(mock.namedExports).filter((name) => name !== 'default');
  const lines = [`const mock = ${reference};`, ...names.map((name, index) => `const value${index} = mock.namedExports[${JSON.stringify(name)}];`)];
  const exported = names.map((name, index) => `value${index} as ${JSON.stringify(name)}`);
  if (kind === 'import') {
    lines.push('const whole = mock.exports();');
    exported.push('whole as default', 'whole as "module.exports"');
  } else if (mock.defaultExport !== undefined) {
    lines.push('const whole = mock.defaultExport.value;');
    exported.push('whole as default');
  }
  return `${lines.join('\n')}\nexport { ${exported.join(', ')} };`;
}

module.exports = { mockModule };
