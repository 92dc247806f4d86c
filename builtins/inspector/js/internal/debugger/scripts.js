'use strict';

/** The scripts of the debugged program, and excerpts of their text. */

const process = require('internal:process/object');
const path = require('node:path');
const { fileURLToPath } = require('node:url');

class Scripts {
  #client;
  /** @type {Map<string, { scriptId: string, url: string, isProgram: boolean }>} */
  #known = new Map();

  constructor(client) {
    this.#client = client;
    client.on('Debugger.scriptParsed', ({ scriptId, url }) => {
      if (url) this.#known.set(scriptId, { scriptId, url, isProgram: !url.startsWith('node:internal/') });
    });
  }

  forget() {
    this.#known.clear();
  }

  /** A script by its URL, its path or the end of one; the last that was loaded. @param {string} name */
  find(name) {
    const byId = this.#known.get(name);
    if (byId !== undefined) return byId;
    const found = [...this.#known.values()].filter(({ url }) => {
      return url === name || this.shorten(url) === name || url.endsWith(`/${name}`) || this.#pathOf(url) === path.resolve(name);
    });
    return found.at(-1);
  }

  /** The name of a script, of which a frame tells the URL. @param {string} scriptId @param {string} [url] */
  nameOf(scriptId, url) {
    const known = this.#known.get(scriptId)?.url ?? url;
    return known ? this.shorten(known) : '<unknown>';
  }

  #pathOf(url) {
    return url.startsWith('file://') ? fileURLToPath(url) : url;
  }

  /** A path below the working directory as one relative to it. @param {string} url */
  shorten(url) {
    const file = this.#pathOf(url);
    if (!path.isAbsolute(file)) return file;
    const relative = path.relative(process.cwd(), file);
    return relative.length < file.length ? relative : file;
  }

  /** @param {boolean} all those of the runtime too @param {string} [current] id of the script where the program is paused */
  describe(all, current) {
    const shown = [...this.#known.values()].filter(({ isProgram }) => all || isProgram);
    return shown.map(({ scriptId, url, isProgram }) => {
      return `${scriptId === current ? '*' : ' '} ${scriptId}: ${this.shorten(url)}${isProgram ? '' : ' <native>'}`;
    }).join('\n');
  }

  /** The lines around a place, which is marked; nothing where the program has no text of it, as in the runtime itself. @param {{ scriptId: string, lineNumber: number }} place @param {number} around */
  async excerpt({ scriptId, lineNumber }, around) {
    const { scriptSource } = await this.#client.call('Debugger.getScriptSource', { scriptId }).catch(() => ({ scriptSource: '' }));
    if (scriptSource === '') return '';
    const lines = scriptSource.split(/\r?\n/);
    const first = Math.max(0, lineNumber - around);
    const shown = lines.slice(first, lineNumber + around + 1);
    const width = Math.max(2, String(first + shown.length).length);
    return shown.map((line, index) => {
      const mark = first + index === lineNumber ? '>' : ' ';
      return `${mark}${String(first + index + 1).padStart(width)} ${line}`;
    }).join('\n');
  }
}

module.exports = { Scripts };
