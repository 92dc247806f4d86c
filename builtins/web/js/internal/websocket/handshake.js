'use strict';

/** Opens the connection of a WebSocket (RFC 6455 section 4.1). */

const { queueMicrotask } = require('internal:process/task_queues');
const { URL } = require('internal:url/url');
const { Buffer } = require('node:buffer');
const { createHash, randomBytes } = require('node:crypto');
const STATUS_CODES = require('internal:http/status_codes');
const { currentDispatcher } = require('internal:web/fetch/dispatcher');
const { isProxied, tunnelTarget } = require('internal:web/fetch/proxy');

const kGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const kOffer = 'permessage-deflate; client_max_window_bits';

/**
 * What was agreed on.
 * @typedef {{ socket: import('node:stream').Duplex, head: Uint8Array, response: Answer, protocol: string, extensions: string, keepsContext: boolean }} Agreement
 * @typedef {{ status: number, statusText: string, headers: Record<string, string | string[]> }} Answer what the server said to the handshake
 */

/**
 * @param {URL} url @param {string[]} protocols
 * @param {{ headers?: HeadersInit, dispatcher?: object }} options
 * @param {(error: Error | null, agreement?: Agreement) => void} done
 * @returns {{ destroy(): void }} gives up
 */
function openWebSocket(url, protocols, { headers: extra, dispatcher = currentDispatcher() }, done) {
  const key = randomBytes(16).toString('base64');
  const fields = fieldsOf(url, key, protocols, extra);
  const finish = (error, response, socket, head) => {
    if (error !== null) {
      done(error);
      return;
    }
    try {
      done(null, { socket, head, response, ...agree(key, protocols, response) });
    } catch (problem) {
      socket.destroy();
      done(problem);
    }
  };
  return dispatcher === undefined ? request(url, fields, finish) : dispatch(dispatcher, url, fields, finish);
}

function fieldsOf(url, key, protocols, extra) {
  const fields = {
    host: url.host,
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': key,
    'sec-websocket-version': '13',
    ...(protocols.length > 0 && { 'sec-websocket-protocol': protocols.join(', ') }),
    'sec-websocket-extensions': kOffer,
    accept: '*/*',
    'accept-language': '*',
    'sec-fetch-mode': 'websocket',
    'user-agent': 'node',
    pragma: 'no-cache',
    'cache-control': 'no-cache',
    'accept-encoding': 'gzip, deflate',
  };
  if (extra !== undefined) {
    const { Headers } = require('internal:web/headers');
    for (const [name, value] of new Headers(extra)) fields[name] = value;
  }
  return fields;
}

function request(url, headers, finish) {
  const isSecure = url.protocol === 'wss:';
  const client = require(isSecure ? 'node:https' : 'node:http');
  const target = new URL(url);
  target.protocol = isSecure ? 'https:' : 'http:';
  const options = { headers, agent: false, ...(isSecure && { ALPNProtocols: ['http/1.1'] }) };
  if (isProxied(target)) {
    const lane = { target: tunnelTarget(target), session: undefined };
    options.agent = undefined;
    options.createConnection = (_, created) => { lane.target.connect(lane, created); };
  }
  const sent = client.request(target, options);
  sent.on('error', (error) => finish(error));
  sent.on('response', (response) => {
    finish(new TypeError(`Received network error or non-101 status code: ${response.statusCode}`));
    sent.destroy();
  });
  sent.on('upgrade', ({ statusCode: status, statusMessage: statusText, headers: fields }, socket, head) => {
    finish(null, { status, statusText, headers: fields }, socket, head);
  });
  sent.end();
  return sent;
}

/** Through a dispatcher of the `undici` package. */
function dispatch(dispatcher, url, headers, finish) {
  let abort = () => {};
  const origin = url.origin.replace(/^ws/, 'http');
  const upgraded = (status, fields, socket) => {
    finish(null, { status, statusText: STATUS_CODES[status] ?? '', headers: fields }, socket, Buffer.alloc(0));
  };
  const handler = {
    onRequestStart(controller) { abort = (reason) => controller.abort(reason); },
    onRequestUpgrade(controller, status, fields, socket) { upgraded(status, fields, socket); },
    onResponseStart() { finish(new TypeError('Received network error or non-101 status code.')); },
    onResponseData() {},
    onResponseEnd() {},
    onResponseError(controller, error) { finish(error); },
    onConnect(given) { abort = given; },
    onUpgrade(status, raw, socket) { upgraded(status, fieldsOfRaw(raw), socket); },
    onHeaders() {
      finish(new TypeError('Received network error or non-101 status code.'));
      return true;
    },
    onData: () => true,
    onComplete() {},
    onError(error) { finish(error); },
  };
  const { connection: _, host, upgrade, ...rest } = headers;
  const options = { path: `${url.pathname}${url.search}`, origin, method: 'GET', headers: { host, ...rest }, upgrade };
  // Whoever asked gets to listen first.
  queueMicrotask(() => {
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      finish(error);
    }
  });
  return { destroy: () => abort(new Error('closed')) };
}

function fieldsOfRaw(raw) {
  const fields = {};
  for (let i = 0; i < raw.length; i += 2) fields[`${raw[i]}`.toLowerCase()] = `${raw[i + 1]}`;
  return fields;
}

/** Checks the server's answer. */
function agree(key, protocols, { status, headers }) {
  if (status !== 101) throw new TypeError('Received network error or non-101 status code.');
  if (headers.upgrade?.toLowerCase() !== 'websocket') throw new TypeError('Server did not set Upgrade header to "websocket".');
  if (!/(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headers.connection ?? '')) {
    throw new TypeError('Server did not set Connection header to "upgrade".');
  }
  const expected = createHash('sha1').update(key + kGuid).digest('base64');
  if (headers['sec-websocket-accept']?.trim() !== expected) {
    throw new TypeError('Incorrect hash received in Sec-WebSocket-Accept header.');
  }
  const protocol = headers['sec-websocket-protocol'] ?? '';
  if (protocol !== '' && !protocols.includes(protocol)) throw new TypeError('Protocol was not set in the opening handshake.');
  if (protocol === '' && protocols.length > 0 && headers['sec-websocket-protocol'] !== undefined) {
    throw new TypeError('Protocol was not set in the opening handshake.');
  }
  return { protocol, ...extensionsOf(headers['sec-websocket-extensions']) };
}

/** The compression that the server chose (RFC 7692 section 7.1). */
function extensionsOf(field = '') {
  if (field === '') return { extensions: '', keepsContext: true };
  const [name, ...parameters] = field.split(';').map((part) => part.trim());
  if (name !== 'permessage-deflate') throw new TypeError(`Sec-WebSocket-Extensions header "${field}" was not offered.`);
  for (const parameter of parameters) requireParameter(parameter);
  return { extensions: field, keepsContext: !parameters.includes('server_no_context_takeover') };
}

function requireParameter(parameter) {
  const [name, value] = parameter.split('=').map((part) => part.trim());
  const bits = value?.replace(/^"(.*)"$/, '$1');
  const isWindow = name === 'server_max_window_bits' || name === 'client_max_window_bits';
  if (isWindow && /^(?:[89]|1[0-5])$/.test(bits ?? '')) return;
  if (value === undefined && (name === 'server_no_context_takeover' || name === 'client_no_context_takeover')) return;
  throw new TypeError(`Invalid parameter of permessage-deflate: ${parameter}`);
}

module.exports = { openWebSocket };
