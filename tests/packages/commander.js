'use strict';

const { Argument, Command, InvalidArgumentError, Option } = require('commander');

function program() {
  const made = new Command('tool').exitOverride().version('1.2.3').description('a tool').configureOutput({ writeOut: (text) => console.log(`out: ${text}`), writeErr: (text) => console.log(`err: ${text}`) });
  made.option('-d, --debug', 'more output').option('-p, --port <number>', 'port', (text) => {
    const value = Number(text);
    if (Number.isNaN(value)) throw new InvalidArgumentError('not a number');
    return value;
  }, 80);
  made.addOption(new Option('--mode <mode>', 'mode').choices(['fast', 'slow']).default('fast').env('TOOL_MODE')).option('--no-color', 'no colours').option('-l, --list <items...>', 'items');
  made.command('copy').argument('<from>').addArgument(new Argument('[to...]', 'targets').default(['here'])).option('--force').action((from, to, options, command) => console.log('copy', from, to, options, command.optsWithGlobals()));
  made.command('wait').action(async () => {
    await null;
    console.log('waited');
  });
  made.hook('preAction', (command, action) => console.log('before', action.name()));
  return made;
}

async function run(...args) {
  try {
    await program().parseAsync(['node', 'tool', ...args]);
  } catch (error) {
    console.log(error.code, error.exitCode);
  }
}

(async () => {
  await run('-d', '--port', '8080', 'copy', 'a', 'b', 'c', '--force');
  await run('--no-color', '-l', 'x', 'y', '--', 'copy', 'a');
  process.env.TOOL_MODE = 'slow';
  await run('copy', 'a');
  delete process.env.TOOL_MODE;
  await run('wait');
  await run('--port', 'x', 'copy', 'a');
  await run('--mode', 'no', 'copy', 'a');
  await run('copi', 'a');
  await run('copy');
  await run('--unknown');
  await run('--help');
  await run('--version');
})();
