'use strict';

/** Carries counts of generated code over to the sources that its source map names. */

const fs = require('node:fs');
const { fileURLToPath } = require('node:url');
const { codes } = require('internal:shared/errors');
const { SourceMap } = require('internal:module/source_map');
const { readLines } = require('internal:test/coverage/lines');

/**
 * @param {{ url: string, functions: import('./merge').FunctionCoverage[] }} script
 * @param {{ data: object | null, lineLengths: number[] }} map as in the coverage file of a process
 * @returns {Iterable<{ url: string, functions: import('./merge').FunctionCoverage[], text: string }>} the sources that are files
 */
function* originalsOf({ url, functions }, { data, lineLengths }) {
  const generated = new GeneratedCode(readMap(url, data), lineLengths);
  const sources = new Sources(url, data);
  const found = new Map();
  for (const fn of functions) {
    for (const [source, ranges] of groupBySource(fn.ranges, generated, sources)) {
      const list = found.get(source) ?? [];
      found.set(source, list);
      list.push({ ...fn, ranges });
    }
  }
  for (const [source, list] of found) yield { url: source, functions: list, text: sources.get(source).text };
}

function readMap(url, data) {
  try {
    return new SourceMap(data);
  } catch {
    throw new codes.ERR_SOURCE_MAP_CORRUPT(url);
  }
}

function groupBySource(ranges, generated, sources) {
  const groups = new Map();
  for (const range of ranges) {
    const source = generated.sourceOf(range);
    if (source === undefined) continue;
    const group = groups.get(source) ?? [];
    groups.set(source, group);
    group.push(generated.original(range, sources.get(source)));
  }
  return groups;
}

/** Positions of generated code by their offset. */
class GeneratedCode {
  #map;
  #starts = [];

  constructor(map, lineLengths) {
    this.#map = map;
    let start = 0;
    for (const length of lineLengths) {
      this.#starts.push(start);
      start += length + 1;
    }
  }

  /** The source in which a range both begins and ends. @returns {string | undefined} */
  sourceOf({ startOffset, endOffset }) {
    const { originalSource } = this.#startEntry(startOffset);
    return originalSource?.startsWith('file:') && this.#entry(endOffset - 1).originalSource === originalSource ? originalSource : undefined;
  }

  original({ startOffset, endOffset, count }, source) {
    const end = this.#entry(endOffset - 1);
    return { startOffset: source.offset(this.#startEntry(startOffset)), endOffset: source.offset(end) + 1, count };
  }

  /** What stands before the first mapping was put there by a tool: the script begins with that mapping. */
  #startEntry(offset) {
    const entry = this.#entry(offset);
    return offset > 0 || isMapped(entry) ? entry : this.#firstEntry();
  }

  #firstEntry() {
    const end = this.#starts.at(-1) ?? 0;
    for (let offset = 0; offset <= end; offset++) {
      const entry = this.#entry(offset);
      if (isMapped(entry)) return entry;
    }
    return {};
  }

  #entry(offset) {
    const line = Math.max(this.#starts.findLastIndex((start) => start <= offset), 0);
    return this.#map.findEntry(line, Math.max(offset, 0) - (this.#starts[line] ?? 0));
  }
}

function isMapped(entry) {
  return entry.originalSource !== undefined;
}

/** The texts of a map's sources, read when one is needed. */
class Sources {
  #url;
  #data;
  #known = new Map();

  constructor(url, data) {
    this.#url = url;
    this.#data = data;
  }

  get(source) {
    let known = this.#known.get(source);
    if (known === undefined) this.#known.set(source, known = new SourceText(this.#read(source)));
    return known;
  }

  #read(source) {
    const content = this.#data.sourcesContent?.[this.#data.sources.indexOf(source)];
    if (typeof content === 'string') return content;
    try {
      return fs.readFileSync(fileURLToPath(source), 'utf8');
    } catch {
      throw new codes.ERR_SOURCE_MAP_MISSING_SOURCE(source, this.#url);
    }
  }
}

class SourceText {
  constructor(text) {
    this.text = text;
    this.lines = readLines(text);
  }

  offset({ originalLine, originalColumn }) {
    const line = this.lines[originalLine] ?? this.lines.at(-1);
    return line.start + originalColumn;
  }
}

module.exports = { originalsOf };
