'use strict';

// c8: V8's coverage, of a child process too.
const { command, project, run } = require('./_tools');

const cwd = project('c8', {
  'package.json': {},
  'main.js': `
const { spawnSync } = require('node:child_process');
const { either } = require('./either');
either(true);
console.log(String(spawnSync(process.execPath, [__dirname + '/child.js']).stdout));
`,
  'either.js': `
exports.either = (flag) => {
  if (flag) {
    return 'this';
  }
  return 'that';
};
exports.never = () => {
  console.log('not reached');
};
`,
  'child.js': "require('./either').either(false);\nconsole.log('child');\n",
});
const { status, stdout, stderr } = run([command('c8'), '--reporter=text', process.execPath, 'main.js'], { cwd });
console.log(status, stdout, stderr);
