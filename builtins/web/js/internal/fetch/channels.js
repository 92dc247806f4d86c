'use strict';

/** The diagnostics channels by which tracing packages follow `fetch`. */

const diagnostics = require('node:diagnostics_channel');

const create = diagnostics.channel('undici:request:create');
const bodySent = diagnostics.channel('undici:request:bodySent');
const bodyChunkSent = diagnostics.channel('undici:request:bodyChunkSent');
const bodyChunkReceived = diagnostics.channel('undici:request:bodyChunkReceived');
const headers = diagnostics.channel('undici:request:headers');
const trailers = diagnostics.channel('undici:request:trailers');
const failed = diagnostics.channel('undici:request:error');
const sendHeaders = diagnostics.channel('undici:client:sendHeaders');

const all = [create, bodySent, bodyChunkSent, bodyChunkReceived, headers, trailers, failed, sendHeaders];

/** What subscribers know as the request. */
class PublishedRequest {
  constructor({ url, method, headers: list, body }) {
    this.origin = url.origin;
    this.path = `${url.pathname}${url.search}`;
    this.method = method;
    this.protocol = url.protocol;
    this.headers = [];
    for (const { name, value } of list.fields()) this.headers.push(name, value);
    this.body = body?.source ?? null;
    this.contentLength = body?.length ?? null;
    this.contentType = list.get('content-type');
    this.completed = false;
    this.aborted = false;
    this.throwOnError = false;
  }

  /** Adds a field to the head that is about to be sent. */
  addHeader(name, value) {
    this.headers.push(name, `${value}`);
    return this;
  }

  /** The fields to send. Subscribers add to the list of headers, and change it, without asking anybody. */
  fields() {
    const { headers: list } = this;
    const fields = [];
    for (let i = 0; i + 1 < list.length; i += 2) fields.push({ name: oneLine(list[i]), value: oneLine(list[i + 1]) });
    return fields;
  }
}

/** A field ends where its line ends, so nothing in it may end the line. */
function oneLine(text) {
  return `${text}`.replace(/[\r\n]+/g, ' ');
}

/** Whether anybody follows. */
function anySubscriber() {
  return all.some((channel) => channel.hasSubscribers);
}

/** @param {import('./exchange').Exchange} exchange */
function requestOf(exchange) {
  const request = new PublishedRequest(exchange);
  create.publish({ request });
  return request;
}

function publishChunk(channel, request, chunk) {
  if (channel.hasSubscribers) channel.publish({ request, chunk });
}

/** Names and values of the parser's text as bytes, in turn. */
function rawFields(text) {
  const { Buffer } = require('node:buffer');
  const list = text.split('\n');
  list.pop();
  return list.map((item) => Buffer.from(item, 'latin1'));
}

module.exports = {
  channels: {
    anySubscriber,
    bodyChunkReceived,
    bodyChunkSent,
    requestOf,
    sendHeaders: (exchange, head) => sendHeaders.publish({ request: exchange.request, headers: head, socket: exchange.connection.info }),
    bodySent: ({ request }) => bodySent.publish({ request }),
    head({ request }, statusCode, statusText, fields) {
      headers.publish({ request, response: { statusCode, headers: rawFields(fields), statusText } });
    },
    end({ request }, fields) {
      request.completed = true;
      trailers.publish({ request, trailers: rawFields(fields) });
    },
    failed({ request }, error) {
      failed.publish({ request, error });
    },
  },
  publishChunk,
};
