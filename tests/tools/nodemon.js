'use strict';

// nodemon starts the program again when a file changes, and says how it ended.
const fs = require('node:fs');
const path = require('node:path');
const { command, project, said, start } = require('./_tools');

(async () => {
  const folder = project('nodemon', { 'package.json': '{}', 'app.js': "console.log('first', process.argv[2]); setInterval(() => {}, 1000);" });
  const child = start([command('nodemon'), '--delay', '10ms', '--watch', 'app.js', 'app.js', 'argument'], { cwd: folder });
  console.log((await said(child.stdout, /^first.*$/m))[0]);
  // nodemon takes no notice of a change that comes while it starts the program, so one is made again until it does.
  const change = async (text, pattern) => {
    const write = () => fs.writeFileSync(path.join(folder, 'app.js'), text);
    write();
    const again = setInterval(write, 1000);
    const found = await said(child.stdout, pattern);
    clearInterval(again);
    console.log(found[0]);
  };
  await change("process.once('SIGUSR2', () => { console.log('cleaned up'); process.kill(process.pid, 'SIGUSR2'); }); console.log('second'); setInterval(() => {}, 1000);", /^second$/m);
  await change('process.exit(3);', /^cleaned up$/m);
  console.log((await said(child.stdout, /app crashed/))[0]);
  await change("console.log('third');", /clean exit/);
  child.stdin.write('rs\n');
  console.log((await said(child.stdout, /^third$/m))[0]);
  child.kill('SIGINT');
  child.on('exit', (code, signal) => console.log('ended', code, signal));
})();
