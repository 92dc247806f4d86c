'use strict';

/** Codes about streams, sockets, HTTP/1, TLS, DNS, QUIC and URLs. */

const { describeType, formatted } = require('internal:shared/error_phrases');
const { SystemError } = require('internal:shared/system_errors');

module.exports = {
  ERR_CONSOLE_WRITABLE_STREAM: [TypeError, 'Console expects a writable stream instance for {0}'],
  ERR_DNS_SET_SERVERS_FAILED: [Error, 'c-ares failed to set servers: "{0}" [{1}]'],
  ERR_FS_CP_SOCKET: [SystemError, 'Cannot copy a socket file'],
  ERR_HTTP_BODY_NOT_ALLOWED: [Error, 'Adding content for this request method or response status is not allowed.'],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: [
    Error,
    "Response body's content-length of {0} byte(s) does not match the content-length of {1} byte(s) set in header",
  ],
  ERR_HTTP_HEADERS_SENT: [Error, 'Cannot {0} headers after they are sent to the client'],
  ERR_HTTP_INVALID_HEADER_VALUE: [TypeError, 'Invalid value "{0}" for header "{1}"'],
  ERR_HTTP_INVALID_STATUS_CODE: [RangeError, 'Invalid status code: {0}'],
  ERR_HTTP_REQUEST_TIMEOUT: [Error, 'Request timeout'],
  ERR_HTTP_SOCKET_ASSIGNED: [Error, 'ServerResponse has an already assigned socket'],
  ERR_HTTP_SOCKET_ENCODING: [Error, 'Changing the socket encoding is not allowed per RFC7230 Section 3.'],
  ERR_HTTP_TRAILER_INVALID: [Error, 'Trailers are invalid with this transfer encoding'],
  ERR_INVALID_ADDRESS: [Error, 'Invalid socket address'],
  ERR_INVALID_ADDRESS_FAMILY: [RangeError, 'Invalid address family: {0} {1}:{2}', (family, host, port) => ({ host, port })],
  ERR_INVALID_CHAR: [
    TypeError,
    (name, field) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`,
  ],
  ERR_INVALID_FILE_URL_HOST: [TypeError, 'File URL host must be "localhost" or empty on {0}'],
  ERR_INVALID_FILE_URL_PATH: [
    TypeError,
    'File URL path {0}',
    (reason, input) => (input === undefined ? undefined : { input }),
  ],
  ERR_INVALID_HTTP_TOKEN: [TypeError, '{0} must be a valid HTTP token ["{1}"]'],
  ERR_INVALID_IP_ADDRESS: [TypeError, (address) => `Invalid IP address: ${formatted(address)}`],
  ERR_INVALID_PROTOCOL: [TypeError, (protocol, expected) => `Protocol "${formatted(protocol)}" not supported. Expected "${expected}"`],
  ERR_INVALID_URI: [URIError, 'URI malformed'],
  ERR_INVALID_URL: [TypeError, 'Invalid URL', (input, base) => (base == null ? { input } : { input, base })],
  ERR_INVALID_URL_SCHEME: [
    TypeError,
    (expected) => `The URL must be ${urlSchemes(typeof expected === 'string' ? [expected] : expected)}`,
  ],
  ERR_IP_BLOCKED: [Error, 'IP({0}) is blocked by net.BlockList'],
  ERR_PROXY_INVALID_CONFIG: [Error, '{0}'],
  ERR_PROXY_TUNNEL: [Error, '{0}'],
  ERR_QUIC_APPLICATION_ERROR: [Error, 'A QUIC application error occurred. {0} [{1}]'],
  ERR_QUIC_CONNECTION_FAILED: [Error, 'QUIC connection failed'],
  ERR_QUIC_ENDPOINT_CLOSED: [Error, 'QUIC endpoint closed: {0} ({1})'],
  ERR_QUIC_OPEN_STREAM_FAILED: [Error, 'Failed to open QUIC stream'],
  ERR_QUIC_TRANSPORT_ERROR: [Error, 'A QUIC transport error occurred. {0} [{1}]'],
  ERR_QUIC_VERSION_NEGOTIATION_ERROR: [Error, 'The QUIC session requires version negotiation'],
  ERR_SERVER_ALREADY_LISTEN: [Error, 'Listen method has been called more than once without closing.'],
  ERR_SERVER_NOT_RUNNING: [Error, 'Server is not running.'],
  ERR_SOCKET_ALREADY_BOUND: [Error, 'Socket is already bound'],
  ERR_SOCKET_BAD_BUFFER_SIZE: [TypeError, 'Buffer size must be a positive integer'],
  ERR_SOCKET_BAD_PORT: [
    RangeError,
    (name, port, allowZero = true) =>
      `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${describeType(port)}.`,
  ],
  ERR_SOCKET_BAD_TYPE: [TypeError, 'Bad socket type specified. Valid types are: udp4, udp6'],
  ERR_SOCKET_BUFFER_SIZE: [SystemError, 'Could not get or set buffer size'],
  ERR_SOCKET_CLOSED: [Error, 'Socket is closed'],
  ERR_SOCKET_HANDLE_ADOPTED: [Error, 'The bound socket has already been adopted by a server or socket'],
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: [Error, 'Socket closed before the connection was established'],
  ERR_SOCKET_CONNECTION_TIMEOUT: [Error, 'Socket connection timeout'],
  ERR_SOCKET_DGRAM_IS_CONNECTED: [Error, 'Already connected'],
  ERR_SOCKET_DGRAM_NOT_CONNECTED: [Error, 'Not connected'],
  ERR_SOCKET_DGRAM_NOT_RUNNING: [Error, 'Not running'],
  ERR_STREAM_ALREADY_FINISHED: [Error, 'Cannot call {0} after a stream was finished'],
  ERR_STREAM_CANNOT_PIPE: [Error, 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: [Error, 'Cannot call {0} after a stream was destroyed'],
  ERR_STREAM_NULL_VALUES: [TypeError, 'May not write null values to stream'],
  ERR_STREAM_PREMATURE_CLOSE: [Error, 'Premature close'],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, 'stream.push() after EOF'],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, 'Cannot pipe to a closed or destroyed stream'],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, 'stream.unshift() after end event'],
  ERR_STREAM_WRAP: [Error, 'Stream has StringDecoder set or is in objectMode'],
  ERR_STREAM_WRITE_AFTER_END: [Error, 'write after end'],
  ERR_THROTTLED: [Error, 'The call was dropped by the throttled function'],
  ERR_TLS_ALPN_CALLBACK_INVALID_RESULT: [
    TypeError,
    (value, protocols) =>
      `ALPN callback returned a value (${value}) that did not match any of the client's offered protocols ` +
      `(${protocols.join(', ')})`,
  ],
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS: [
    TypeError,
    'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive',
  ],
  ERR_TLS_CERT_ALTNAME_FORMAT: [SyntaxError, 'Invalid subject alternative name string'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    Error,
    "Hostname/IP does not match certificate's altnames: {0}",
    (reason, host, cert) => ({ reason, host, cert }),
  ],
  ERR_TLS_DH_PARAM_SIZE: [Error, 'DH parameter size {0} is less than 2048'],
  ERR_TLS_HANDSHAKE_TIMEOUT: [Error, 'TLS handshake timeout'],
  ERR_TLS_INVALID_CONTEXT: [TypeError, '{0} must be a SecureContext'],
  ERR_TLS_INVALID_PROTOCOL_VERSION: [TypeError, '{0} is not a valid {1} TLS protocol version'],
  ERR_TLS_INVALID_STATE: [Error, 'TLS socket connection must be securely established'],
  ERR_TLS_PROTOCOL_VERSION_CONFLICT: [
    TypeError,
    'TLS protocol version "{0}" conflicts with secureProtocol "{1}"',
  ],
  ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED: [Error, 'Failed to set PSK identity hint'],
  ERR_TLS_RENEGOTIATION_DISABLED: [Error, 'TLS session renegotiation disabled for this socket'],
  ERR_TLS_SESSION_ATTACK: [Error, 'TLS session renegotiation attack detected'],
  ERR_TLS_SNI_FROM_SERVER: [Error, 'Cannot issue SNI from a TLS server-side socket'],
  ERR_TRAILING_JUNK_AFTER_STREAM_END: [TypeError, 'Trailing junk found after the end of the compressed stream'],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, 'Cannot call function in process exit handler'],
  ERR_UNESCAPED_CHARACTERS: [TypeError, '{0} contains unescaped characters'],
};

function urlSchemes(schemes) {
  const last = schemes.length - 1;
  if (last === 0) return `of scheme ${schemes[0]}`;
  return `one of scheme ${schemes.slice(0, last).join(', ')} or ${schemes[last]}`;
}
