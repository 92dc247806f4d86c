'use strict';

/** Fetches that need no network (https://fetch.spec.whatwg.org/#scheme-fetch). */

const { Body } = require('internal:web/body');
const { ResponseState } = require('internal:web/response');
const { HeaderList } = require('internal:web/headers');

/** Ports of services that must not be reached by requests of a program's choosing (https://fetch.spec.whatwg.org/#port-blocking). */
const kBadPorts = new Set([
  '1', '7', '9', '11', '13', '15', '17', '19', '20', '21', '22', '23', '25', '37', '42', '43', '53', '69', '77', '79', '87', '95', '101',
  '102', '103', '104', '109', '110', '111', '113', '115', '117', '119', '123', '135', '137', '139', '143', '161', '179', '389', '427', '465',
  '512', '513', '514', '515', '526', '530', '531', '532', '540', '548', '554', '556', '563', '587', '601', '636', '989', '990', '993', '995',
  '1719', '1720', '1723', '2049', '3659', '4045', '4190', '5060', '5061', '6000', '6566', '6665', '6666', '6667', '6668', '6669', '6679',
  '6697', '10080',
]);

/** @param {URL} url */
function isBadPort(url) {
  return url.port !== '' && kBadPorts.has(url.port) && (url.protocol === 'http:' || url.protocol === 'https:');
}

/**
 * @param {import('internal:web/request').RequestState} request
 * @returns {ResponseState} for `data:` and `blob:`
 * @throws {Error} for everything else
 */
function schemeFetch(request) {
  switch (request.url.protocol) {
    case 'data:': return dataFetch(request.url);
    case 'blob:': return blobFetch(request);
    case 'about:': throw new Error('about scheme is not supported');
    case 'file:': throw new Error('not implemented... yet...');
    default: throw new Error('unknown scheme');
  }
}

function dataFetch(url) {
  const { readDataUrl } = require('internal:web/fetch/data_url');
  const data = readDataUrl(url);
  if (data === null) throw new Error('failed to fetch the data URL');
  return localResponse(200, 'OK', [['Content-Type', data.type]], data.body);
}

function blobFetch({ url, method, headers }) {
  const { resolveObjectURL } = require('node:buffer');
  const blob = resolveObjectURL(url.href);
  if (method !== 'GET' || blob === undefined) throw new Error('invalid method');
  const range = headers.get('range');
  if (range === null) return localResponse(200, 'OK', [['Content-Length', `${blob.size}`], ['Content-Type', blob.type]], blob);
  const bounds = parseRange(range, blob.size);
  if (bounds === null) throw new Error("failed to fetch the data URL");
  const [first, last] = bounds;
  const part = blob.slice(first, last + 1, blob.type);
  return localResponse(206, 'Partial Content', [
    ['Content-Length', `${part.size}`], ['Content-Type', blob.type], ['Content-Range', `bytes ${first}-${last}/${blob.size}`],
  ], part);
}

/** `bytes=0-9`, `bytes=5-` or `bytes=-5` of `size` bytes: first and last position. */
function parseRange(field, size) {
  const match = /^bytes=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)$/.exec(field);
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') return [Math.max(size - Number(match[2]), 0), size - 1];
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first >= size || first > last ? null : [first, last];
}

function localResponse(status, statusText, fields, source) {
  const state = new ResponseState();
  state.type = 'basic';
  state.status = status;
  state.statusText = statusText;
  state.headers = new HeaderList();
  for (const [name, value] of fields) state.headers.append(name, value);
  state.body = new Body(source, null, null);
  return state;
}

module.exports = { isBadPort, schemeFetch };
