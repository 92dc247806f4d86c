'use strict';

/** `node:readline/promises`. */

const { AbortError } = require('internal:shared/errors');
const { validateAbortSignal } = require('internal:shared/validators');
const { InterfaceBase } = require('internal:readline/interface');
const { Readline } = require('internal:readline/promises_readline');

class Interface extends InterfaceBase {
  #rejectQuestion = null;

  // eslint-disable-next-line no-useless-constructor -- Node's takes its parameters by `arguments`: `length` is 0
  constructor(...args) {
    super(...args);
  }

  /**
   * @param {string} query
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<string>}
   */
  question(query, options = { __proto__: null }) {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      let registration;
      if (signal) {
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const { addAbortListener } = require('node:events');
        registration = addAbortListener(signal, () => {
          this._cancelQuestion();
          reject(new AbortError(undefined, { cause: signal.reason }));
        });
      }
      this.#rejectQuestion = reject;
      this._ask(query, (answer) => {
        registration?.[Symbol.dispose]();
        this.#rejectQuestion = null;
        resolve(answer);
      });
    });
  }

  _interrupt() {
    const reject = this.#rejectQuestion;
    this.#rejectQuestion = null;
    reject?.(new AbortError('Aborted with Ctrl+C'));
    super._interrupt();
  }
}

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, Readline, createInterface };
