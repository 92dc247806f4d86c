'use strict';

/** `ServerHttp2Session`: answers requests. */

const { URL } = require('internal:url/url');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const channels = require('internal:http2/channels');
const constants = require('internal:http2/constants');
const { NghttpError } = require('internal:http2/nghttp_error');
const { ServerHttp2Stream } = require('internal:http2/server_stream');
const { Http2Session } = require('internal:http2/session');
const { kHandle, kServer, kSessions } = require('internal:http2/symbols');

const { NGHTTP2_SESSION_SERVER } = constants;
/** What fits into a frame beside the other fields. */
const kMaxText = 16382;
const quotedValue = /^[\t\x20-\x7e\x80-\xff]*$/;

class ServerHttp2Session extends Http2Session {
  /** @param {object} options @param {import('node:stream').Duplex} socket @param {object} [server] */
  constructor(options, socket, server) {
    super(NGHTTP2_SESSION_SERVER, options, socket);
    this[kServer] = server;
    if (server === undefined) return;
    server[kSessions].add(this);
    this.once('close', () => server[kSessions].delete(this));
  }

  get server() {
    return this[kServer];
  }

  _makeStream(id, headers) {
    const stream = new ServerHttp2Stream(this, id, headers);
    channels.serverStreamStarted(stream, headers);
    return stream;
  }

  /** Tells the client of another server for an origin, or for a stream. @param {string} alt @param {number | string | URL | object} originOrStream */
  altsvc(alt, originOrStream) {
    if (this.destroyed) throw new codes.ERR_HTTP2_INVALID_SESSION();
    let stream = 0;
    let origin = originOrStream === undefined || typeof originOrStream === 'number' ? '' : undefined;
    if (typeof originOrStream === 'string') {
      origin = originOf(originOrStream);
      if (origin === 'null') throw new codes.ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    } else if (typeof originOrStream === 'number') {
      if (originOrStream >>> 0 !== originOrStream || originOrStream === 0) {
        throw new codes.ERR_OUT_OF_RANGE('originOrStream', `> 0 && < ${2 ** 32}`, originOrStream);
      }
      stream = originOrStream;
    } else if (originOrStream !== undefined) {
      if (originOrStream !== null && typeof originOrStream === 'object') origin = originOrStream.origin;
      if (typeof origin !== 'string') {
        throw new codes.ERR_INVALID_ARG_TYPE('originOrStream', ['string', 'number', 'URL', 'object'], originOrStream);
      }
      if (!origin || origin === 'null') throw new codes.ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    }
    validateString(alt, 'alt');
    if (!quotedValue.test(alt)) throw new codes.ERR_INVALID_CHAR('alt');
    if (alt.length + origin.length > kMaxText) throw new codes.ERR_HTTP2_ALTSVC_LENGTH();
    this[kHandle].altSvc(stream, origin, alt);
  }

  /** Tells the client which origins it may ask here. @param {(string | URL | { origin: string })[]} origins */
  origin(...origins) {
    if (this.destroyed) throw new codes.ERR_HTTP2_INVALID_SESSION();
    if (origins.length === 0) return;
    const texts = [];
    let length = 0;
    for (const given of origins) {
      const origin = checkedOrigin(given);
      texts.push(origin);
      length += origin.length;
    }
    // Every entry has two bytes of length.
    if (length + texts.length * 2 > kMaxText) throw new codes.ERR_HTTP2_ORIGIN_LENGTH();
    const failed = this[kHandle].origin(texts);
    if (failed < 0) this.destroy(new NghttpError(failed));
  }
}

function originOf(url) {
  return new URL(url).origin;
}

function checkedOrigin(given) {
  let origin = given;
  if (typeof origin === 'string') origin = originOf(origin);
  else if (origin != null && typeof origin === 'object') origin = origin.origin;
  validateString(origin, 'origin');
  if (origin === 'null') throw new codes.ERR_HTTP2_INVALID_ORIGIN();
  return origin;
}

module.exports = { ServerHttp2Session };
