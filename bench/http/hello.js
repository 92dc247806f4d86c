// The smallest server, written against the API all runtimes share. Prints its port.
const http = require('node:http');

const server = http.createServer((request, response) => {
  response.end('hello world');
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
