'use strict';

// concurrently: prefixes, kills what is left when one fails, exit codes.
const { command, project, run } = require('./_tools');

const cwd = project('concurrently', { 'package.json': { scripts: { 'say:one': 'node -e "console.log(1)"', 'say:two': 'node -e "console.log(2)"' } } });
// A shell in between may say in its own words that what it waited for was ended.
const sorted = ({ status, stdout }) => console.log(status, stdout.split('\n').filter((line) => line && !/Terminated|143|SIGTERM$/.test(line)).sort());
const cli = command('concurrently');
sorted(run([cli, '-n', 'a,b', 'node -e "console.log(\'from a\')"', 'echo from b'], { cwd }));
sorted(run([cli, '--kill-others-on-fail', '-n', 'fails,waits', 'node -e "process.exit(4)"', 'node -e "setInterval(() => {}, 1000)"'], { cwd }));
sorted(run([cli, '--success', 'first', '--kill-others', '-n', 'quick,slow', 'node -e 0', 'sleep 30'], { cwd }));
sorted(run([cli, '--raw', 'node -e "process.stdout.write(\'raw\')"'], { cwd }));
const { default: concurrently } = require('concurrently');
const { result } = concurrently([{ command: 'node -e "process.exit(2)"', name: 'x' }, 'true'], { outputStream: new (require('node:stream').PassThrough)().resume() });
result.catch((events) => console.log(events.map((event) => [event.command.name, event.exitCode, event.killed]).sort()));
