'use strict';

/** The file that describes a single executable application. */

const { Problem, readFile } = require('internal:sea/problem');

/**
 * @typedef {object} Config
 * @property {string} main the program
 * @property {string} output the file to write
 * @property {string} [executable] what to pack it into, instead of the running executable
 * @property {'commonjs' | 'module'} mainFormat
 * @property {boolean} disableExperimentalSEAWarning
 * @property {boolean} useSnapshot
 * @property {boolean} useCodeCache
 * @property {string[]} execArgv
 * @property {'none' | 'env' | 'cli'} execArgvExtension
 * @property {Record<string, string>} assets file names by key
 */

/** Checks by field: each gives what is wrong with a value, or undefined. */
const CHECKS = {
  main: nonEmptyText,
  output: nonEmptyText,
  executable: optional(nonEmptyText),
  mainFormat: optional(oneOf('commonjs', 'module')),
  disableExperimentalSEAWarning: optional(isBoolean),
  useSnapshot: optional(isBoolean),
  useCodeCache: optional(isBoolean),
  execArgv: optional(texts),
  execArgvExtension: optional(oneOf('none', 'env', 'cli')),
  assets: optional(textsByKey),
};

const DEFAULTS = {
  mainFormat: 'commonjs', disableExperimentalSEAWarning: false, useSnapshot: false, useCodeCache: false, execArgv: [], execArgvExtension: 'env',
  assets: {},
};

/** @param {string} file @returns {Config} */
function readConfig(file) {
  const config = parse(file);
  for (const field of Object.keys(CHECKS)) {
    const complaint = CHECKS[field](Object.hasOwn(config, field) ? config[field] : undefined);
    if (complaint !== undefined) throw new Problem(`"${field}" field of ${file} ${complaint}`);
  }
  checkTogether(config);
  return { ...DEFAULTS, ...config };
}

function parse(file) {
  const text = readFile(file, 'Cannot read single executable configuration from').toString();
  let config;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new Problem(`Cannot parse JSON from ${file}: ${jsonProblem(text, error)}`);
  }
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  throw new Problem(`Cannot parse JSON from ${file}: INCORRECT_TYPE: The JSON element does not have the requested type.`);
}

/** Node's names for the mistakes that it tells apart. */
function jsonProblem(text, error) {
  if (text.trim() === '') return 'EMPTY: no JSON found';
  if (!/end of JSON input|Unterminated|after property name/.test(error.message)) return error.message;
  return `INCOMPLETE_ARRAY_OR_OBJECT: ${error.message}`;
}

function checkTogether({ mainFormat, useSnapshot }) {
  if (useSnapshot && mainFormat === 'module') throw new Problem('"mainFormat": "module" is not supported when "useSnapshot" is true');
}

function optional(check) {
  return (value) => (value === undefined ? undefined : check(value));
}

function nonEmptyText(value) {
  return typeof value === 'string' && value !== '' ? undefined : 'is not a non-empty string';
}

function isBoolean(value) {
  return typeof value === 'boolean' ? undefined : 'is not a Boolean';
}

function oneOf(...words) {
  const quoted = words.map((word) => `"${word}"`);
  const choice = quoted.length === 2 ? quoted.join(' or ') : `${quoted.slice(0, -1).join(', ')}, or ${quoted.at(-1)}`;
  return (value) => {
    if (typeof value !== 'string') return 'is not a string';
    return words.includes(value) ? undefined : `must be one of ${choice}`;
  };
}

function texts(value) {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'is not an array of strings';
}

function textsByKey(value) {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap && Object.values(value).every((item) => typeof item === 'string') ? undefined : 'is not a map of strings';
}

module.exports = { readConfig };
