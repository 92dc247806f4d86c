'use strict';

// pnpm without a registry: a workspace, links, scripts over all packages.
const fs = require('node:fs');
const path = require('node:path');
const { command, root, run, write } = require('./_tools');

write('work/pnpm-workspace.yaml', 'packages:\n  - "packages/*"\n');
write('work/package.json', { name: 'work', version: '1.0.0', private: true });
write('work/packages/library/package.json', { name: 'library', version: '1.2.3', bin: { greet: 'cli.js' }, scripts: { build: 'echo building library' } });
write('work/packages/library/index.js', "module.exports = 'the library';");
write('work/packages/library/cli.js', "#!/usr/bin/env node\nconsole.log('hello', process.argv.slice(2).join(' '));");
write('work/packages/app/package.json', { name: 'app', version: '1.0.0', dependencies: { library: 'workspace:*' }, scripts: { build: 'echo building app', start: 'node main.js', test: 'node -e "process.exit(6)"' } });
write('work/packages/app/main.js', "console.log(require('library'));");

const pnpm = command('pnpm');
const at = { cwd: path.join(root, 'work'), env: { XDG_DATA_HOME: path.join(root, 'data'), XDG_CACHE_HOME: path.join(root, 'cache'), XDG_STATE_HOME: path.join(root, 'state') } };
const app = { ...at, cwd: path.join(root, 'work/packages/app') };
const installed = run([pnpm, 'install', '--offline'], at);
console.log('install', installed.status, fs.realpathSync(path.join(app.cwd, 'node_modules/library')).replace(root, ''));
console.log('lock file', fs.readFileSync(path.join(at.cwd, 'pnpm-lock.yaml'), 'utf8').includes('link:../library'));
console.log('start', run([pnpm, '--silent', 'start'], app).stdout.trim());
console.log('test', run([pnpm, 'test'], app).status);
console.log('exec', run([pnpm, 'exec', 'greet', 'from', 'pnpm'], app).stdout.trim());
console.log('recursive', run([pnpm, '-r', 'run', 'build'], at).stdout.split('\n').filter((line) => line.includes(': building')).map((line) => line.trim()));
console.log('frozen', run([pnpm, 'install', '--offline', '--frozen-lockfile'], at).status);
