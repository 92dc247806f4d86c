'use strict';

const assert = require('node:assert');

(async () => {
  const headers = new Headers({ 'X-B': '2', 'x-a': '1' });
  headers.append('x-a', '3');
  assert.deepStrictEqual([...headers], [['x-a', '1, 3'], ['x-b', '2']]);
  assert.throws(() => headers.set('bad name', 'x'), TypeError);
  assert.throws(() => headers.set('x', 'a\r\nb'), TypeError);

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
