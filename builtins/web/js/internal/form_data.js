'use strict';

/** https://xhr.spec.whatwg.org/#interface-formdata */

const { codes } = require('internal:shared/errors');

class FormData {
  /** @type {[string, string | File][]} */
  #entries = [];

  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError("FormData constructor: Argument 1 could not be converted to: 'undefined'.");
  }

  append(name, value, filename = undefined) {
    requireArguments(arguments, 2, 'append');
    this.#entries.push(entryOf(name, value, filename));
  }

  delete(name) {
    requireArguments(arguments, 1, 'delete');
    const key = `${name}`.toWellFormed();
    this.#entries = this.#entries.filter(([known]) => known !== key);
  }

  get(name) {
    requireArguments(arguments, 1, 'get');
    const key = `${name}`.toWellFormed();
    return this.#entries.find(([known]) => known === key)?.[1] ?? null;
  }

  getAll(name) {
    requireArguments(arguments, 1, 'getAll');
    const key = `${name}`.toWellFormed();
    return this.#entries.filter(([known]) => known === key).map(([, value]) => value);
  }

  has(name) {
    requireArguments(arguments, 1, 'has');
    const key = `${name}`.toWellFormed();
    return this.#entries.some(([known]) => known === key);
  }

  set(name, value, filename = undefined) {
    requireArguments(arguments, 2, 'set');
    const entry = entryOf(name, value, filename);
    const first = this.#entries.findIndex(([known]) => known === entry[0]);
    if (first === -1) {
      this.#entries.push(entry);
      return;
    }
    this.#entries = this.#entries.filter(([known], index) => index <= first || known !== entry[0]);
    this.#entries[first] = entry;
  }

  *entries() { for (const [name, value] of this.#entries) yield [name, value]; }
  *keys() { for (const [name] of this.#entries) yield name; }
  *values() { for (const [, value] of this.#entries) yield value; }
  [Symbol.iterator]() { return this.entries(); }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    for (const [name, value] of this) Reflect.apply(callback, thisArg, [value, name, this]);
  }
}

for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'entries', 'keys', 'values', 'forEach']) {
  Object.defineProperty(FormData.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(FormData.prototype, Symbol.toStringTag, { __proto__: null, value: 'FormData', configurable: true });

function requireArguments(given, count, method) {
  if (given.length >= count) return;
  throw new TypeError(`FormData.${method}: ${count} argument${count > 1 ? 's' : ''} required, but${given.length ? ' only' : ''} ${given.length} found.`);
}

/** A blob becomes a file named `blob` or as asked. */
function entryOf(name, value, filename) {
  const { Blob, File } = require('node:buffer');
  const key = `${name}`.toWellFormed();
  if (!(value instanceof Blob)) return [key, `${value}`.toWellFormed()];
  if (value instanceof File && filename === undefined) return [key, value];
  return [key, new File([value], filename === undefined ? 'blob' : `${filename}`, { type: value.type })];
}

/** The multipart body of a form, with its content type. @param {FormData} form */
function encodeForm(form) {
  const { Blob } = require('node:buffer');
  const boundary = `----formdata-${require('node:crypto').randomUUID()}`;
  const quote = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
  const parts = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"`;
    if (typeof value === 'string') {
      parts.push(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`);
    } else {
      parts.push(`${head}; filename="${quote(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`, value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

module.exports = { FormData, encodeForm };
