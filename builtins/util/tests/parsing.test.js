'use strict';
const assert = require('node:assert');
const { MIMEType, parseArgs, parseEnv } = require('node:util');

// parseArgs.
{
  const options = {
    verbose: { type: 'boolean', short: 'v' },
    file: { type: 'string', short: 'f', multiple: true },
    level: { type: 'string', default: 'info' },
  };
  const { values, positionals } = parseArgs({
    args: ['-vf', 'a', '--file=b', '-fc', 'rest', '--', '--level'],
    options,
    allowPositionals: true,
  });
  assert.deepStrictEqual({ ...values }, { verbose: true, file: ['a', 'b', 'c'], level: 'info' });
  assert.deepStrictEqual(positionals, ['rest', '--level']);
  assert.strictEqual(parseArgs({ args: ['--no-verbose'], options, allowNegative: true }).values.verbose, false);
  assert.deepStrictEqual(parseArgs({ args: ['-x'], strict: false, tokens: true }).tokens, [
    { kind: 'option', name: 'x', rawName: '-x', index: 0, value: undefined, inlineValue: undefined },
  ]);
  for (const [args, code] of [
    [['--unknown'], 'ERR_PARSE_ARGS_UNKNOWN_OPTION'],
    [['--file'], 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'],
    [['--file', '-v'], 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'],
    [['--verbose=1'], 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'],
    [['positional'], 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'],
  ]) {
    assert.throws(() => parseArgs({ args, options }), { code });
  }
}

// MIMEType.
{
  const type = new MIMEType(' Text/HTML; Charset=utf-8; q="a \\"b\\""; charset=x ');
  assert.strictEqual(type.essence, 'text/html');
  assert.strictEqual(type.params.get('charset'), 'utf-8');
  assert.strictEqual(String(type), 'text/html;charset=utf-8;q="a \\"b\\""');
  type.subtype = 'plain';
  type.params.delete('q');
  assert.strictEqual(JSON.stringify(type), '"text/plain;charset=utf-8"');
  assert.throws(() => new MIMEType('text'), { code: 'ERR_INVALID_MIME_SYNTAX' });
  assert.throws(() => { type.type = 'a b'; }, { message: 'The MIME syntax for a type in "a b" is invalid at 1' });
}

// parseEnv.
assert.deepStrictEqual(
  { ...parseEnv('A=1 # comment\nexport B="x\\ny"\nC=\'#\'\n\nnot a line\nD=') },
  { A: '1', B: 'x\ny', C: '#', D: '' },
);
