'use strict';

const crypto = require('node:crypto');
const { inGroups, measure } = require('./measure.js');

const short = 'hello world, this is text';
const data = Buffer.alloc(64 << 10, 'x');
const secret = crypto.randomBytes(32);
const iv = crypto.randomBytes(12);
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const head = encode({ alg: 'HS256', typ: 'JWT' });
const payload = { sub: '1234567890', name: 'A User', iat: 1516239022 };
const token = sign(payload);
const rsaSignature = crypto.sign('sha256', data, rsa.privateKey);
const times = (operation) => (n) => { for (let i = 0; i < n; i++) operation(i); };
const together = (operation) => inGroups(16, () => Promise.all(Array.from({ length: 16 }, operation)));

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A JSON web token, made as the usual packages make it. */
function sign(claims) {
  const text = `${head}.${encode(claims)}`;
  return `${text}.${crypto.createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function verify(text) {
  const end = text.lastIndexOf('.');
  const expected = crypto.createHmac('sha256', secret).update(text.slice(0, end)).digest();
  if (!crypto.timingSafeEqual(expected, Buffer.from(text.slice(end + 1), 'base64url'))) throw new Error('invalid');
  return JSON.parse(Buffer.from(text.slice(text.indexOf('.') + 1, end), 'base64url').toString());
}

function seal(plain) {
  const cipher = crypto.createCipheriv('aes-256-gcm', secret, iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { sealed, tag: cipher.getAuthTag() };
}

measure({
  'createHash sha256, short': times(() => crypto.createHash('sha256').update(short).digest('hex')),
  'createHash sha256, 64 KiB': times(() => crypto.createHash('sha256').update(data).digest()),
  'createHash md5, short': times(() => crypto.createHash('md5').update(short).digest('base64')),
  'hash sha256, short': times(() => crypto.hash('sha256', short)),
  'createHmac sha256, short': times(() => crypto.createHmac('sha256', secret).update(short).digest('hex')),
  'AES-256-GCM, short': times(() => seal(short)),
  'AES-256-GCM, 64 KiB': times(() => seal(data)),
  'randomBytes 16': times(() => crypto.randomBytes(16)),
  'randomUUID': times(() => crypto.randomUUID()),
  'randomInt': times(() => crypto.randomInt(1000)),
  'getRandomValues': times(() => crypto.getRandomValues(new Uint8Array(16))),
  'timingSafeEqual': times(() => crypto.timingSafeEqual(secret, secret)),
  'JWT HS256 sign': times(() => sign(payload)),
  'JWT HS256 verify': times(() => verify(token)),
  'sign RS256': times(() => crypto.sign('sha256', data, rsa.privateKey)),
  'verify RS256': times(() => crypto.verify('sha256', data, rsa.publicKey, rsaSignature)),
  'sign ES256': times(() => crypto.sign('sha256', data, ec.privateKey)),
  'pbkdf2Sync 1000': times(() => crypto.pbkdf2Sync('password', secret, 1000, 32, 'sha256')),
  'scrypt, 16 at once': together(() => new Promise((resolve) => crypto.scrypt('password', secret, 32, { N: 1024 }, resolve))),
  'subtle.digest': async (n) => { for (let i = 0; i < n; i++) await crypto.subtle.digest('SHA-256', secret); },
});
