'use strict';

/** The breakpoints of a debugging session, which outlive the program: one that is started again has them too. */

class Breakpoints {
  #client;
  #scripts;
  /** @type {{ id: string, line: number, script?: string, pattern?: string, condition?: string }[]} */
  #list = [];

  /** @param {import('./client').Client} client @param {import('./scripts').Scripts} scripts */
  constructor(client, scripts) {
    this.#client = client;
    this.#scripts = scripts;
  }

  /**
   * @param {string} name of a script: its URL, path or the end of one
   * @param {number} line from 1
   * @param {string} [condition]
   * @returns {Promise<{ location?: object, isLoaded: boolean }>}
   */
  async set(name, line, condition) {
    const script = this.#scripts.find(name);
    if (script === undefined) return this.#setForLater(name, line, condition);
    const location = { scriptId: script.scriptId, lineNumber: line - 1 };
    const { breakpointId, actualLocation } = await this.#client.call('Debugger.setBreakpoint', { location, condition });
    this.#list.push({ id: breakpointId, line: actualLocation.lineNumber + 1, script: script.url, condition });
    return { location: actualLocation, isLoaded: true };
  }

  async #setForLater(name, line, condition) {
    const pattern = /[\\^$*+?[\]]/.test(name) ? name : `^(.*[/\\\\])?${name.replace(/[.(){}|]/g, '\\$&')}$`;
    const { breakpointId } = await this.#client.call('Debugger.setBreakpointByUrl', { urlRegex: pattern, lineNumber: line - 1, condition });
    this.#list.push({ id: breakpointId, line, pattern, condition });
    return { isLoaded: false };
  }

  /** @returns {Promise<boolean>} whether there was one */
  async clear(name, line) {
    const script = this.#scripts.find(name);
    const index = this.#list.findIndex((breakpoint) => {
      if (breakpoint.line !== line) return false;
      return breakpoint.script === undefined ? new RegExp(breakpoint.pattern).test(name) : breakpoint.script === script?.url;
    });
    if (index === -1) return false;
    const [{ id }] = this.#list.splice(index, 1);
    await this.#client.call('Debugger.removeBreakpoint', { breakpointId: id });
    return true;
  }

  /** Sets all again in a program that has just been started, whose scripts are not loaded yet. @returns {Promise<number>} how many */
  async restore() {
    for (const breakpoint of this.#list) {
      const { line, script, pattern, condition } = breakpoint;
      const where = script === undefined ? { urlRegex: pattern } : { url: script };
      const { breakpointId } = await this.#client.call('Debugger.setBreakpointByUrl', { ...where, lineNumber: line - 1, condition });
      breakpoint.id = breakpointId;
    }
    return this.#list.length;
  }

  /** @returns {string} */
  describe() {
    if (this.#list.length === 0) return 'No breakpoints yet';
    return this.#list.map(({ script, pattern, line }, index) => `#${index} ${script === undefined ? pattern : this.#scripts.shorten(script)}:${line}`).join('\n');
  }
}

module.exports = { Breakpoints };
