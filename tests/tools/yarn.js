'use strict';

// Yarn 1 without a registry.
const fs = require('node:fs');
const path = require('node:path');
const { command, root, run, write } = require('./_tools');

write('library/package.json', { name: 'library', version: '1.2.3', bin: { greet: 'cli.js' } });
write('library/index.js', "module.exports = 'the library';");
write('library/cli.js', "#!/usr/bin/env node\nconsole.log('hello', process.argv.slice(2).join(' '));");
write('app/package.json', { name: 'app', version: '1.0.0', private: true, license: 'MIT', dependencies: { library: 'file:../library' }, scripts: { start: 'node main.js', test: 'node -e "process.exit(6)"' } });
write('app/main.js', "console.log(require('library'));");

const yarn = command('yarn');
const at = { cwd: path.join(root, 'app') };
console.log('install', run([yarn, 'install', '--offline', '--non-interactive'], at).status, fs.readFileSync(path.join(root, 'app/yarn.lock'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')));
console.log('start', run([yarn, '--silent', 'start'], at).stdout.trim());
console.log('test', run([yarn, '--silent', 'test'], at).status);
console.log('bin', run([yarn, '--silent', 'greet', 'from', 'yarn'], at).stdout.trim());
console.log('frozen', run([yarn, 'install', '--offline', '--frozen-lockfile'], at).status, run([yarn, 'check', '--integrity'], at).status);
console.log('list', run([yarn, 'list', '--json'], at).stdout.includes('library@1.2.3'));
