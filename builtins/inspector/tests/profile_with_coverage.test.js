// A profile and block coverage at a time, over builtins that are loaded before and after both began and that run often enough to be compiled.
'use strict';

const assert = require('node:assert');
const http = require('node:http');
const inspector = require('node:inspector');

const session = new inspector.Session();
session.connect();

function post(method, params) {
  let answer;
  session.post(method, params, (error, result) => {
    assert.ifError(error);
    answer = result;
  });
  return answer;
}

post('Profiler.enable');
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
post('Profiler.start');

function get(port) {
  return new Promise((resolve) => http.get({ port }, (response) => response.resume().on('end', resolve)));
}

const server = http.createServer((request, response) => response.end(require('node:util').inspect({ a: 1 }))).listen(0, async () => {
  for (let i = 0; i < 100; i++) await get(server.address().port);
  for (let i = 0; i < 1000; i++) new URL(`http://a/${i}`).searchParams.append('b', require('node:crypto').createHash('sha1').update('c').digest('hex'));
  server.close();
  const covered = post('Profiler.takePreciseCoverage').result.some(({ url }) => url.endsWith('profile_with_coverage.test.js'));
  assert.ok(covered && post('Profiler.stop').profile.nodes.length > 1);
});
