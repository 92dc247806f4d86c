'use strict';

const assert = require('node:assert');
const tty = require('node:tty');

assert.strictEqual(tty.isatty(-1), false);
assert.strictEqual(tty.isatty(1e9), false);
assert.strictEqual(tty.isatty('0'), false);
assert.throws(() => new tty.WriteStream(-1), { code: 'ERR_INVALID_FD' });
assert.throws(() => new tty.ReadStream('0'), { code: 'ERR_INVALID_FD' });

const { getColorDepth, hasColors } = tty.WriteStream.prototype;
const depths = [
  [{ TERM: 'xterm-256color' }, 8], [{ TERM: 'xterm' }, 4], [{ TERM: 'dumb' }, 1], [{ COLORTERM: 'truecolor' }, 24], [{}, 1],
  [{ FORCE_COLOR: '2' }, 8], [{ NO_COLOR: '1', TERM: 'xterm' }, 1], [{ CI: '1' }, 1], [{ TMUX: '1' }, 24],
];
for (const [env, depth] of depths) assert.strictEqual(getColorDepth.call(null, env), depth, JSON.stringify(env));
assert.strictEqual(hasColors.call({ getColorDepth }, 256, { TERM: 'xterm-256color' }), true);
assert.strictEqual(hasColors.call({ getColorDepth }, 257, { TERM: 'xterm-256color' }), false);
