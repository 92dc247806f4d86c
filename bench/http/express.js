// A JSON answer through Express. Prints its port.
const app = require('express')();

app.get('/', (request, response) => {
  response.json({ hello: 'world' });
});

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
