'use strict';

const http = require('node:http');
const { once } = require('node:events');
const { WebSocket: Client, WebSocketServer, createWebSocketStream } = require('ws');

(async () => {
  const server = http.createServer();
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 10 }, handleProtocols: (protocols) => [...protocols][1] ?? false, maxPayload: 200_000 });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/refused') return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    return wss.handleUpgrade(request, socket, head, (webSocket) => wss.emit('connection', webSocket, request));
  });
  wss.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => (data.toString() === 'close' ? socket.close(4001, 'asked') : socket.send(data, { binary: isBinary })));
    socket.on('ping', (data) => socket.send(`pinged ${data}`));
    socket.on('error', (error) => console.log('server', error.code));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${server.address().port}`;
  const client = new Client(url, ['a', 'b'], { headers: { 'x-a': '1' } });
  await once(client, 'open');
  console.log(client.protocol, client.extensions, client.readyState);
  const ask = async (data) => {
    client.send(data);
    const [answer, isBinary] = await once(client, 'message');
    return [answer.length, isBinary, answer.subarray(0, 5).toString()];
  };
  console.log(await ask('text'), await ask(Buffer.alloc(100_000, 'b')), await ask('ü'.repeat(50_000)));
  client.ping('data');
  console.log((await once(client, 'message'))[0].toString());
  client.send('close');
  const [code, reason] = await once(client, 'close');
  console.log(code, reason.toString());
  const refused = new Client(`${url}/refused`);
  console.log((await once(refused, 'error'))[0].message);
  const tooLarge = new Client(url);
  await once(tooLarge, 'open');
  tooLarge.send(Buffer.alloc(300_000));
  console.log((await once(tooLarge, 'close'))[0]);
  const duplex = createWebSocketStream(new Client(url), { encoding: 'utf8' });
  duplex.write('through a stream');
  console.log(await once(duplex, 'data'));
  duplex.destroy();
  wss.close();
  server.close(() => console.log('closed'));
})();
