'use strict';

/** The `.env` format: `NAME=value` lines, quotes, comments. */

/**
 * @param {string} content
 * @returns {Record<string, string>} without a prototype
 */
function parseEnvFile(content) {
  const variables = { __proto__: null };
  for (const [name, value] of binding.parseEnvFile(content)) variables[name] = value;
  return variables;
}

module.exports = { parseEnvFile };
