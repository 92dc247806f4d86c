'use strict';

// nodemailer to a server of smtp-server: authentication, STARTTLS, attachments, refusals, a pool.
const fs = require('node:fs');
const path = require('node:path');
const nodemailer = require('nodemailer');
const { SMTPServer } = require('smtp-server');

const pem = (name) => fs.readFileSync(path.join(__dirname, '../guide/fixtures', name));

const mails = [];
function start(options) {
  const server = new SMTPServer({
    key: pem('q46_key.pem'), cert: pem('q46_cert.pem'), ...options,
    onAuth: ({ username, password }, session, callback) => (password === 'right' ? callback(null, { user: username }) : callback(new Error('Invalid login'))),
    onRcptTo: ({ address }, session, callback) => (address.startsWith('nobody') ? callback(Object.assign(new Error('no such user'), { responseCode: 550 })) : callback()),
    onData(stream, session, callback) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        mails.push([session.user, session.secure, session.envelope.rcptTo.map(({ address }) => address), Buffer.concat(chunks).toString()]);
        callback(null, 'queued as 1');
      });
    },
  });
  server.on('error', () => {});
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve([server, server.server.address().port])));
}

const show = (text) => text.split('\r\n').filter((line) => !/^(Date|Message-ID|From|To|Content-Type: multipart)|--/.test(line)).slice(0, 30);

(async () => {
  for (const secure of [false, true]) {
    const [server, port] = await start({ secure });
    const options = { host: 'localhost', port, secure, tls: { ca: pem('q46_cert.pem'), servername: 'localhost' }, auth: { user: 'me', pass: 'right' } };
    const transport = nodemailer.createTransport(options);
    console.log(await transport.verify());
    const info = await transport.sendMail({
      from: 'Me <me@example.com>', to: 'you@example.com, other@example.com', subject: 'Grüße', text: 'Hello ü\n.dot', html: '<b>Hello</b>',
      attachments: [{ filename: 'a.bin', content: Buffer.from([0, 255, 128]) }, { path: __filename, filename: 'self.js' }],
    });
    console.log(info.accepted, info.response);
    console.log((await transport.sendMail({ from: 'me@example.com', to: ['nobody@example.com', 'you@example.com'], text: 'x' })).rejected);
    console.log(await transport.sendMail({ from: 'me@example.com', to: 'nobody@example.com', text: 'x' }).catch((error) => [error.code, error.responseCode, error.response]));
    const wrong = nodemailer.createTransport({ ...options, auth: { user: 'me', pass: 'wrong' } });
    console.log(await wrong.verify().catch((error) => [error.code, error.responseCode]));
    const pool = nodemailer.createTransport({ ...options, pool: true, maxConnections: 2 });
    const sent = await Promise.all(Array.from({ length: 6 }, (_, n) => pool.sendMail({ from: 'me@example.com', to: `n${n}@example.com`, text: `mail ${n}` })));
    console.log(sent.length);
    pool.close();
    const [user, encrypted, to, text] = mails[0];
    console.log(user, encrypted, to, show(text), mails.length);
    mails.length = 0;
    await new Promise((resolve) => server.close(resolve));
  }
  console.log(await nodemailer.createTransport({ host: '127.0.0.1', port: 1 }).sendMail({ from: 'a@b.c', to: 'a@b.c' }).catch((error) => [error.code, error.syscall]));
})();
