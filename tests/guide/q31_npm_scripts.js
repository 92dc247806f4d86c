// Scripts of package.json with their pre and post hooks, run by npm on this runtime.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-q31-'));
const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
fs.mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true });
write('node_modules/.bin/tool', '#!/bin/sh\necho "tool $1"\n');
fs.chmodSync(path.join(folder, 'node_modules/.bin/tool'), 0o755);
// The node that scripts find is the runtime of this program.
fs.symlinkSync(process.execPath, path.join(folder, 'node_modules/.bin/node'));
write('server.js', "console.log('server', process.env.npm_lifecycle_event, process.argv.slice(2));");
write('package.json', JSON.stringify({
  name: 'scripts',
  version: '1.2.3',
  scripts: {
    start: 'node server.js',
    pretest: 'tool lint',
    test: 'node -e "console.log(process.env.npm_package_name, process.env.npm_package_version)"',
    posttest: 'tool report',
    fails: 'node -e "process.exit(7)"',
  },
}));

const npm = path.join(__dirname, '../node_modules/npm/bin/npm-cli.js');
function run(args) {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, npm_config_update_notifier: 'false' } });
  console.log(args.slice(-3).map((word) => path.basename(word)).join(' '), `exit ${status}`, stdout.split('\n').filter((line) => line && !line.startsWith('>')));
}

run([npm, 'start', '--', '--port=1']);
run([npm, 'test']);
run([npm, 'run', 'fails', '--silent']);
run([npm, 'run', 'missing', '--silent']);
fs.rmSync(folder, { recursive: true });
