'use strict';

/** What a REPL on a terminal draws, key by key. */

const assert = require('node:assert');
const repl = require('node:repl');
const { PassThrough, Writable } = require('node:stream');

const UP = { name: 'up' };
const DOWN = { name: 'down' };
const LEFT = { name: 'left' };
const RIGHT = { name: 'right' };
const END = { name: 'end' };
const ENTER = { name: 'return' };
const ESCAPE = { name: 'escape' };
const BACKSPACE = { name: 'backspace' };
const REVERSE = { name: 'r', ctrl: true };
const FORWARD = { name: 's', ctrl: true };
const INTERRUPT = { name: 'c', ctrl: true };

class Session {
  constructor(options) {
    this.output = '';
    const write = (chunk, encoding, callback) => {
      this.output += chunk;
      callback();
    };
    this.repl = repl.start({ input: new PassThrough(), output: new Writable({ write }), terminal: true, ...options });
  }

  /** @returns {string} what these keys draw */
  press(...keys) {
    this.output = '';
    for (const key of keys) {
      if (typeof key !== 'string') this.repl._ttyWrite('', key);
      else for (const character of key) this.repl._ttyWrite(character, {});
    }
    return this.output;
  }

  enter(line) {
    return this.press(line, ENTER);
  }
}

const tests = {
  'a result is shown below the line, and taken away'() {
    const session = new Session();
    assert.strictEqual(session.press('1+1'), '1+1\n// 2\x1b[6G\x1b[1A');
    assert.strictEqual(session.press(LEFT), '\x1b[1B\x1b[2K\x1b[1A\x1b[1D\n// 2\x1b[5G\x1b[1A');
    assert.strictEqual(session.press(ESCAPE), '\x1b[1B\x1b[2K\x1b[1A\n// 2\x1b[5G\x1b[1A');
    assert.strictEqual(session.press(ENTER), '\x1b[1B\x1b[2K\x1b[1A\x1b[1C\r\n2\n\x1b[1G\x1b[0J> \x1b[3G');
  },

  'what has side effects is not evaluated'() {
    const session = new Session();
    session.enter('let count = 0');
    assert.strictEqual(session.press('count++'), 'count\n// 0\x1b[8G\x1b[1A\x1b[1B\x1b[2K\x1b[1A++');
    session.press(ENTER);
    assert.match(session.press('count'), /\n\/\/ 1\x1b/);
  },

  'nothing is shown for names that are being typed, statements and what says no more than the line'() {
    for (const line of ['unheardOf', 'let fresh = 5', '({get a() {}}).b = 1', 'while (true);', 'true', '"a', '{']) {
      assert.strictEqual(new Session({ completer: () => [[], ''] }).press(...line).includes('// '), false, line);
    }
  },

  'errors are shown by their first line'() {
    assert.match(new Session().press('throw new Error("a\\nb")'), /\n\/\/ Error: a\x1b/);
    assert.match(new Session().press('(null).x'), /\n\/\/ TypeError: Cannot read properties of null \(reading 'x'\)/);
  },

  'a long result is cut'() {
    const session = new Session();
    Object.defineProperty(session.repl, 'columns', { value: 40 });
    assert.match(session.press('"ab".repeat(30)'), /\n\/\/ 'abababababababababababababababab\.\.\.\x1b/);
    assert.match(session.press(ENTER, '({ a: { b: { c: 1 } } })'), /\n\/\/ \{ a: \{ b: \[Object\] \} \}\x1b/);
  },

  'the common part of all completions is offered, and taken by Right, End or Enter'() {
    for (const key of [RIGHT, END]) {
      const session = new Session();
      session.enter('let longNameOfMine = 5');
      assert.match(session.press('lon'), / \/\/ gNameOfMine\x1b\[6G\n\/\/ 5\x1b\[6G\x1b\[1A$/);
      assert.strictEqual(session.press(key), '\x1b[1B\x1b[2K\x1b[1A\x1b[0KgNameOfMine\n// 5\x1b[17G\x1b[1A');
    }
    const session = new Session();
    session.enter('let longNameOfMine = 5');
    session.press('longN');
    assert.match(session.press(ENTER), /ameOfMine\r\n5\n/);
    session.press('longN', ESCAPE);
    assert.match(session.press(ENTER), /^\r\nUncaught ReferenceError: longN is not defined/);
  },

  'no previews when they are not wanted, or when something else evaluates'() {
    assert.strictEqual(new Session({ preview: false }).press('1+1'), '1+1');
    assert.strictEqual(new Session({ eval: (code, context, file, callback) => callback(null) }).press('1+1'), '1+1');
  },

  'the line is coloured'() {
    const session = new Session({ useColors: true, preview: false });
    const cases = [
      ['let a = "b" // c', 'let a = \x1b[32m"b"\x1b[39m \x1b[90m// c\x1b[39m'],
      ['return null', '\x1b[36mreturn\x1b[39m \x1b[1mnull\x1b[22m'],
      ['`a${1n}`', '\x1b[32m`\x1b[39m\x1b[32ma\x1b[39m${\x1b[33m1n\x1b[39m}\x1b[32m\x1b[39m\x1b[32m`\x1b[39m'],
      ['a / 2 / b', 'a / \x1b[33m2\x1b[39m / b'],
      ['if (a) /b/', '\x1b[36mif\x1b[39m (a) \x1b[32m/\x1b[39m\x1b[33mb\x1b[39m\x1b[32m/\x1b[39m'],
      ['import Date', '\x1b[4mimport\x1b[24m \x1b[35mDate\x1b[39m'],
      ['1 "open', '\x1b[33m1\x1b[39m "open'],
    ];
    for (const [line, coloured] of cases) {
      assert.strictEqual(session.press(line).split('\x1b[0J').at(-1).replace(/\x1b\[\d+G$/, ''), `> ${coloured}`);
      session.press(INTERRUPT);
    }
  },

  'the history is searched backwards and forwards'() {
    const session = new Session();
    for (const line of ['"one"', '"two one"', '3']) session.enter(line);
    assert.strictEqual(session.press('7', REVERSE), '7\nbck-i-search: _\x1b[1A\x1b[4G');
    assert.strictEqual(session.press('o'), '\x1b[3G\x1b[0J"two one"\nbck-i-search: o_\x1b[1A\x1b[8G');
    assert.strictEqual(session.press('n'), '\x1b[3G\x1b[0J"two one"\nbck-i-search: on_\x1b[1A\x1b[8G');
    assert.strictEqual(session.press(REVERSE), '\x1b[3G\x1b[0J"one"\nbck-i-search: on_\x1b[1A\x1b[4G');
    assert.strictEqual(session.press(REVERSE), '\x1b[3G\x1b[0J7\nfailed-bck-i-search: on_\x1b[1A\x1b[4G');
    assert.strictEqual(session.press(FORWARD), '\x1b[3G\x1b[0J"one"\nfwd-i-search: on_\x1b[1A\x1b[4G');
    assert.strictEqual(session.press(BACKSPACE, INTERRUPT).endsWith('\x1b[3G\x1b[0J7'), true);
    assert.strictEqual(session.repl.line, '7');
    session.press(REVERSE, 'tw');
    assert.match(session.press(ENTER), /^\x1b\[3G\x1b\[0J"two one"\x1b\[4G\x1b\[8C\r\n'two one'\n/);
  },

  'an unfinished entry goes on being edited'() {
    const session = new Session({ preview: false });
    assert.strictEqual(session.enter('[1,'), '[1,\r\n| ');
    assert.strictEqual(session.enter('23,'), '23,\r\n| ');
    session.press(']');
    assert.strictEqual(session.press(UP), '\x1b[2A\x1b[1G\x1b[0J> [1,\n| 23,\n| ]\x1b[4G\x1b[1A');
    assert.strictEqual(session.press('4'), '\x1b[1A\x1b[1G\x1b[0J> [1,\n| 243,\n| ]\x1b[5G\x1b[1A');
    assert.match(session.press(ENTER), /\r\n\[ 1, 243 \]\n/);
    assert.deepStrictEqual(session.repl.history, [']\r243,\r[1,']);
  },

  'a line is broken where the cursor is'() {
    const session = new Session({ preview: false });
    session.enter('[1,');
    session.press('23', LEFT);
    assert.strictEqual(session.press(ENTER), '\x1b[1C\r\n\x1b[5C\x1b[2A\x1b[0J\n| 2\n| 3\x1b[1D');
    assert.strictEqual(session.repl.line, '[1,\n2\n3');
    assert.strictEqual(session.repl.cursor, 6);
  },

  'moving up and down keeps the column, and leads on into the history'() {
    const session = new Session({ preview: false });
    session.enter('"before"');
    session.enter('`123456789');
    session.press('1');
    session.press(ENTER, '123456');
    assert.strictEqual(session.repl.cursor, 19);
    session.press(UP);
    assert.strictEqual(session.repl.cursor, 12);
    session.press(UP);
    assert.strictEqual(session.repl.cursor, 6);
    session.press(DOWN, DOWN);
    assert.strictEqual(session.repl.cursor, 19);
    // The part that was entered is in the history as well.
    session.press(UP, UP, UP, UP, UP);
    assert.strictEqual(session.repl.line, '"before"');
  },

  'what was mistaken is replaced in the history'() {
    const session = new Session({ preview: false });
    session.enter('let 1');
    session.enter('let one = 1');
    assert.deepStrictEqual(session.repl.history, ['let one = 1']);
  },
};

for (const [name, test] of Object.entries(tests)) {
  try {
    test();
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    throw error;
  }
}
