'use strict';

/** The domains DOMStorage and Storage: what `localStorage` and `sessionStorage` hold. They are there with `--experimental-storage-inspection`. */

const path = require('node:path');
const { DomainError, demand, kServerError } = require('internal:inspector/domain_error');
const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { pathToFileURL } = require('internal:url/file_url');

/** Front ends that have enabled the domain. @type {Set<number>} */
const frontEnds = new Set();
/** Pairs that a program shows in place of its storage. @type {{ local?: object, session?: object }} */
const registered = {};

const isAvailable = getOptionValue('--experimental-storage-inspection');

const methods = !isAvailable ? { __proto__: null } : {
  __proto__: null,

  'Storage.getStorageKey': () => ({ storageKey: storageKey() }),

  'DOMStorage.enable'(frontEnd) {
    frontEnds.add(frontEnd);
    require('internal:web/storage').observe(storageChanged);
  },

  'DOMStorage.disable'(frontEnd) {
    forget(frontEnd);
  },

  'DOMStorage.getDOMStorageItems'(frontEnd, { storageId }) {
    const isLocal = demand(demand(storageId, 'object').isLocalStorage, 'boolean');
    if (!frontEnds.has(frontEnd)) throw new DomainError('DOMStorage domain is not enabled', kServerError);
    return { entries: entriesOf(isLocal) };
  },

  'DOMStorage.setDOMStorageItem': (frontEnd, params) => refuse(params, 'key', 'value'),
  'DOMStorage.removeDOMStorageItem': (frontEnd, params) => refuse(params, 'key'),
  'DOMStorage.clear': (frontEnd, params) => refuse(params),
};

/** Front ends may not change what a program keeps. @param {object} params @param {...string} texts names of those that have to be texts */
function refuse(params, ...texts) {
  demand(demand(params.storageId, 'object').isLocalStorage, 'boolean');
  for (const name of texts) demand(params[name], 'string');
  throw new DomainError('Not implemented', kServerError);
}

function entriesOf(isLocal) {
  const shown = registered[isLocal ? 'local' : 'session'];
  if (shown !== undefined) return Object.entries(shown);
  const storage = require('internal:web/storage');
  const area = isLocal ? storage.localStorage() : storage.sessionStorage();
  return area === undefined ? [] : Object.keys(area).map((key) => [key, area.getItem(key)]);
}

function storageKey() {
  const file = getOptionValue('--localstorage-file');
  return file ? pathToFileURL(path.resolve(process.cwd(), file)).href : '';
}

function forget(frontEnd) {
  frontEnds.delete(frontEnd);
  if (frontEnds.size === 0 && isAvailable) require('internal:web/storage').observe(undefined);
}

/** A method of a storage has changed it. */
function storageChanged(isLocal, event, details) {
  send(event, { storageId: { securityOrigin: '', storageKey: storageKey(), isLocalStorage: isLocal }, ...details });
}

function send(name, params) {
  const message = JSON.stringify({ method: `DOMStorage.${name}`, params });
  for (const frontEnd of frontEnds) binding.send(frontEnd, message);
}

/** What each event of a program needs besides the storage. */
const needed = {
  __proto__: null,
  domStorageItemAdded: ['key', 'newValue'],
  domStorageItemRemoved: ['key'],
  domStorageItemUpdated: ['key', 'oldValue', 'newValue'],
  domStorageItemsCleared: [],
};

/**
 * Tells front ends of an event that the program makes.
 * @param {string} name
 * @param {object} given
 */
function announce(name, given) {
  if (name === 'registerStorage') return register(given);
  if (frontEnds.size === 0) return undefined;
  const storageId = storageIdOf(given.storageId);
  const params = { storageId };
  for (const key of needed[name]) {
    if (typeof given[key] !== 'string') throw new TypeError(`Missing ${key} in event`);
    params[key] = given[key];
  }
  return send(name, params);
}

function storageIdOf(given) {
  if (typeof given !== 'object' || given === null) throw new TypeError('Missing storageId in event');
  const { securityOrigin, storageKey: key, isLocalStorage } = given;
  if (typeof securityOrigin !== 'string') throw new TypeError('Missing securityOrigin in storageId');
  if (typeof isLocalStorage !== 'boolean') throw new TypeError('Missing isLocalStorage in storageId');
  if (typeof key !== 'string') throw new TypeError('Missing storageKey in storageId');
  return { securityOrigin, storageKey: key, isLocalStorage };
}

/** @param {{ isLocalStorage: boolean, storageMap: object }} given */
function register({ isLocalStorage, storageMap }) {
  if (typeof isLocalStorage !== 'boolean') throw new TypeError('Missing isLocalStorage in event');
  if (typeof storageMap !== 'object' || storageMap === null) throw new TypeError('Missing storageMap in event');
  registered[isLocalStorage ? 'local' : 'session'] =
    Object.fromEntries(Object.entries(storageMap).map(([key, value]) => [key, String(value)]));
}

module.exports = { announce, forget, methods };
