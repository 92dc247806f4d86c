// The smallest server of HTTP/2. Prints its port.
const http2 = require('node:http2');

const server = http2.createSecureServer(require('./_certificate.js'), (request, response) => {
  response.end('hello world');
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
