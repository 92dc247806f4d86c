'use strict';

// The parser that packages which stand in for sockets (msw, nock) take from _http_common.
const assert = require('node:assert');

process.noDeprecation = true;
const { HTTPParser, methods } = require('_http_common');

function parse(type, chunks, answer) {
  const parser = new HTTPParser();
  parser.initialize(type, {});
  const seen = [];
  parser[HTTPParser.kOnHeaders] = (fields) => seen.push(['trailers', fields]);
  parser[HTTPParser.kOnHeadersComplete] = (...head) => (seen.push(['head', head]), answer);
  parser[HTTPParser.kOnBody] = (bytes) => seen.push(['body', String(bytes)]);
  parser[HTTPParser.kOnMessageComplete] = () => seen.push(['end']);
  const results = chunks.map((chunk) => parser.execute(Buffer.from(chunk)));
  const finished = parser.finish();
  parser.remove();
  parser.free();
  return { seen, results: results.map((result) => result.code ?? result), finished: finished?.code };
}

const POST = methods.indexOf('POST');
assert.deepStrictEqual(parse(HTTPParser.REQUEST, ['POST /a?b HTTP/1.1\r\nHost: x\r\nContent-', 'Length: 5\r\n\r\nhel', 'lo']), {
  seen: [['head', [1, 1, ['Host', 'x', 'Content-Length', '5'], POST, '/a?b', undefined, undefined, false, true]], ['body', 'hel'], ['body', 'lo'], ['end']],
  results: [37, 16, 2],
  finished: undefined,
});
assert.deepStrictEqual(parse(HTTPParser.RESPONSE, ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx: y\r\n\r\n']).seen, [
  ['head', [1, 1, ['Transfer-Encoding', 'chunked'], undefined, undefined, 200, 'OK', false, true]],
  ['body', 'hello'], ['trailers', ['x', 'y']], ['end'],
]);
// An answer of 1: there is no body, as after HEAD.
assert.deepStrictEqual(parse(HTTPParser.RESPONSE, ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'], 1).seen.at(-1), ['end']);
// Another protocol begins.
const upgraded = parse(HTTPParser.REQUEST, ['GET / HTTP/1.1\r\nHost: x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc'], 2);
assert.deepStrictEqual([upgraded.seen.length, upgraded.seen[0][1][7], upgraded.results], [2, true, [60]]);
// Up to the end of the connection.
assert.deepStrictEqual(parse(HTTPParser.RESPONSE, ['HTTP/1.1 200 OK\r\n\r\nall']).seen.slice(1), [['body', 'all'], ['end']]);
// Errors are given back.
assert.deepStrictEqual(parse(HTTPParser.RESPONSE, ['nonsense\r\n\r\n']), { seen: [], results: ['HPE_INVALID_CONSTANT'], finished: undefined });
assert.strictEqual(parse(HTTPParser.REQUEST, ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab']).finished, 'HPE_INVALID_EOF_STATE');
