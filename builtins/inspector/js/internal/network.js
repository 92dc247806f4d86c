'use strict';

/**
 * The domain Network: the requests that front ends follow, and the bodies that are kept for them. Front ends may enable it at any time, but are told
 * of requests with `--experimental-network-inspection` only.
 */

const { Buffer } = require('node:buffer');
const { DomainError, demand, kServerError } = require('internal:inspector/domain_error');
const { parametersOf } = require('internal:inspector/network_events');
const { getOptionValue } = require('internal:process/options');

/** A request as one front end follows it. */
class Followed {
  /** Charset of the request's body, if it is text. */
  requestCharset;
  responseCharset = '';
  sent = [];
  received = [];
  isSent;
  isFinished = false;
  /** The front end gets what is received at once, and nothing is kept. */
  isStreamed = false;

  constructor(charset, hasBody) {
    this.requestCharset = charset;
    this.isSent = !hasBody;
  }
}

/** The requests of each front end that has enabled the domain, by their ids. @type {Map<number, Map<string, Followed>>} */
const frontEnds = new Map();

const methods = {
  __proto__: null,

  'Network.enable'(frontEnd) {
    if (!getOptionValue('--experimental-network-inspection')) return;
    if (!frontEnds.has(frontEnd)) frontEnds.set(frontEnd, new Map());
    require('internal:inspector/network_sources').start();
  },

  'Network.disable'(frontEnd) {
    forget(frontEnd);
  },

  'Network.getRequestPostData'(frontEnd, params) {
    const request = find(frontEnd, params);
    if (!request.isSent) throw new DomainError('Request data is not finished yet');
    if (request.requestCharset !== 'utf-8') throw new DomainError('Unable to serialize binary request body', kServerError);
    return { postData: Buffer.concat(request.sent).toString() };
  },

  'Network.getResponseBody'(frontEnd, params) {
    const request = find(frontEnd, params);
    if (!request.isFinished) throw new DomainError('Response data is not finished yet');
    const body = Buffer.concat(request.received);
    const isText = request.responseCharset === 'utf-8';
    return { body: body.toString(isText ? 'utf8' : 'base64'), base64Encoded: !isText };
  },

  'Network.streamResourceContent'(frontEnd, params) {
    const request = find(frontEnd, params);
    const bufferedData = Buffer.concat(request.received).toString('base64');
    request.received = [];
    if (request.isFinished) frontEnds.get(frontEnd).delete(params.requestId);
    else request.isStreamed = true;
    return { bufferedData };
  },
};

function find(frontEnd, params) {
  const id = demand(params.requestId, 'string');
  const request = frontEnds.get(frontEnd)?.get(id);
  if (request === undefined) throw new DomainError('Request not found');
  return request;
}

/** @param {number} frontEnd has gone, or has disabled the domain */
function forget(frontEnd) {
  if (frontEnds.delete(frontEnd) && frontEnds.size === 0) require('internal:inspector/network_sources').stop();
}

/** What a front end remembers of an event; whether it is told of it. */
const remember = {
  __proto__: null,

  requestWillBeSent(requests, { requestId, request }, { charset }) {
    if (!requests.has(requestId)) requests.set(requestId, new Followed(charset, request.hasPostData));
    return true;
  },

  responseReceived(requests, { requestId, response }) {
    const request = requests.get(requestId);
    if (request !== undefined) request.responseCharset = response.charset;
    return true;
  },

  dataReceived(requests, { requestId, data }) {
    const request = requests.get(requestId);
    if (request === undefined) return false;
    if (!request.isStreamed) request.received.push(data);
    return request.isStreamed;
  },

  loadingFinished(requests, { requestId }) {
    const request = requests.get(requestId);
    if (request?.isStreamed) requests.delete(requestId);
    else if (request !== undefined) request.isFinished = true;
    return true;
  },

  loadingFailed(requests, { requestId }) {
    requests.delete(requestId);
    return true;
  },
};

/**
 * Tells the front ends that follow requests of an event.
 * @param {string} name of the event, or `dataSent`, which is only kept
 * @param {object} given
 */
function announce(name, given) {
  if (frontEnds.size === 0) return;
  if (name === 'dataSent') return keepSent(given);
  const parameters = parametersOf(name, given);
  let message;
  for (const [frontEnd, requests] of frontEnds) {
    const isTold = remember[name]?.(requests, parameters, given) ?? true;
    if (isTold) binding.send(frontEnd, message ??= messageOf(name, parameters));
  }
  return undefined;
}

/** @param {{ requestId: string, finished?: boolean, timestamp?: number, dataLength?: number, data?: Uint8Array }} given */
function keepSent(given) {
  const { finished } = given;
  const { requestId, data } = parametersOf(finished ? 'allSent' : 'dataSent', given);
  for (const requests of frontEnds.values()) {
    const request = requests.get(requestId);
    if (request === undefined) continue;
    if (finished) request.isSent = true;
    else request.sent.push(data);
  }
}

function messageOf(name, parameters) {
  const { data } = parameters;
  const params = data === undefined ? parameters : { ...parameters, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
  return JSON.stringify({ method: `Network.${name}`, params });
}

module.exports = { announce, forget, methods };
