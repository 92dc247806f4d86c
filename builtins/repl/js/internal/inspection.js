'use strict';

/** Evaluation that changes nothing, by way of the engine's debugger. */

/** In milliseconds: what takes longer has no preview. */
const kTimeout = 333;
const kGroup = 'repl';

/** One for a REPL, made when it is first needed: loading the inspector takes longer than a REPL may take to start. */
class Inspection {
  /** @param {REPLServer} repl */
  constructor(repl) {
    this.repl = repl;
    this.session = undefined;
    // The context that `contextId` and `receiver` belong to.
    this.context = undefined;
    this.contextId = undefined;
    this.receiver = undefined;
    this.received = undefined;
  }

  /**
   * @param {string} expression
   * @returns {{ value?: unknown, error?: unknown } | undefined} undefined: it has side effects, takes too long or is no program
   */
  evaluate(expression) {
    this.#connect();
    const answer = this.#post('Runtime.evaluate', {
      expression, throwOnSideEffect: true, timeout: kTimeout, contextId: this.contextId, objectGroup: kGroup,
    });
    const { exceptionDetails, result } = answer ?? {};
    if (result === undefined || isRefusal(exceptionDetails)) return undefined;
    const value = this.#take(exceptionDetails?.exception ?? result);
    this.#post('Runtime.releaseObjectGroup', { objectGroup: kGroup });
    return exceptionDetails === undefined ? { value } : { error: value };
  }

  /** @returns {string[]} what `let`, `const` and `class` have declared */
  lexicalNames() {
    this.#connect();
    return this.#post('Runtime.globalLexicalScopeNames', { executionContextId: this.contextId })?.names ?? [];
  }

  #connect() {
    if (this.session === undefined) {
      const { Session } = require('internal:inspector/session');
      this.session = new Session();
      this.session.connect();
      this.repl.once('exit', () => this.session.disconnect());
    }
    if (this.context !== this.repl.context) this.#enter(this.repl.context);
  }

  /** The context is found by a mark that only it has: for a moment a function that takes its values out. */
  #enter(context) {
    const mark = `receive${Math.random()}`;
    const receive = (value) => { this.received = value; };
    Object.defineProperty(context, mark, { __proto__: null, configurable: true, value: receive });
    const ids = this.repl.useGlobal ? [undefined] : this.#contextIds();
    for (const contextId of ids) {
      const { result } = this.#post('Runtime.evaluate', { expression: `globalThis['${mark}']`, contextId }) ?? {};
      if (result?.type !== 'function') continue;
      this.context = context;
      this.contextId = contextId;
      this.receiver = result.objectId;
      break;
    }
    delete context[mark];
  }

  #contextIds() {
    const ids = [];
    const onContext = ({ params }) => ids.push(params.context.id);
    this.session.on('Runtime.executionContextCreated', onContext);
    this.#post('Runtime.enable');
    this.#post('Runtime.disable');
    this.session.off('Runtime.executionContextCreated', onContext);
    return ids.reverse();
  }

  /** The value that a RemoteObject stands for. */
  #take({ objectId, type, unserializableValue, value }) {
    if (objectId === undefined && type === 'bigint') return BigInt(unserializableValue.slice(0, -1));
    if (objectId === undefined) return unserializableValue === undefined ? value : Number(unserializableValue);
    this.#post('Runtime.callFunctionOn', {
      objectId: this.receiver, functionDeclaration: 'function(value) { this(value); }', arguments: [{ objectId }],
    });
    const { received } = this;
    this.received = undefined;
    return received;
  }

  /** An answer comes before the call returns. */
  #post(method, params) {
    let answer;
    this.session.post(method, params, (error, result) => {
      if (!error) answer = result;
    });
    return answer;
  }
}

/** A SyntaxError means that something is still being typed. */
function isRefusal(details) {
  if (details === undefined) return false;
  const { exception } = details;
  if (exception === undefined || exception.className === 'SyntaxError') return true;
  return exception.className === 'EvalError' && /side-effect/.test(exception.description);
}

module.exports = { Inspection };
