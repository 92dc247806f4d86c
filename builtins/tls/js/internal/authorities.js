'use strict';

/** Trusted authorities: the sets by name, and the one that contexts trust when a program names none. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateOneOf } = require('internal:shared/validators');
const { trustedVariable } = require('internal:process/env');
const { getOptionValue } = require('internal:process/options');

/** Where Linux distributions keep the system's authorities; the first that is there counts. */
const kSystemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const kSystemDirectories = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

let bundled;
let system;
let extra;
let standard;
/** The native side knows the default set. */
let installed = false;

/** Mozilla's authorities as PEM. @returns {readonly string[]} */
function rootCertificates() {
  bundled ??= Object.freeze(binding.bundledAuthorities());
  return bundled;
}

/**
 * @param {'default' | 'system' | 'bundled' | 'extra'} [type]
 * @returns {readonly string[]} PEM
 */
function getCACertificates(type = 'default') {
  validateType(type);
  switch (type) {
    case 'default':
      return defaultCertificates();
    case 'bundled':
      return rootCertificates();
    case 'system':
      return systemCertificates();
    default:
      return extraCertificates();
  }
}

function validateType(type) {
  const { validateString } = require('internal:shared/validators');
  validateString(type, 'type');
  validateOneOf(type, 'type', ['default', 'system', 'bundled', 'extra']);
}

function defaultCertificates() {
  standard ??= Object.freeze(composeDefault());
  return standard;
}

function composeDefault() {
  const parts = [];
  if (getOptionValue('--use-openssl-ca')) parts.push(opensslCertificates());
  else parts.push(rootCertificates());
  if (usesSystem()) parts.push(systemCertificates());
  parts.push(extraCertificates());
  return parts.flat();
}

function usesSystem() {
  if (getOptionValue('--use-system-ca')) return true;
  return !getOptionValue('[refuses_system_ca]') && process.env.NODE_USE_SYSTEM_CA === '1';
}

/** The system's own trust, or where the environment says that it is. */
function systemCertificates() {
  system ??= Object.freeze(opensslCertificates());
  return system;
}

function opensslCertificates() {
  const { files, directories } = opensslPlaces();
  return [...files, ...directories.flatMap(filesIn)].flatMap(parseFile);
}

/** Where OpenSSL looks. @returns {{ files: string[], directories: string[] }} */
function opensslPlaces() {
  const [file, directory] = ['SSL_CERT_FILE', 'SSL_CERT_DIR'].map(trustedVariable);
  const files = file ? [file] : kSystemFiles.filter(exists).slice(0, 1);
  const directories = directory ? directory.split(':') : file || files.length > 0 ? [] : kSystemDirectories;
  return { files, directories };
}

/** The files and directories that the start of the process names as authorities. @returns {string[]} */
function trustedPaths() {
  const extraFile = trustedVariable('NODE_EXTRA_CA_CERTS');
  const paths = extraFile ? [extraFile] : [];
  if (!getOptionValue('--use-openssl-ca') && !usesSystem()) return paths;
  const { files, directories } = opensslPlaces();
  return [...paths, ...files, ...directories];
}

function exists(path) {
  return require('node:fs').existsSync(path);
}

function filesIn(directory) {
  const fs = require('node:fs');
  const path = require('node:path');
  try {
    return fs.readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

/** A file that cannot be read or parsed adds nothing. */
function parseFile(path) {
  try {
    return binding.parseAuthorities(require('node:fs').readFileSync(path));
  } catch {
    return [];
  }
}

/** Those of `NODE_EXTRA_CA_CERTS`. */
function extraCertificates() {
  extra ??= Object.freeze(loadExtra());
  return extra;
}

function loadExtra() {
  const path = trustedVariable('NODE_EXTRA_CA_CERTS');
  if (!path) return [];
  try {
    return binding.parseAuthorities(require('node:fs').readFileSync(path));
  } catch (error) {
    process.emitWarning(`Ignoring extra certs from \`${path}\`, load failed: ${reasonOf(error)}`);
    return [];
  }
}

/** In the words of OpenSSL, which begin with a capital where the system's do not. */
function reasonOf(error) {
  if (error.errno === undefined) return error.message;
  const { getSystemErrorMessage } = require('node:util');
  const text = getSystemErrorMessage(error.errno);
  return `error:80000002:system library::${text[0].toUpperCase()}${text.slice(1)}`;
}

/**
 * Replaces the authorities that contexts made from now on trust.
 * @param {(string | ArrayBufferView)[]} certs PEM
 */
function setDefaultCACertificates(certs) {
  if (!Array.isArray(certs)) throw new codes.ERR_INVALID_ARG_TYPE('certs', 'Array', certs);
  const texts = certs.map((cert, index) => {
    if (typeof cert === 'string') return cert;
    if (ArrayBuffer.isView(cert)) return Buffer.from(cert.buffer, cert.byteOffset, cert.byteLength).toString('latin1');
    throw new codes.ERR_INVALID_ARG_TYPE(`certs[${index}]`, ['string', 'ArrayBufferView'], cert);
  });
  const parsed = texts.map((text) => parseGiven(text)).flat();
  standard = Object.freeze([...new Set(parsed)]);
  binding.setDefaultAuthorities(standard);
  installed = true;
}

function parseGiven(text) {
  const parsed = binding.parseAuthorities(Buffer.from(text));
  if (parsed.length > 0) return parsed;
  const error = new Error('No valid certificates found in the provided array');
  error.code = 'ERR_CRYPTO_OPERATION_FAILED';
  throw error;
}

/** Lets the native side know the default set, once. Mozilla's alone it has by itself. */
function installDefault() {
  if (installed) return;
  installed = true;
  const isPlain = !getOptionValue('--use-openssl-ca') && !usesSystem() && !trustedVariable('NODE_EXTRA_CA_CERTS');
  if (!isPlain) binding.setDefaultAuthorities(defaultCertificates());
}

module.exports = { getCACertificates, installDefault, rootCertificates, setDefaultCACertificates, trustedPaths };
