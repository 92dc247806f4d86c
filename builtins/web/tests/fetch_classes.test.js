'use strict';

const assert = require('node:assert');

(async () => {
  const headers = new Headers({ 'X-B': '2', 'x-a': '1' });
  headers.append('x-a', '3');
  assert.deepStrictEqual([...headers], [['x-a', '1, 3'], ['x-b', '2']]);
  assert.throws(() => headers.set('bad name', 'x'), TypeError);
  assert.throws(() => headers.set('x', 'a\r\nb'), TypeError);

  // Blanks at the ends go, others stay; the constructor calls no method that a program could replace.
  const { append } = Headers.prototype;
  Headers.prototype.append = assert.fail;
  assert.deepStrictEqual([...new Headers({ a: '\t x y \r\n', b: ' ', c: '', d: 'z', e: null })],
    [['a', 'x y'], ['b', ''], ['c', ''], ['d', 'z'], ['e', 'null']]);
  Headers.prototype.append = append;
  assert.deepStrictEqual([...new Headers([['a', ' 1 '], ['A', '2'], ['set-cookie', 'x'], ['Set-Cookie', 'y']])],
    [['a', '1, 2'], ['set-cookie', 'x'], ['set-cookie', 'y']]);
  for (const init of [{ a: 'x\0' }, { a: 'x\r\ny' }, { a: '\u0100' }, { '\u0100': 'a' }, { 'a b': 'c' }, { '': 'a' }, { [Symbol('a')]: 'b' }]) {
    assert.throws(() => new Headers(init), TypeError);
  }
  assert.strictEqual(new Headers({ a: '\xff' }).get('a'), '\xff');

  const response = Response.json({ ok: true }, { status: 201 });
  assert.deepStrictEqual([response.status, response.ok, response.headers.get('content-type')], [201, true, 'application/json']);
  const copy = response.clone();
  assert.deepStrictEqual(await response.json(), { ok: true });
  assert.strictEqual(response.bodyUsed, true);
  assert.strictEqual(await copy.text(), '{"ok":true}');
  await assert.rejects(response.text(), TypeError);
  assert.throws(() => new Response('x', { status: 204 }), TypeError);
  assert.throws(() => new Response(null, { status: 99 }), RangeError);

  const request = new Request('http://a/b', { method: 'post', body: new URLSearchParams({ a: '1' }) });
  assert.deepStrictEqual([request.method, request.url, await request.text()], ['POST', 'http://a/b', 'a=1']);
  assert.throws(() => new Request('http://a', { body: 'x' }), TypeError);

  const form = new FormData();
  form.append('field', 'value');
  form.append('file', new Blob(['data']), 'name.txt');
  assert.strictEqual(form.get('file').name, 'name.txt');
  const encoded = await new Response(form).text();
  assert.match(encoded, /name="field"\r\n\r\nvalue\r\n/);
  assert.match(encoded, /filename="name.txt"/);
})();
