'use strict';

const { once } = require('node:events');
const spawn = require('cross-spawn');

(async () => {
  const child = spawn(process.execPath, ['-e', 'console.log(process.argv.slice(1))', 'a b', '"c"', '$d']);
  console.log((await child.stdout.setEncoding('utf8').toArray()).join(''));
  const { error, status } = spawn.sync('no-such-command', []);
  console.log(error.code, status);
  const missing = await new Promise((resolve) => spawn('no-such-command', ['x']).on('error', resolve));
  console.log(missing.code, missing.syscall, missing.spawnargs);
  console.log(await once(spawn('sh', ['-c', 'exit 3']), 'close'));
})();
