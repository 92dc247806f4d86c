'use strict';

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

const kConstruct = Symbol('construct');

/** https://html.spec.whatwg.org/#the-navigator-object, as far as Node has it. */
class Navigator {
  constructor(token = undefined) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get locks() { return require('internal:web/locks').locks; }
  get hardwareConcurrency() { return require('node:os').availableParallelism(); }
  get language() { return Intl.DateTimeFormat().resolvedOptions().locale ?? 'en-US'; }
  get languages() { return Object.freeze([this.language]); }
  get userAgent() { return `Node.js/${process.versions.node.split('.')[0]}`; }

  get platform() {
    const names = { darwin: 'MacIntel', win32: 'Win32' };
    const cpus = { x64: 'x86_64', arm64: 'aarch64' };
    return names[process.platform] ?? `${process.platform[0].toUpperCase()}${process.platform.slice(1)} ${cpus[process.arch] ?? process.arch}`;
  }
}

for (const name of ['locks', 'hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform']) {
  Object.defineProperty(Navigator.prototype, name, { __proto__: null, enumerable: true });
}

module.exports = { Navigator, navigator: new Navigator(kConstruct) };
