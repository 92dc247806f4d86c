'use strict';

// c8 takes V8's coverage, nyc instruments the code: both also of a child process.
const { command, project, run } = require('./_tools');

const files = {
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
};
for (const tool of ['c8', 'nyc']) {
  const cwd = project(tool, files);
  const { status, stdout, stderr } = run([command(tool), '--reporter=text', process.execPath, 'main.js'], { cwd });
  console.log(tool, status, stdout, stderr);
}
