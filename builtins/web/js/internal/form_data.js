'use strict';

/** https://xhr.spec.whatwg.org/#interface-formdata */

const { definePairIteration } = require('internal:web/pair_iterator');
const { defineInterface, illegalInvocation, isObject, requireArguments, shown, toUSVString } = require('internal:web/webidl');
const { forbidCloning } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

let entriesOf;

class FormData {
  /** @type {[string, string | File][]} */
  #entries = [];

  static {
    entriesOf = (form) => {
      if (!isObject(form) || !(#entries in form)) throw illegalInvocation();
      return form.#entries;
    };
  }

  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
  }

  append(name, value, filename = undefined) {
    const entries = entriesOf(this);
    requireArguments(arguments, 2, 'FormData.append');
    entries.push(entryOf('FormData.append', name, value, filename, arguments.length > 2));
  }

  delete(name) {
    entriesOf(this);
    requireArguments(arguments, 1, 'FormData.delete');
    const key = toUSVString(name, 'FormData.delete', 'name');
    this.#entries = this.#entries.filter(([known]) => known !== key);
  }

  get(name) {
    const entries = entriesOf(this);
    requireArguments(arguments, 1, 'FormData.get');
    const key = toUSVString(name, 'FormData.get', 'name');
    return entries.find(([known]) => known === key)?.[1] ?? null;
  }

  getAll(name) {
    const entries = entriesOf(this);
    requireArguments(arguments, 1, 'FormData.getAll');
    const key = toUSVString(name, 'FormData.getAll', 'name');
    return entries.filter(([known]) => known === key).map(([, value]) => value);
  }

  has(name) {
    const entries = entriesOf(this);
    requireArguments(arguments, 1, 'FormData.has');
    const key = toUSVString(name, 'FormData.has', 'name');
    return entries.some(([known]) => known === key);
  }

  set(name, value, filename = undefined) {
    const entries = entriesOf(this);
    requireArguments(arguments, 2, 'FormData.set');
    const entry = entryOf('FormData.set', name, value, filename, arguments.length > 2);
    const first = entries.findIndex(([known]) => known === entry[0]);
    if (first === -1) {
      entries.push(entry);
      return;
    }
    this.#entries = entries.filter(([known], index) => index <= first || known !== entry[0]);
    this.#entries[first] = entry;
  }

  static {
    definePairIteration(this, entriesOf);
  }

  [kInspect](depth, options) {
    const { formatWithOptions } = require('node:util');
    const state = { __proto__: null };
    for (const [name, value] of this.#entries) {
      if (state[name] === undefined) state[name] = value;
      else if (Array.isArray(state[name])) state[name].push(value);
      else state[name] = [state[name], value];
    }
    const output = formatWithOptions({ ...options, depth: options.depth ?? depth }, state);
    return `FormData ${output.slice(output.indexOf(']') + 2)}`;
  }

  static {
    Object.defineProperty(this.prototype, Symbol.iterator, {
      __proto__: null, value: this.prototype.entries, writable: true, configurable: true,
    });
  }
}

forbidCloning(FormData);

defineInterface(FormData, ['append', 'delete', 'get', 'getAll', 'has', 'set']);

/** A blob becomes a file named `blob` or as asked. */
function entryOf(context, name, value, filename, isNamed) {
  const { Blob, File } = require('node:buffer');
  const key = toUSVString(name, context, 'name');
  if (!(value instanceof Blob)) {
    const text = toUSVString(value, context, 'value');
    if (isNamed) throw new TypeError(`${context}: Expected value ("${shown(text)}") to be an instance of Blob.`);
    return [key, text];
  }
  if (value instanceof File && filename === undefined) return [key, value];
  const fileName = filename === undefined ? 'blob' : toUSVString(filename, context, 'filename');
  return [key, new File([value], fileName, { type: value.type, lastModified: value.lastModified })];
}

/** Adds an entry that a parser has read. @param {FormData} form @param {string | File} value */
function appendEntry(form, name, value) {
  entriesOf(form).push([name, value]);
}

/** The multipart body of a form, with its content type (https://html.spec.whatwg.org/#multipart-form-data). @param {FormData} form */
function encodeForm(form) {
  const { Blob } = require('node:buffer');
  const boundary = `----formdata-undici-0${`${Math.floor(Math.random() * 1e11)}`.padStart(11, '0')}`;
  const parts = [];
  for (const [name, value] of entriesOf(form)) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(normalised(name))}"`;
    if (typeof value === 'string') {
      parts.push(`${head}\r\n\r\n${normalised(value)}\r\n`);
    } else {
      parts.push(`${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`, value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function normalised(text) {
  return text.replace(/\r?\n|\r/g, '\r\n');
}

function quoted(text) {
  return text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
}

module.exports = { FormData, appendEntry, encodeForm };
