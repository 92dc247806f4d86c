'use strict';

// nodemon starts the program again when a file changes, and says how it ended.
const fs = require('node:fs');
const path = require('node:path');
const { command, project, said, start } = require('./_tools');

(async () => {
  const folder = project('nodemon', { 'package.json': '{}', 'app.js': "console.log('first', process.argv[2]); setInterval(() => {}, 1000);" });
  const child = start([command('nodemon'), '--delay', '10ms', '--watch', 'app.js', 'app.js', 'argument'], { cwd: folder });
  console.log((await said(child.stdout, /^first.*$/m))[0]);
  fs.writeFileSync(path.join(folder, 'app.js'), "console.log('second'); process.once('SIGUSR2', () => { console.log('cleaned up'); process.kill(process.pid, 'SIGUSR2'); }); setInterval(() => {}, 1000);");
  console.log((await said(child.stdout, /^second.*$/m))[0]);
  fs.writeFileSync(path.join(folder, 'app.js'), 'process.exit(3);');
  console.log((await said(child.stdout, /^cleaned up$|app crashed.*$/m))[0]);
  console.log((await said(child.stdout, /app crashed/))[0]);
  fs.writeFileSync(path.join(folder, 'app.js'), "console.log('third');");
  console.log((await said(child.stdout, /clean exit/))[0]);
  child.stdin.write('rs\n');
  console.log((await said(child.stdout, /^third$/m))[0]);
  child.kill('SIGINT');
  child.on('exit', (code, signal) => console.log('ended', code, signal));
})();
