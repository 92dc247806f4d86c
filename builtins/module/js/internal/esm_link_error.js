'use strict';

/** Puts the place in front of V8's errors about imports that do not match, and explains those that name a CommonJS module. */

const { ERRORED } = require('internal:module/esm_job');

const MISSING_EXPORT = /^The requested module '(.+)' does not provide an export named '(.+)'$/;

/**
 * @param {Error} error thrown by instantiating the graph of `job`
 * @returns {Error} the same one
 */
function explainLinkError(error, job) {
  const match = error instanceof SyntaxError && MISSING_EXPORT.exec(error.message);
  if (!match) return error;
  const [, specifier, name] = match;
  const importer = importerOf(job, specifier, name);
  if (importer === undefined) return error;
  const { place, dependency } = importer;
  const frames = error.stack.slice(error.stack.indexOf('\n    at '));
  if (dependency.format?.startsWith('commonjs')) error.message = commonjsMessage(specifier, name, place.clause);
  const stack = frames.startsWith('\n    at ') ? frames : '';
  error.stack = `${place.frame}\n${error.name}: ${error.message}${stack}`;
  return error;
}

/** The import statement that V8 means: it does not say whose it is. */
function importerOf(root, specifier, name) {
  const { graphOf } = require('internal:module/esm_job');
  for (const job of graphOf(root)) {
    if (job.wrap.status() === ERRORED || job.text === undefined) continue;
    const requests = job.wrap.requests();
    const index = requests.findIndex(([requested]) => requested === specifier);
    if (index === -1) continue;
    const place = findPlace(job, requests[index][3], name);
    if (place !== undefined) return { place, dependency: job.dependencies[index] };
  }
  return undefined;
}

/** The line of the name in the statement that starts or ends at `line`, with carets under the name. */
function findPlace(job, line, name) {
  const lines = job.text.split('\n');
  const pattern = new RegExp(`(?<![\\w$])${name.replace(/[$]/g, '\\$&')}(?![\\w$])`);
  for (let i = line; i < Math.min(lines.length, line + 50); i++) {
    const at = lines[i].search(pattern);
    if (at === -1) continue;
    return {
      frame: `${job.url}:${i + 1}\n${lines[i]}\n${' '.repeat(at)}${'^'.repeat(name.length)}`,
      clause: /\{[^}]*\}/.exec(lines.slice(line, i + 1).join('\n') + lines.slice(i + 1).join('\n'))?.[0],
    };
  }
  return undefined;
}

function commonjsMessage(specifier, name, clause) {
  const destructuring = clause?.replace(/\s+as\s+/g, ': ') ?? `{ ${name} }`;
  return `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not support all ` +
    'module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
    `import pkg from '${specifier}';\n` +
    (destructuring.includes('\n') ? '' : `const ${destructuring} = pkg;\n`);
}

module.exports = { explainLinkError };
