'use strict';

/** The Test Anything Protocol, version 13: https://testanything.org/tap-version-13-specification.html */

const { inspect } = require('internal:util/inspect');
const { isDate } = require('internal:util/types');
const { inspectFailure } = require('internal:test/failure');
const { coverageTable } = require('internal:test/reporters/coverage_table');

const INDENTATION = '    ';
const kFrame = /^\s+at\s(.*)$/;
const kControls = { '\b': '\\b', '\f': '\\f', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\v': '\\v' };

/** @param {AsyncIterable<{ type: string, data: object }>} source */
async function* tap(source) {
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    const text = line(type, data);
    if (text !== undefined) yield text;
    if (type === 'test:pass' || type === 'test:fail') yield details(INDENTATION.repeat(data.nesting), data);
  }
}

function line(type, data) {
  const indent = INDENTATION.repeat(data?.nesting ?? 0);
  switch (type) {
    case 'test:start':
      return `${indent}# Subtest: ${escape(data.name)}\n`;
    case 'test:pass':
      return `${indent}ok ${result(data)}`;
    case 'test:fail':
      return `${indent}not ok ${result(data)}`;
    case 'test:plan':
      return `${indent}1..${data.count}\n`;
    case 'test:diagnostic':
      return `${indent}# ${escape(data.message)}\n`;
    case 'test:stdout':
    case 'test:stderr':
      return data.message.split(/\r?\n/).filter((text) => text !== '').map((text) => `# ${escape(text)}\n`).join('');
    case 'test:coverage':
      return coverageTable(data.summary, { prefix: `${indent}# `, isColored: false });
    case 'test:interrupted':
      return data.tests.map(({ name, file }) => `# Interrupted while running: ${escape(name)} (${file})\n`).join('');
    default:
      return undefined;
  }
}

function result({ testNumber, name, skip, todo, expectFailure }) {
  const remark = skip !== undefined ? directive('SKIP', skip)
    : todo !== undefined ? directive('TODO', todo)
      : expectFailure !== undefined ? directive('EXPECTED FAILURE', expectFailure) : '';
  return `${testNumber}${name ? ` - ${escape(name)}` : ''}${remark}\n`;
}

function directive(word, message) {
  return ` # ${word}${typeof message === 'string' ? ` ${escape(message)}` : ''}`;
}

function details(indent, { details: { duration_ms: duration, type, error }, file, line: at, column }) {
  const prefix = `${indent}  `;
  let text = `${prefix}---\n${field(prefix, 'duration_ms', duration)}${type === undefined ? '' : field(prefix, 'type', type)}`;
  if (error !== undefined) {
    if (file !== undefined) text += field(prefix, 'location', `${file}:${at}:${column}`);
    text += errorFields(prefix, error);
  }
  return `${text}${prefix}...\n`;
}

function escape(text) {
  return String(text).replace(/[\b\f\t\n\r\v]/g, (c) => kControls[c]).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

/** A field in YAML. */
function field(prefix, name, value, seen = new Set()) {
  if (value === null || value === undefined) return `${prefix}${name}: ~\n`;
  if (typeof value === 'string') return stringField(prefix, name, value);
  if (typeof value !== 'object') return `${prefix}${name}: ${inspect(value)}\n`;
  if (isDate(value)) return `${prefix}${name}: ${inspect(value)}\n`;
  if (seen.has(value)) return `${prefix}${name}: <Circular>\n`;
  return objectField(prefix, name, value, new Set(seen).add(value));
}

function stringField(prefix, name, value) {
  if (!value.includes('\n')) return `${prefix}${name}: ${inspect(value)}\n`;
  const lines = value.split('\n').map((text) => `${prefix}  ${text}\n`).join('');
  return `${prefix}${name}: |-\n${lines}`;
}

function objectField(prefix, name, value, seen) {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (keys.length === 0) return `${prefix}${name}: ${inspect(value)}\n`;
  return `${prefix}${name}:\n${keys.map((key) => field(`${prefix}  `, key, value[key], seen)).join('')}`;
}

function errorFields(prefix, error) {
  let text = '';
  let shown = error;
  if (error?.failureType !== undefined) text += field(prefix, 'failureType', error.failureType);
  if (error?.code === 'ERR_TEST_FAILURE') {
    if (error.exitCode !== undefined || error.signal !== undefined) text += field(prefix, 'exitCode', error.exitCode) + field(prefix, 'signal', error.signal);
    if (isErrorLike(error.cause)) shown = error.cause;
  }
  text += field(prefix, 'error', isErrorLike(shown) ? shown.message : inspectFailure(shown));
  const code = shown?.code ?? error?.code;
  if (code) text += field(prefix, 'code', code);
  if (shown?.name && shown.name !== 'Error') text += field(prefix, 'name', shown.name);
  if (isErrorLike(shown) && 'expected' in shown) {
    text += field(prefix, 'expected', shown.expected) + field(prefix, 'actual', shown.actual) + field(prefix, 'operator', shown.operator);
  }
  const frames = String(shown?.stack ?? '').split('\n').map((row) => kFrame.exec(row)?.[1]).filter((frame) => frame !== undefined);
  if (frames.length > 0) text += `${prefix}stack: |-\n${frames.map((frame) => `${prefix}  ${frame}\n`).join('')}`;
  return text;
}

function isErrorLike(value) {
  return value !== null && typeof value === 'object' && typeof value.message === 'string' && 'stack' in value;
}

module.exports = tap;
