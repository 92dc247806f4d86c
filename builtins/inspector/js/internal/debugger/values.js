'use strict';

/** Values of the debugged program as text, from what the protocol tells about them. */

const kWidth = 60;
/** Subtypes of objects that are shown by their properties. */
const kPlain = new Set([undefined, 'array', 'proxy']);

/** @param {{ type: string, subtype?: string, value?: any, description?: string, preview?: object }} object a `RemoteObject` */
function formatRemote(object) {
  const { type, subtype, description, preview } = object;
  if (type === 'string') return quote(object.value);
  if (type === 'undefined') return 'undefined';
  if (type === 'function') return formatFunction(object);
  if (type !== 'object') return description ?? String(object.value);
  if (subtype === 'null') return 'null';
  if (subtype === 'date') return new Date(description).toJSON() ?? description;
  if (subtype === 'map' || subtype === 'set') return formatEntries(description, preview);
  if (preview !== undefined && kPlain.has(subtype)) return formatPreview(preview);
  return description;
}

function quote(text) {
  return require('node:util').inspect(text);
}

/** The name is what stands before the first bracket, where nothing is in between. */
function formatFunction({ className = 'Function', description = '' }) {
  const name = /^(?:\w+\*? )?([^\s(]+)\(/.exec(description)?.[1];
  return name === undefined ? `[${className}]` : `[${className}: ${name}]`;
}

function formatEntries(description, preview) {
  const entries = (preview?.entries ?? []).map(({ key, value }) => {
    return key === undefined ? formatNested(value) : `${formatNested(key)} => ${formatNested(value)}`;
  });
  if (preview?.overflow || (preview?.entries === undefined && !description.endsWith('(0)'))) entries.push('...');
  return `${description} ${enclose('{', entries, '}')}`;
}

function formatPreview({ subtype, properties, overflow }) {
  const isArray = subtype === 'array';
  const parts = properties.map((property) => {
    const value = formatProperty(property);
    return isArray && /^\d+$/.test(property.name) ? value : `${property.name}: ${value}`;
  });
  if (overflow) parts.push('...');
  return isArray ? enclose('[', parts, ']') : enclose('{', parts, '}');
}

function formatNested(preview) {
  if (preview.type !== 'object') return preview.description;
  if (preview.subtype === 'map' || preview.subtype === 'set') return formatEntries(preview.description, preview);
  return kPlain.has(preview.subtype) ? formatPreview(preview) : preview.description;
}

function formatProperty({ type, subtype, value, valuePreview }) {
  if (type === 'string') return quote(value);
  if (type === 'accessor') return '[Getter]';
  if (type === 'function') return '[Function]';
  return valuePreview === undefined || subtype !== undefined ? value : formatNested(valuePreview);
}

function enclose(open, parts, close) {
  if (parts.length === 0) return open + close;
  const line = `${open} ${parts.join(', ')} ${close}`;
  return line.length <= kWidth ? line : `${open} ${parts.join(',\n  ')} ${close}`;
}

module.exports = { formatRemote };
