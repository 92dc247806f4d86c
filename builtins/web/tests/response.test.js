'use strict';

const assert = require('node:assert');

const headers = new Headers({ 'X-B': ' 2 ', 'x-a': '1' });
headers.append('x-b', '3');
headers.append('Set-Cookie', 'a=1');
headers.append('set-cookie', 'b=2');
assert.deepStrictEqual([...headers], [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['x-a', '1'], ['x-b', '2, 3']]);
assert.deepStrictEqual(headers.getSetCookie(), ['a=1', 'b=2']);
assert.strictEqual(headers.get('missing'), null);
assert.throws(() => headers.set('bad name', 'x'), TypeError);
assert.throws(() => headers.set('x', 'a\nb'), TypeError);

async function main() {
  const response = new Response('text', { status: 201, headers: { 'x-y': 'z' } });
  assert.strictEqual(response.ok, true);
  assert.strictEqual(response.headers.get('content-type'), 'text/plain;charset=UTF-8');
  const copy = response.clone();
  assert.strictEqual(await response.text(), 'text');
  assert.strictEqual(response.bodyUsed, true);
  await assert.rejects(response.text(), TypeError);
  assert.strictEqual(await copy.text(), 'text');
  assert.deepStrictEqual(await Response.json({ a: 1 }).json(), { a: 1 });
  assert.strictEqual(Response.redirect('http://a.example/b').headers.get('location'), 'http://a.example/b');
  assert.strictEqual(new Response(null, { status: 204 }).body, null);
  assert.throws(() => new Response(null, { status: 99 }), RangeError);
  assert.strictEqual((await new Response(new Uint8Array([1, 2])).bytes())[1], 2);
  assert.strictEqual(Response.error().type, 'error');
}

main();
