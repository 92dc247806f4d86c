import yargs from 'yargs';
import { hideBin, Parser } from 'yargs/helpers';

const parser = () => yargs().scriptName('tool').exitProcess(false).wrap(80).locale('en').usage('$0 <command>').command('serve [port]', 'start', (builder) => builder.positional('port', { type: 'number', default: 80 }).option('host', { alias: 'h', type: 'string', demandOption: true }), (argv) => console.log('serve', argv)).command({ command: 'later <name>', describe: 'waits', handler: async (argv) => { await null; console.log('later', argv.name); } }).option('verbose', { type: 'count', alias: 'v' }).option('tags', { type: 'array', choices: ['a', 'b'] }).check((argv) => { if (argv.verbose > 2) throw new Error('too loud'); return true; }).strict().demandCommand(1, 'a command is needed');

async function run(...args) {
  await new Promise((resolve) => parser().parse(args, (error, argv, output) => {
    console.log(error?.message ?? 'ok', output);
    resolve();
  }));
}
await run('serve', '8080', '-h', 'x', '-vv', '--tags', 'a', 'b');
await run('serve', '--host=x', '--tags', 'c');
await run('serve');
await run('later', 'n');
await run('other');
await run('-vvv', 'later', 'n');
await run('--help');
console.log(Parser('--a.b=1 --no-c -x 5 -- rest', { array: ['x'] }), hideBin(['node', 'file', 'a']));
