// The last resorts, and what a process ends with when there is none.
'use strict';

const { spawnSync } = require('node:child_process');

function run(name, source) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' });
  // The lines that say what went wrong, without the place in the runtime that says it.
  const said = stderr.split('\n').filter((line) => /^(?:[A-Z]\w*Error|Error|Uncaught|Unhandled|\[Unhandled)/.test(line));
  console.log(`${name}: exit ${status}`, { stdout, stderr: said });
}

const handlers = `
  process.on('uncaughtException', (err, origin) => { console.error('Uncaught exception:', err.message, origin); process.exit(1); });
  process.on('unhandledRejection', (reason, promise) => { console.error('Unhandled rejection:', reason.message, promise); process.exit(1); });
`;
run('thrown', `${handlers} setTimeout(() => { throw new Error('late'); }); setTimeout(() => console.log('never'), 100);`);
run('rejected', `${handlers} Promise.reject(new Error('refused'));`);
run('rejected without handlers', "Promise.reject(new Error('refused'));");
run('rejected with a string', "Promise.reject('a string');");
run('goes on', "process.on('uncaughtException', () => console.log('caught')); setImmediate(() => console.log('goes on')); throw new Error();");
run('monitored', "process.on('uncaughtExceptionMonitor', (err) => console.log('seen', err.message)); throw new Error('monitored');");
run('thrown in the handler', "process.on('uncaughtException', () => { throw new Error('again'); }); throw new Error('first');");
run('captured', "process.setUncaughtExceptionCaptureCallback((err) => console.log('captured', err)); throw 42;");
run('exit code', "process.exitCode = 5; process.on('exit', (code) => console.log('exit', code));");
run('an error event nobody hears', "new (require('events'))().emit('error', new Error('unheard'));");
run('warned only', "process.on('exit', () => console.log('end')); process.on('unhandledRejection', (err) => console.log('handled', err.message)); Promise.reject(new Error('x'));");
