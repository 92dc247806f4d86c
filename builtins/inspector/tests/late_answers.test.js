'use strict';

// Some answers come from tasks of the engine; the program does not end before them.
const assert = require('node:assert');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
const answered = [];
const answers = ['HeapProfiler.collectGarbage', 'HeapProfiler.takeHeapSnapshot', 'Runtime.evaluate'];
for (const method of answers) {
  session.post(method, { expression: '1' }, (error) => {
    assert.strictEqual(error, null);
    answered.push(method);
  });
}
process.on('exit', () => assert.deepStrictEqual(answered.toSorted(), answers));

// What an answer begins is done before the program says that it is about to end.
let began = false;
session.post('HeapProfiler.collectGarbage', () => require('node:fs').stat(__filename, () => (began = true)));
process.once('beforeExit', () => assert.ok(began));
