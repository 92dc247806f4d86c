'use strict';

/** Whether a certificate belongs to a host: RFC 6125 with Node's rules. */

const net = require('node:net');
const { domainToASCII } = require('node:url');
const { codes } = require('internal:shared/errors');
const { canonicalIp } = require('internal:net/ip');

const quotedName = /^"(?:[^\\"]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/;

/**
 * The error for a certificate of another host; undefined when it belongs to `hostname`.
 * @param {string} hostname
 * @param {object} cert as `getPeerCertificate()` gives it
 * @returns {Error | undefined}
 */
function checkServerIdentity(hostname, cert) {
  const subject = cert.subject;
  const altNames = cert.subjectaltname;
  const { dnsNames, ips } = namesIn(altNames);
  hostname = withoutFinalDot(`${hostname}`);
  const problem = net.isIP(hostname) ? ipProblem(hostname, ips) : nameProblem(hostname, dnsNames, subject, altNames);
  return problem === undefined ? undefined : new codes.ERR_TLS_CERT_ALTNAME_INVALID(problem, hostname, cert);
}

/**
 * An internationalized name in the form certificates have. A name of ASCII stays as it is: the URL parser would also make an address of
 * texts like `0177.0.0.1`, which no certificate may be matched with.
 */
function toAscii(hostname) {
  return /^[\0-\x7f]*$/.test(hostname) ? hostname : domainToASCII(hostname);
}

function withoutFinalDot(name) {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Only these kinds of names count; an address in a URI or a common name does not. */
function namesIn(altNames) {
  const dnsNames = [];
  const ips = [];
  if (altNames) {
    for (const name of splitNames(altNames)) {
      if (name.startsWith('DNS:')) dnsNames.push(name.slice(4));
      else if (name.startsWith('IP Address:')) ips.push(canonicalIp(name.slice(11)));
    }
  }
  return { dnsNames, ips };
}

/** Names are divided by `, `; one with unusual characters stands in quotes, as a JSON string. */
function splitNames(altNames) {
  if (!altNames.includes('"')) return altNames.split(', ');
  const names = [];
  let current = '';
  let offset = 0;
  while (offset < altNames.length) {
    const comma = altNames.indexOf(', ', offset);
    const quote = altNames.indexOf('"', offset);
    if (quote !== -1 && (comma === -1 || quote < comma)) {
      const match = quotedName.exec(altNames.slice(quote));
      if (match === null) throw new codes.ERR_TLS_CERT_ALTNAME_FORMAT();
      current += altNames.slice(offset, quote) + unquoted(match[0]);
      offset = quote + match[0].length;
    } else {
      const end = comma === -1 ? altNames.length : comma;
      current += altNames.slice(offset, end);
      offset = end;
    }
    if (altNames.startsWith(', ', offset) || offset >= altNames.length) {
      names.push(current);
      current = '';
      offset += 2;
    }
  }
  return names;
}

/** A name in quotes is a string of JSON. */
function unquoted(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new codes.ERR_TLS_CERT_ALTNAME_FORMAT();
  }
}

function ipProblem(ip, ips) {
  if (ips.includes(canonicalIp(ip))) return undefined;
  return `IP: ${ip} is not in the cert's list: ${ips.join(', ')}`;
}

function nameProblem(hostname, dnsNames, subject, altNames) {
  if (dnsNames.length === 0 && !subject?.CN) return 'Cert does not contain a DNS name';
  const parts = splitHost(toAscii(hostname));
  if (dnsNames.length > 0) {
    if (dnsNames.some((pattern) => matches(parts, pattern))) return undefined;
    return `Host: ${hostname}. is not in the cert's altnames: ${altNames}`;
  }
  // Without alternative names of this kind the common name counts.
  const { CN } = subject;
  const names = Array.isArray(CN) ? CN : [CN];
  if (names.some((pattern) => matches(parts, pattern))) return undefined;
  return `Host: ${hostname}. is not cert's CN: ${CN}`;
}

function splitHost(host) {
  return withoutFinalDot(host).replace(/[A-Z]/g, (letter) => letter.toLowerCase()).split('.');
}

/** RFC 6125 section 6.4.3: a wildcard stands in the first label only, and never for a whole top-level domain. */
function matches(hostParts, pattern) {
  if (!pattern) return false;
  const patternParts = splitHost(pattern);
  if (hostParts.length !== patternParts.length) return false;
  if (patternParts.includes('')) return false;
  // Only printable ASCII: anything else is an attempt to deceive.
  if (patternParts.some((part) => /[^\u0021-\u007f]/u.test(part))) return false;
  for (let i = hostParts.length - 1; i > 0; i--) {
    if (hostParts[i] !== patternParts[i]) return false;
  }
  const [hostLabel] = hostParts;
  const [label] = patternParts;
  const pieces = label.split('*', 3);
  if (pieces.length === 1 || label.includes('xn--')) return hostLabel === label;
  if (pieces.length > 2 || patternParts.length <= 2) return false;
  const [prefix, suffix] = pieces;
  if (prefix.length + suffix.length > hostLabel.length) return false;
  return hostLabel.startsWith(prefix) && hostLabel.endsWith(suffix);
}

module.exports = { checkServerIdentity };
