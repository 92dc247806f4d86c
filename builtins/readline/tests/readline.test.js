'use strict';

const assert = require('node:assert');
const readline = require('node:readline');
const { PassThrough, Readable, Writable } = require('node:stream');

/** A terminal of 20 columns that remembers what was written. */
function open(options) {
  let written = '';
  const output = new Writable({ write(chunk, encoding, callback) { written += chunk; callback(); } });
  output.columns = 20;
  const iface = readline.createInterface({ input: new PassThrough(), output, terminal: true, ...options });
  return { iface, take() { const all = written; written = ''; return all; } };
}
const key = (iface, name, modifiers) => iface.write(null, { name, ...modifiers });

// Typing appends; typing in the middle redraws.
{
  const { iface, take } = open();
  iface.write('ac');
  take();
  key(iface, 'left');
  assert.strictEqual(take(), '\x1b[1D');
  iface.write('b');
  assert.strictEqual(take(), '\x1b[1G\x1b[0J> abc\x1b[5G');
  assert.deepStrictEqual([iface.line, iface.cursor], ['abc', 2]);
  iface.close();
}

// Words, killing and yanking, undo.
{
  const { iface } = open();
  iface.write('one two');
  key(iface, 'w', { ctrl: true });
  assert.strictEqual(iface.line, 'one ');
  key(iface, 'u', { ctrl: true });
  assert.strictEqual(iface.line, '');
  key(iface, 'y', { ctrl: true });
  assert.strictEqual(iface.line, 'one ');
  iface.close();
}

// History, searched by what stands before the cursor.
{
  const { iface } = open();
  iface.write('alpha\nbeta\n');
  iface.write('al');
  key(iface, 'up');
  assert.strictEqual(iface.line, 'alpha');
  key(iface, 'down');
  assert.strictEqual(iface.line, 'al');
  assert.deepStrictEqual(iface.history, ['beta', 'alpha']);
  iface.close();
}

// Wide characters take two columns.
{
  const { iface } = open();
  iface.write('\u4f60');
  assert.deepStrictEqual(iface.getCursorPos(), { cols: 4, rows: 0 });
  iface.close();
}

// Completion: the common part, then the list.
{
  const { iface, take } = open({ completer: (line) => [['foo', 'foobar'], line] });
  iface.write('f');
  key(iface, 'tab');
  assert.strictEqual(iface.line, 'foo');
  take();
  key(iface, 'tab');
  assert.match(take(), /^\r\nfoo {5}foobar\r\n/);
  iface.close();
}

// Closed is closed.
{
  const { iface } = open();
  iface.close();
  assert.throws(() => iface.prompt(), { code: 'ERR_USE_AFTER_CLOSE' });
}

// Lines, whatever ends them, and the last without an end.
(async () => {
  const iface = readline.createInterface({ input: Readable.from(['a\r', '\nb\nc', 'd\u2028e']) });
  assert.deepStrictEqual(await Array.fromAsync(iface), ['a', 'b', 'cd', 'e']);
})();

// Keys.
{
  const input = new PassThrough();
  const keys = [];
  readline.emitKeypressEvents(input);
  input.on('keypress', (text, { name, ctrl, meta, shift }) => {
    keys.push([name, ctrl && 'ctrl', meta && 'meta', shift && 'shift'].filter(Boolean).join(' '));
  });
  input.on('end', () => {
    assert.deepStrictEqual(keys, ['a shift', 'c ctrl', 'up', 'right ctrl', 'b meta', 'delete', 'tab shift']);
  });
  input.end('A\x03\x1b[A\x1b[1;5C\x1bb\x1b[3~\x1b[Z');
}
