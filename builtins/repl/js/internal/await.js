'use strict';

const vm = require('node:vm');

/**
 * Code with `await` at the top level, as a script that gives a promise for its value. Declarations at the start of the code are hoisted
 * out, so that they outlive the function around it; as everywhere in a REPL, what was `const` may be assigned to then.
 *
 * @param {string} code
 * @returns {string | null} null when it does not help
 */
function wrapAwait(code) {
  const text = code.trim().replace(/;$/, '');
  const declaration = /^(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*([^]+)$/.exec(text);
  if (declaration !== null) {
    const [, name, value] = declaration;
    return firstThatCompiles([`let ${name}; (async () => { void (${name} = ${value}\n); })()`]);
  }
  const destructuring = /^(?:const|let|var)\s+({[^=]*}|\[[^=]*\])\s*=\s*([^]+)$/.exec(text);
  if (destructuring !== null) {
    const [, pattern, value] = destructuring;
    const names = pattern.match(/[A-Za-z_$][\w$]*(?=\s*[,}\]])/g) ?? [];
    return firstThatCompiles([`let ${names.join(', ')}; (async () => { void (${pattern} = ${value}\n); })()`]);
  }
  const statements = splitLast(text);
  return firstThatCompiles([
    `(async () => { return (${text}\n); })()`,
    ...(statements === null ? [] : [`(async () => { ${statements[0]}; return (${statements[1]}\n); })()`]),
    `(async () => { ${text}\n })()`,
  ]);
}

/** All but the last statement, and the last. */
function splitLast(text) {
  const end = text.lastIndexOf(';');
  return end === -1 ? null : [text.slice(0, end), text.slice(end + 1)];
}

function firstThatCompiles(candidates) {
  for (const candidate of candidates) {
    try {
      new vm.Script(candidate);
      return candidate;
    } catch {
      // The next one, or none: the caller then reports the error of the code itself.
    }
  }
  return null;
}

module.exports = { wrapAwait };
