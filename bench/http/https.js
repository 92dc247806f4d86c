// The smallest server over TLS. Prints its port.
const https = require('node:https');

const server = https.createServer(require('./_certificate.js'), (request, response) => {
  response.end('hello world');
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
