'use strict';

/** From the bytes of a terminal to 'keypress' events. */

const { clearTimeout, setTimeout } = require('node:timers');

const ESCAPE = '\x1b';
const kDecoder = Symbol('kDecoder');
const kEscapeTimeout = 500;

/** What the sequences of xterm, rxvt, putty and the Linux console stand for, by the part behind ESC. */
const kFunctionKeys = {
  __proto__: null,
  // F1 to F4, as xterm, putty and rxvt send them
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4', '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4',
  '[11~': 'f1', '[12~': 'f2', '[13~': 'f3', '[14~': 'f4', '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5',
  '[15~': 'f5', '[17~': 'f6', '[18~': 'f7', '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11', '[24~': 'f12',
  // Bracketed paste
  '[200~': 'paste-start', '[201~': 'paste-end',
  // Arrows and the like
  '[A': 'up', '[B': 'down', '[C': 'right', '[D': 'left', '[E': 'clear', '[F': 'end', '[H': 'home',
  'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OE': 'clear', 'OF': 'end', 'OH': 'home',
  '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end', '[5~': 'pageup', '[6~': 'pagedown',
  '[[5~': 'pageup', '[[6~': 'pagedown', '[7~': 'home', '[8~': 'end',
};

/** rxvt marks Shift and Control by the last character. */
const kShifted = {
  __proto__: null,
  '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear',
  '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown', '[7$': 'home', '[8$': 'end', '[Z': 'tab',
};
const kControlled = {
  __proto__: null,
  'Oa': 'up', 'Ob': 'down', 'Oc': 'right', 'Od': 'left', 'Oe': 'clear',
  '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown', '[7^': 'home', '[8^': 'end',
};

/**
 * Makes `stream` emit 'keypress' for what it reads, as long as someone listens for that.
 * @param {import('node:stream').Readable} stream
 * @param {import('node:readline').Interface} [iface] whose `escapeCodeTimeout` counts
 */
function emitKeypressEvents(stream, iface) {
  if (stream[kDecoder]) return;
  const decoder = new KeypressDecoder(stream, iface);
  stream[kDecoder] = decoder;
  if (stream.listenerCount('keypress') > 0) decoder.start();
  else stream.on('newListener', decoder.onNewListener);
}

class KeypressDecoder {
  constructor(stream, iface) {
    const { StringDecoder } = require('node:string_decoder');
    this.stream = stream;
    this.iface = iface;
    this.text = new StringDecoder('utf8');
    // The characters of a sequence that is not complete yet.
    this.pending = '';
    this.timeout = null;
    this.onData = (data) => this.decode(data);
    this.onNewListener = (event) => {
      if (event !== 'keypress') return;
      stream.removeListener('newListener', this.onNewListener);
      this.start();
    };
  }

  start() {
    this.stream.on('data', this.onData);
  }

  decode(data) {
    if (this.stream.listenerCount('keypress') === 0) {
      this.stream.removeListener('data', this.onData);
      this.stream.on('newListener', this.onNewListener);
      return;
    }
    const text = this.text.write(data);
    if (text === '') return;
    clearTimeout(this.timeout);
    const characters = [...text];
    if (this.iface) this.iface._sawKeyPress = characters.length === 1;
    for (const [i, character] of characters.entries()) {
      // Several keys may come in one chunk; only one alone counts as typed.
      if (this.iface && i === characters.length - 1) this.iface.isCompletionEnabled = true;
      else if (this.iface && characters.length > 1) this.iface.isCompletionEnabled = false;
      this.feed(character);
    }
    if (this.iface) this.iface.isCompletionEnabled = true;
    // An ESC at the end may be the key, or the start of what comes next.
    if (this.pending !== '') this.timeout = setTimeout(() => this.flush(), this.iface ? this.iface.escapeCodeTimeout : kEscapeTimeout);
  }

  feed(character) {
    const sequence = this.pending + character;
    this.pending = '';
    if (isIncomplete(sequence)) this.pending = sequence;
    else emitKey(this.stream, sequence);
  }

  flush() {
    const sequence = this.pending;
    this.pending = '';
    if (sequence !== '') emitKey(this.stream, sequence);
  }
}

/** Whether more characters belong to a sequence: ESC, then maybe another, then `O` or `[` with their parameters and final character. */
function isIncomplete(sequence) {
  if (sequence[0] !== ESCAPE) return false;
  const rest = sequence.startsWith(ESCAPE + ESCAPE) ? sequence.slice(2) : sequence.slice(1);
  if (rest === '' || rest === 'O' || rest === '[' || rest === '[[') return true;
  if (rest[0] === 'O') return /^O[0-9]$/.test(rest);
  if (rest[0] === '[') return rest[1] === '[' ? /^\[\[[0-9]$/.test(rest) : /^\[[0-9]{0,3}(?:;[0-9]?)?$/.test(rest);
  return false;
}

function emitKey(stream, sequence) {
  const { key, escaped } = parseKey(sequence);
  if (key.name !== undefined || escaped) stream.emit('keypress', escaped ? undefined : sequence, key);
  else stream.emit('keypress', sequence, key);
}

function parseKey(sequence) {
  const key = { sequence, name: undefined, ctrl: false, meta: false, shift: false };
  const escaped = sequence[0] === ESCAPE;
  // One ESC or two introduce a sequence; the last character is the key.
  let rest = sequence;
  for (let i = 0; i < 2 && rest[0] === ESCAPE && rest.length > 1; i++) rest = rest.slice(1);
  if (escaped && (rest[0] === 'O' || rest[0] === '[') && rest.length > 1) nameFunctionKey(key, rest);
  else nameCharacter(key, rest, escaped);
  return { key, escaped };
}

function nameFunctionKey(key, rest) {
  // `[1;5A` is `[A` with modifiers, `O5P` is `OP`, and `[3;5~` is `[3~`.
  let code = rest;
  let modifier = 0;
  let match;
  if ((match = /^O([0-9])(.)$/.exec(rest)) !== null) {
    code = `O${match[2]}`;
    modifier = match[1] - 1;
  } else if ((match = /^\[([0-9]{1,3});([0-9])([~^$])$/.exec(rest)) !== null) {
    code = `[${match[1]}${match[3]}`;
    modifier = match[2] - 1;
  } else if ((match = /^\[(?:1;)?([0-9])([A-Za-z])$/.exec(rest)) !== null) {
    code = `[${match[2]}`;
    modifier = match[1] - 1;
  }
  key.ctrl = (modifier & 4) !== 0;
  key.meta = (modifier & 10) !== 0;
  key.shift = (modifier & 1) !== 0;
  key.code = code;
  if (kShifted[code] !== undefined) {
    key.name = kShifted[code];
    key.shift = true;
  } else if (kControlled[code] !== undefined) {
    key.name = kControlled[code];
    key.ctrl = true;
  } else {
    key.name = kFunctionKeys[code] ?? 'undefined';
  }
}

const kNamed = {
  '__proto__': null,
  '\r': 'return', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\x7f': 'backspace', ' ': 'space', [ESCAPE]: 'escape',
};

function nameCharacter(key, character, escaped) {
  if (kNamed[character] !== undefined) {
    key.name = kNamed[character];
    key.meta = escaped;
  } else if (!escaped && character.length === 1 && character <= '\x1a') {
    key.name = String.fromCharCode(character.charCodeAt(0) + 'a'.charCodeAt(0) - 1);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(character)) {
    key.name = character.toLowerCase();
    key.shift = /^[A-Z]$/.test(character);
    key.meta = escaped;
  } else if (escaped) {
    key.meta = true;
  }
}

module.exports = { emitKeypressEvents };
