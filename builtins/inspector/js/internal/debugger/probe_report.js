'use strict';

/** What probes have found, for people and for programs. */

const { textOfPlaces } = require('internal:inspector/debugger/probe_options');

const kVersion = 2;

/** @typedef {{ probes: import('./probe_options').Probe[], results: object[] }} Report */

/** @param {Report} report */
function asJson({ probes, results }) {
  return JSON.stringify({ v: kVersion, probes, results: results.map(withoutHandles) });
}

/** Values without what names them in a session that has ended. */
function withoutHandles(value) {
  if (Array.isArray(value)) return value.map(withoutHandles);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'objectId' && name !== 'className' && name !== 'executionContextId');
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutHandles(member)]));
}

/** @param {Report} report */
function asText({ probes, results }) {
  return results.map((result) => `${textOfResult(probes, result)}\n`).join('');
}

function textOfResult(probes, result) {
  switch (result.event) {
    case 'hit': return textOfHit(probes[result.probe], result);
    case 'completed': return 'Completed';
    case 'miss': return `Missed probes: ${textOfPlaces(probes, result.pending)}`;
    default: return textOfError(result.error);
  }
}

function textOfHit({ expr }, { hit, location: { url, line, column }, result, error }) {
  const found = error === undefined ? `${expr} = ${textOfValue(result)}` : `[error] ${expr} = ${error.message}`;
  return `Hit ${hit} at ${url}:${line}:${column}\n  ${found}`;
}

function textOfError({ message, stderr }) {
  if (stderr === undefined) return message;
  const lines = stderr === '' ? [] : stderr.split('\n').map((line) => `  ${line}`);
  return [message, '  [stderr]', ...lines].join('\n');
}

/** @param {object} value a `RemoteObject` with a preview */
function textOfValue({ type, subtype, value, unserializableValue, description, preview }) {
  if (type === 'string') return JSON.stringify(value);
  if (type === 'undefined' || subtype === 'null') return subtype ?? type;
  if (subtype === 'error' || preview === undefined) return unserializableValue ?? description ?? String(value);
  const isArray = subtype === 'array' || preview.subtype === 'array';
  const parts = preview.properties.map((property) => (
    isArray && /^\d+$/.test(property.name) ? textOfProperty(property) : `${property.name}: ${textOfProperty(property)}`
  ));
  if (preview.overflow) parts.push('...');
  return isArray ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}

function textOfProperty({ type, value }) {
  return type === 'string' ? JSON.stringify(value) : value ?? type;
}

module.exports = { asJson, asText };
