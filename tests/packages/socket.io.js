'use strict';

const http = require('node:http');
const { Server } = require('socket.io');
const { io: connect } = require('socket.io-client');

async function run(transports) {
  const server = http.createServer();
  const io = new Server(server);
  io.use((socket, next) => (socket.handshake.auth.token === 'bad' ? next(Object.assign(new Error('refused'), { data: { code: 1 } })) : next()));
  io.on('connection', (socket) => {
    socket.on('echo', (value, bytes, done) => done(value, bytes));
    socket.on('join', async (room, done) => {
      await socket.join(room);
      io.to(room).emit('joined', room, [...io.sockets.adapter.rooms.get(room)].length);
      done();
    });
    socket.on('bye', () => socket.disconnect());
  });
  io.of('/other').on('connection', (socket) => socket.emit('welcome', socket.nsp.name));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const options = { transports, reconnection: false, forceNew: true };
  const client = connect(url, options);
  await new Promise((resolve) => client.on('connect', resolve));
  const { engine } = client.io;
  // The connection stands before it moves to the better transport.
  if (engine.transport.name !== transports.at(-1)) await new Promise((resolve) => engine.once('upgrade', resolve));
  console.log(transports, client.connected, engine.transport.name);
  console.log(await new Promise((resolve) => client.emit('echo', { a: [1, null] }, Buffer.from('bytes'), (value, bytes) => resolve([value, Buffer.from(bytes).toString()]))));
  const joined = new Promise((resolve) => client.once('joined', (...values) => resolve(values)));
  await new Promise((resolve) => client.emit('join', 'room', resolve));
  console.log(await joined);
  const other = connect(`${url}/other`, options);
  console.log(await new Promise((resolve) => other.on('welcome', resolve)));
  const refused = connect(url, { ...options, auth: { token: 'bad' } });
  console.log(await new Promise((resolve) => refused.on('connect_error', (error) => resolve([error.message, error.data]))));
  client.emit('bye');
  console.log(await new Promise((resolve) => client.on('disconnect', resolve)));
  other.close();
  refused.close();
  await io.close();
}

(async () => {
  await run(['websocket']);
  await run(['polling']);
  await run(['polling', 'websocket']);
})();
