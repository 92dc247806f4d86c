'use strict';

/** The class `SourceMap` of `node:module`. The decoding is native. */

const path = require('node:path');

class SourceMap {
  #payload;
  #lineLengths;
  #native;
  #base;

  /**
   * @param {object} payload a version 3 source map
   * @param {{ lineLengths?: number[], base?: string }} [options] `base` is the script that relative sources are relative to
   */
  constructor(payload, { lineLengths, base } = { __proto__: null }) {
    require('internal:shared/validators').validateObject(payload, 'payload');
    const { structuredClone } = require('internal:web/structured_clone');
    this.#payload = structuredClone(payload);
    this.#lineLengths = lineLengths === undefined || !Array.isArray(lineLengths) ? undefined : [...lineLengths];
    this.#native = new binding.NativeSourceMap(JSON.stringify(payload));
    this.#base = base;
  }

  /** A copy of the payload. */
  get payload() {
    const { structuredClone } = require('internal:web/structured_clone');
    return structuredClone(this.#payload);
  }

  /** Lengths of the lines of the generated code, if they were given. */
  get lineLengths() {
    return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
  }

  /**
   * The mapping at or before a position of the generated code.
   * @param {number} lineOffset from 0
   * @param {number} columnOffset from 0
   */
  findEntry(lineOffset, columnOffset) {
    const found = this.#native.find(lineOffset, columnOffset);
    if (found === undefined) return {};
    const [generatedLine, generatedColumn, originalSource, originalLine, originalColumn, name] = found;
    const source = originalSource === undefined ? undefined : this.#absolute(originalSource);
    return { generatedLine, generatedColumn, originalSource: source, originalLine, originalColumn, name };
  }

  /**
   * The same from and to positions that count from 1, as in stack traces.
   * @param {number} lineNumber
   * @param {number} columnNumber
   */
  findOrigin(lineNumber, columnNumber) {
    const entry = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (entry.originalSource === undefined || entry.originalLine === undefined || entry.originalColumn === undefined) return {};
    const { name, originalSource, originalLine, originalColumn, generatedLine, generatedColumn } = entry;
    return {
      name,
      fileName: originalSource,
      lineNumber: lineNumber + originalLine - generatedLine,
      columnNumber: columnNumber + originalColumn - generatedColumn,
    };
  }

  #absolute(source) {
    if (this.#base === undefined || /^[a-z][a-z0-9+.-]*:/i.test(source)) return source;
    return binding.pathToFileUrl(path.resolve(path.dirname(this.#base), source));
  }
}

module.exports = { SourceMap };
