'use strict';

/** Why an exchange of the web client failed, with the names and codes that programs look for. */

/** Makes a class of errors with a fixed name and code. */
function errorClass(name, code, Base = Error) {
  const Class = class extends Base {
    constructor(message, options) {
      super(message, options);
      this.name = name;
      this.code = code;
    }
  };
  Object.defineProperty(Class, 'name', { __proto__: null, value: name, configurable: true });
  return Class;
}

const ConnectTimeoutError = errorClass('ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT');
const HeadersTimeoutError = errorClass('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT');
const BodyTimeoutError = errorClass('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT');
const InvalidArgumentError = errorClass('InvalidArgumentError', 'UND_ERR_INVALID_ARG');
const NotSupportedError = errorClass('NotSupportedError', 'UND_ERR_NOT_SUPPORTED');
const RequestAbortedError = errorClass('AbortError', 'UND_ERR_ABORTED');
const ContentLengthError = errorClass('RequestContentLengthMismatchError', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH');

const InformationalError = errorClass('InformationalError', 'UND_ERR_INFO');

/** The connection broke off. */
class SocketError extends Error {
  /** @param {string} message @param {import('./web_connection').WebConnection} connection */
  constructor(message, connection) {
    super(message);
    this.name = 'SocketError';
    this.code = 'UND_ERR_SOCKET';
    const { info, bytesWritten, bytesRead } = connection;
    this.socket = { ...info, bytesWritten, bytesRead };
  }
}

/** What came was no HTTP. */
class HttpParserError extends Error {
  /** @param {string} message @param {string} code of the parser, such as `HPE_INVALID_CONSTANT` @param {Uint8Array} [data] */
  constructor(message, code, data) {
    super(`Response does not match the HTTP/1.1 protocol (${message})`);
    this.name = 'HTTPParserError';
    this.code = code;
    this.data = data === undefined ? undefined : `${data}`;
  }
}

Object.defineProperty(HttpParserError, 'name', { __proto__: null, value: 'HTTPParserError', configurable: true });

module.exports = {
  BodyTimeoutError,
  ConnectTimeoutError,
  ContentLengthError,
  HeadersTimeoutError,
  HttpParserError,
  InformationalError,
  InvalidArgumentError,
  NotSupportedError,
  RequestAbortedError,
  SocketError,
};
