'use strict';

// npm and npx without a registry: packages from folders and tarballs, scripts, workspaces, lock file, bins.
const fs = require('node:fs');
const path = require('node:path');
const { command, root, run, write } = require('./_tools');

const npm = command('npm');
const npx = command('npx', 'npm');
write('library/package.json', {
  name: 'library', version: '1.2.3', main: 'index.js', bin: { greet: 'cli.js' }, files: ['index.js', 'cli.js', 'built.txt'],
  scripts: { prepack: 'node build.js' },
});
write('library/build.js', "require('node:fs').writeFileSync('built.txt', 'yes');");
write('library/index.js', "module.exports = 'the library';");
write('library/cli.js', "#!/usr/bin/env node\nconsole.log('hello', process.argv.slice(2).join(' '));");
const packed = run([npm, 'pack', '--json', '--pack-destination', root], { cwd: path.join(root, 'library') });
console.log('pack', packed.status, JSON.parse(packed.stdout)[0].files.map((file) => file.path));

const app = path.join(root, 'app');
write('app/package.json', {
  name: 'app', version: '0.1.0', private: true, workspaces: ['packages/*'], dependencies: { library: 'file:../library-1.2.3.tgz' },
  scripts: {
    prestart: 'greet before', start: 'node main.js', test: 'node -e "process.exit(5)"',
    postinstall: 'node installed.js',
  },
});
write('app/installed.js', "require('node:fs').writeFileSync('installed.txt', process.env.npm_lifecycle_event);");
write('app/main.js', "console.log(require('library'), require('one'), process.env.npm_config_user_agent.split('/')[0], process.argv.slice(2));");
write('app/packages/one/package.json', { name: 'one', version: '1.0.0', scripts: { hello: 'echo hello from one' } });
write('app/packages/one/index.js', "module.exports = 'one of the workspaces';");

const at = { cwd: app };
const lines = ({ status, stdout }) => [status, stdout.split('\n').filter((line) => line && !line.startsWith('>'))];
console.log('install', run([npm, 'install'], at).status, fs.readFileSync(path.join(app, 'installed.txt'), 'utf8'), fs.readdirSync(path.join(app, 'node_modules')).sort());
const { packages } = JSON.parse(fs.readFileSync(path.join(app, 'package-lock.json'), 'utf8'));
console.log(Object.keys(packages), packages['node_modules/library'].integrity.startsWith('sha512-'));
console.log('start', ...lines(run([npm, 'start', '--', '--flag'], at)));
console.log('test', run([npm, 'test'], at).status);
console.log('workspace', ...lines(run([npm, 'run', 'hello', '--workspaces', '--if-present'], at)));
console.log('npx', ...lines(run([npx, '--no', 'greet', 'from', 'npx'], at)));
console.log('exec', ...lines(run([npm, 'exec', '--no', '--', 'greet', 'exec'], at)));
console.log('ls', Object.keys(JSON.parse(run([npm, 'ls', '--json'], at).stdout).dependencies).sort());
fs.rmSync(path.join(app, 'node_modules'), { recursive: true });
console.log('ci', run([npm, 'ci'], at).status, fs.existsSync(path.join(app, 'node_modules/.bin/greet')));
console.log('version', run([npm, 'version', 'minor', '--no-git-tag-version'], at).status, JSON.parse(fs.readFileSync(path.join(app, 'package.json'), 'utf8')).version);
console.log('config', run([npm, 'config', 'get', 'offline'], at).stdout.trim(), run([npm, 'pkg', 'get', 'name'], at).stdout.trim());
console.log('missing', run([npm, 'install', 'not-a-package-of-this-test'], at).stderr.includes('ENOTCACHED'));
console.log('uninstall', run([npm, 'uninstall', 'library'], at).status, fs.existsSync(path.join(app, 'node_modules/library')));
