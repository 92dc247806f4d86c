'use strict';

/** The events of the domain Network, as programs and the runtime give them and as front ends get them. */

/**
 * What each event needs, each with its type, and what front ends get for it where a program leaves it out or has another type. A name with a dot is
 * part of an object; `headers` hold texts.
 * @type {Record<string, { needs: Record<string, string>, may?: Record<string, string | boolean> }>}
 */
const events = {
  __proto__: null,
  requestWillBeSent: {
    needs: {
      requestId: 'string', timestamp: 'number', wallTime: 'number', request: 'object', 'request.url': 'string', 'request.method': 'string',
      'request.headers': 'headers',
    },
    may: { 'request.hasPostData': false },
  },
  responseReceived: {
    needs: {
      requestId: 'string', timestamp: 'number', type: 'string', response: 'object', 'response.url': 'string', 'response.status': 'number',
      'response.statusText': 'string', 'response.headers': 'headers',
    },
    may: { 'response.mimeType': '', 'response.charset': '' },
  },
  loadingFinished: { needs: { requestId: 'string', timestamp: 'number' } },
  loadingFailed: { needs: { requestId: 'string', timestamp: 'number', type: 'string', errorText: 'string' } },
  dataReceived: {
    needs: { requestId: 'string', timestamp: 'number', dataLength: 'number', encodedDataLength: 'number', data: 'bytes' },
  },
  dataSent: { needs: { requestId: 'string', timestamp: 'number', dataLength: 'number', data: 'bytes' } },
  /** `dataSent` with `finished`. */
  allSent: { needs: { requestId: 'string' } },
  webSocketCreated: { needs: { requestId: 'string', url: 'string' } },
  webSocketClosed: { needs: { requestId: 'string', timestamp: 'number' } },
  webSocketHandshakeResponseReceived: {
    needs: {
      requestId: 'string', timestamp: 'number', response: 'object', 'response.status': 'number', 'response.statusText': 'string',
      'response.headers': 'headers',
    },
  },
};

/** Events that tell where they come from. */
const kFromScript = new Set(['requestWillBeSent', 'webSocketCreated']);

/**
 * The parameters of an event without what the protocol does not know; bytes stay bytes.
 * @param {string} name
 * @param {object} given
 * @returns {object}
 * @throws {TypeError} when something is missing
 */
function parametersOf(name, given) {
  const { needs, may = {} } = events[name];
  const parameters = {};
  for (const [path, type] of Object.entries(needs)) {
    const value = read(given, path);
    if (!isOf(value, type)) throw new TypeError(`Missing ${path} in event`);
    write(parameters, path, type === 'object' ? {} : type === 'headers' ? headersOf(value) : value);
  }
  for (const [path, otherwise] of Object.entries(may)) {
    const value = read(given, path);
    write(parameters, path, typeof value === typeof otherwise ? value : otherwise);
  }
  if (kFromScript.has(name)) parameters.initiator = initiator();
  return parameters;
}

function initiator() {
  return { type: 'script', stack: { callFrames: JSON.parse(binding.callFrames()) } };
}

function isOf(value, type) {
  if (type === 'bytes') return value instanceof Uint8Array;
  if (type === 'headers' || type === 'object') return typeof value === 'object' && value !== null;
  return typeof value === type;
}

function headersOf(headers) {
  for (const value of Object.values(headers)) {
    if (typeof value !== 'string') throw new TypeError('Invalid header value in event');
  }
  return { ...headers };
}

function read(object, path) {
  return path.split('.').reduce((value, name) => value?.[name], object);
}

function write(object, path, value) {
  const [first, second] = path.split('.');
  if (second === undefined) object[first] = value;
  else object[first][second] = value;
}

module.exports = { parametersOf };
