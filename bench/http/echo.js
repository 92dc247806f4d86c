// Reads a JSON body and answers with it. Prints its port.
const http = require('node:http');

const server = http.createServer(async (request, response) => {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  const body = JSON.stringify({ received: JSON.parse(text) });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
