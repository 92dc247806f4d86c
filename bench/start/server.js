// A server that answers one request of its own.
const http = require('node:http');

const server = http.createServer((request, response) => response.end('hi')).listen(0, () => {
  http.get({ port: server.address().port }, (response) => response.resume().on('end', () => server.close()));
});
