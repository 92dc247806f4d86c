'use strict';

/** MIME types as the web platform reads them (https://mimesniff.spec.whatwg.org/#parsing-a-mime-type): malformed parts are passed over. */

const kToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const kQuotedText = /^[\t\x20-\x7e\x80-\xff]*$/;

/** @typedef {{ essence: string, parameters: Map<string, string> }} MimeType */

/** @param {string} input @returns {MimeType | null} */
function parseMimeType(input) {
  const text = input.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  const semicolon = text.indexOf(';');
  const [type, subtype, ...more] = (semicolon === -1 ? text : text.slice(0, semicolon)).split('/');
  const trimmedSubtype = subtype?.replace(/[\t\n\r ]+$/, '');
  if (more.length > 0 || !kToken.test(type) || !kToken.test(trimmedSubtype ?? '')) return null;
  const parameters = new Map();
  if (semicolon !== -1) readParameters(text, semicolon, parameters);
  return { essence: `${type}/${trimmedSubtype}`.toLowerCase(), parameters };
}

function readParameters(text, start, parameters) {
  let position = start;
  while (position < text.length) {
    position++;
    while (/[\t\n\r ]/.test(text[position] ?? '')) position++;
    const nameStart = position;
    while (position < text.length && text[position] !== ';' && text[position] !== '=') position++;
    const name = text.slice(nameStart, position).toLowerCase();
    if (text[position] !== '=') continue;
    position++;
    let value;
    if (text[position] === '"') {
      [value, position] = readQuoted(text, position);
      while (position < text.length && text[position] !== ';') position++;
    } else {
      const end = text.indexOf(';', position);
      value = text.slice(position, end === -1 ? text.length : end).replace(/[\t\n\r ]+$/, '');
      position = end === -1 ? text.length : end;
      if (value === '') continue;
    }
    if (kToken.test(name) && kQuotedText.test(value) && !parameters.has(name)) parameters.set(name, value);
  }
}

/** A quoted string that begins at `start`: its value, and the position after it. @returns {[string, number]} */
function readQuoted(text, start) {
  let value = '';
  let position = start + 1;
  for (; position < text.length && text[position] !== '"'; position++) {
    if (text[position] === '\\' && position + 1 < text.length) position++;
    value += text[position];
  }
  return [value, position + 1];
}

/** @param {MimeType} type @returns {string} */
function serializeMimeType({ essence, parameters }) {
  let text = essence;
  for (const [name, value] of parameters) {
    text += `;${name}=${kToken.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  }
  return text;
}

/** The type that a `content-type` field states; of several the last that can be read. @param {string | null} field @returns {MimeType | null} */
function mimeTypeOfField(field) {
  if (field === null) return null;
  let found = null;
  for (const part of splitOutsideQuotes(field)) {
    const type = parseMimeType(part);
    if (type === null || type.essence === '*/*') continue;
    if (found !== null && found.essence === type.essence && !type.parameters.has('charset') && found.parameters.has('charset')) {
      type.parameters.set('charset', found.parameters.get('charset'));
    }
    found = type;
  }
  return found;
}

function splitOutsideQuotes(field) {
  return field.includes(',') ? field.match(/(?:"(?:\\.|[^"\\])*"?|[^,"])+/g) ?? [] : [field];
}

module.exports = { mimeTypeOfField, parseMimeType, readQuoted, serializeMimeType };
