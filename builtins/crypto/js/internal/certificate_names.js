'use strict';

/** How the names in a certificate are written as text that no name can forge (CVE-2021-44532): unusual characters are escaped. */

const { Buffer } = require('node:buffer');
const { toBuffer } = require('internal:crypto/bytes');

/** `otherName` types whose value is a text, by OpenSSL's names, and their string type: UTF-8 (12) or IA5 (22). */
const kTextTypes = {
  __proto__: null,
  'XmppAddr': 12, 'id-on-xmppAddr': 12, 'SRVName': 22, 'id-on-dnsSRV': 22, 'Smtp UTF8Mailbox': 12, 'id-on-SmtpUTF8Mailbox': 12,
  'NAIRealm': 12, 'id-on-NAIRealm': 12, 'Microsoft User Principal Name': 12, 'msUPN': 12,
};
const kShownTypes = { __proto__: null, 'id-on-xmppAddr': 'XmppAddr', 'id-on-dnsSRV': 'SRVName', 'id-on-SmtpUTF8Mailbox': 'SmtpUTF8Mailbox', 'Smtp UTF8Mailbox': 'SmtpUTF8Mailbox', 'id-on-NAIRealm': 'NAIRealm', 'Microsoft User Principal Name': 'UPN', 'msUPN': 'UPN' };

/** @returns {string | undefined} `DNS:a.example, IP Address:127.0.0.1` */
function subjectAltName(handle) {
  return handle.alternativeNames()?.map(printed).join(', ');
}

/** @returns {string | undefined} `OCSP - URI:http://...`, one a line */
function infoAccess(handle) {
  const list = handle.informationAccess();
  if (list === undefined) return undefined;
  return list.map(([method, name]) => `${method} - ${printed(name)}`).join('\n');
}

/** @param {[kind: string, bytes: Uint8Array]} name */
function printed([kind, bytes]) {
  switch (kind) {
    case 'email': return `email:${latin1(bytes)}`;
    case 'dns': return `DNS:${latin1(bytes)}`;
    case 'uri': return `URI:${latin1(bytes)}`;
    case 'directory': return `DirName:${utf8(bytes)}`;
    case 'ip': return `IP Address:${address(bytes)}`;
    case 'registered': return `Registered ID:${toBuffer(bytes).toString('latin1')}`;
    case 'other': return otherName(bytes);
    default: return toBuffer(bytes).toString() === '3' ? 'X400Name:<unsupported>' : 'EdiPartyName:<unsupported>';
  }
}

function latin1(bytes) {
  return quoted(toBuffer(bytes).toString('latin1'), /[^ -~]|["\\,']/, /[^ -~]|["\\,]/g);
}

function utf8(bytes) {
  return quoted(toBuffer(bytes).toString('utf8'), /[\0-\x1f\x7f"\\,']/, /[\0-\x1f\x7f"\\,]/g);
}

/** As it is when it is plain; else in quotes, with what could be mistaken escaped. */
function quoted(text, unusual, escaped) {
  if (!unusual.test(text)) return text;
  return `"${text.replace(escaped, escape)}"`;
}

function escape(character) {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function address(bytes) {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return `<invalid length=${bytes.length}>`;
  const groups = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] << 8) | bytes[i + 1]).toString(16).toUpperCase());
  return groups.join(':');
}

/** The bytes are the type, the tag of the value, and the value, a line each. */
function otherName(bytes) {
  const [type, tag] = toBuffer(bytes).toString('latin1').split('\n', 2);
  if (kTextTypes[type] !== Number(tag)) return 'othername:<unsupported>';
  const value = toBuffer(bytes).subarray(type.length + tag.length + 2);
  const shown = kShownTypes[type] ?? type;
  const whole = Number(tag) === 12 ? utf8(Buffer.concat([Buffer.from(`${shown}:`), value])) : latin1(Buffer.concat([Buffer.from(`${shown}:`), value]));
  return `othername:${whole}`;
}

module.exports = { infoAccess, subjectAltName };
