'use strict';

/** `node:inspector`: the DevTools protocol for the program itself, and the server where front ends connect. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateObject, validateString } = require('internal:shared/validators');
const { engineConsole } = require('internal:console/global');
const { getOptionValue } = require('internal:process/options');
const { Session } = require('internal:inspector/session');
const server = require('internal:inspector/server');

/**
 * Listens for front ends.
 * @param {number} [port] that of the command line when left out
 * @param {string} [host]
 * @param {boolean} [wait] until a front end has connected
 * @returns {Disposable} closes the server
 */
function open(port, host, wait) {
  require('internal:process/permission').requireOption('--allow-inspector', 'StartIoThread');
  if (wait) binding.expectFrontend();
  server.open(port, host);
  if (wait) binding.waitForFrontend();
  return { __proto__: null, [Symbol.dispose]() { server.close(); } };
}

/** Closes the server and waits until the connections are gone. */
function close() {
  server.close();
}

/** @returns {string | undefined} URL of the WebSocket, while the server listens */
function url() {
  return binding.url();
}

/** Waits until a front end says that the program may run. */
function waitForDebugger() {
  if (binding.url() === undefined) throw new codes.ERR_INSPECTOR_NOT_ACTIVE();
  binding.waitForFrontend();
}

/**
 * Functions that tell front ends of events which the program makes.
 * @param {(name: string, params: object) => void} announce
 * @param {string[]} names
 */
function emitters(announce, names) {
  return Object.fromEntries(names.map((name) => {
    const emit = (params = {}) => {
      validateObject(params, 'params');
      announce(name, params);
    };
    return [name, Object.defineProperty(emit, 'name', { __proto__: null, value: name, configurable: true })];
  }));
}

const Network = emitters((name, params) => require('internal:inspector/network').announce(name, params), [
  'requestWillBeSent', 'responseReceived', 'loadingFinished', 'loadingFailed', 'dataSent', 'dataReceived', 'webSocketCreated', 'webSocketClosed',
  'webSocketHandshakeResponseReceived',
]);

const NetworkResources = {
  /** Offers a text, a source map for instance, to front ends. @param {string} url @param {string} value */
  put(url, value) {
    if (!getOptionValue('--experimental-inspector-network-resource')) {
      process.emitWarning('The --experimental-inspector-network-resource option is not enabled. Please enable it to use the putNetworkResource function');
      return;
    }
    validateString(url, 'url');
    validateString(value, 'value');
    binding.putResource(url, value);
  },
};

const DOMStorage = emitters((name, params) => require('internal:inspector/storage').announce(name, params), [
  'domStorageItemAdded', 'domStorageItemRemoved', 'domStorageItemUpdated', 'domStorageItemsCleared', 'registerStorage',
]);

module.exports = { open, close, url, waitForDebugger, console: engineConsole, Session, Network, NetworkResources, DOMStorage };
