'use strict';

const querystring = require('node:querystring');
const url = require('node:url');
const util = require('node:util');
const path = require('node:path');
const { measure } = require('./measure.js');

const address = 'https://user:pass@example.com:8080/a/b/../c?x=1&y=two%20words&z=%C3%A9#hash';
const query = 'a=1&b=two&c=three%20four&d=%E4%BD%A0&e=';
const record = { id: 1, name: 'name', tags: ['a', 'b', 'c'], nested: { date: new Date(0), map: new Map([[1, 2]]) } };
const plain = { id: 1, name: 'name', tags: ['a', 'b', 'c'], nested: { x: 1.5, y: null, z: true } };
const list = Array.from({ length: 1000 }, (_, id) => ({ ...plain, id }));
const json = JSON.stringify(list);
const times = (operation) => (n) => { for (let i = 0; i < n; i++) operation(i); };

measure({
  'new URL': times(() => new URL(address)),
  'new URL, relative': times(() => new URL('/path?q=1', 'http://localhost:3000')),
  'URL.href and searchParams': times(() => new URL(address).searchParams.get('y')),
  'URL.canParse': times(() => URL.canParse(address)),
  'url.parse': times(() => url.parse(address)),
  'URLSearchParams parse': times(() => new URLSearchParams(query)),
  'URLSearchParams toString': times(() => new URLSearchParams(query).toString()),
  'querystring.parse': times(() => querystring.parse(query)),
  'path.join and resolve': times(() => path.resolve('/a', path.join('b', '..', 'c', 'd.js'))),
  'structuredClone, small': times(() => structuredClone(record)),
  'structuredClone, plain': times(() => structuredClone(plain)),
  'structuredClone, 1000 objects': times(() => structuredClone(list)),
  'JSON.parse': times(() => JSON.parse(json)),
  'JSON.stringify': times(() => JSON.stringify(list)),
  'util.inspect': times(() => util.inspect(record)),
  'util.format': times((i) => util.format('%s %d %j', 'a', i, plain)),
  'isDeepStrictEqual': times(() => util.isDeepStrictEqual(list[0], list[1])),
  'new Headers': times(() => new Headers({ 'content-type': 'text/plain', 'x-a': 'b' })),
  'new Request and text': async (n) => { for (let i = 0; i < n; i++) await new Response('hello world').text(); },
});
