import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import inquirer from 'inquirer';

const input = new PassThrough();
// A terminal is not ended by a prompt that is done with it.
const output = Object.assign(new PassThrough(), { end() {} });
let screen = '';
const answers = [['Name', 'Ann\n'], ['Sure', 'n\n'], ['Colour', '\x1b[B\n'], ['Parts', ' \x1b[B \n'], ['Number', '42\n']];
output.on('data', (chunk) => {
  screen += stripVTControlCharacters(chunk.toString());
  const [next] = answers;
  if (next && screen.includes(next[0])) {
    answers.shift();
    screen = '';
    setImmediate(() => input.write(next[1]));
  }
});
const prompt = inquirer.createPromptModule({ input, output });
console.log(await prompt([
  { type: 'input', name: 'name', message: 'Name', validate: (value) => value.length > 1 || 'short' },
  { type: 'confirm', name: 'sure', message: 'Sure' },
  { type: 'select', name: 'colour', message: 'Colour', choices: ['red', 'green'] },
  { type: 'checkbox', name: 'parts', message: 'Parts', choices: ['one', 'two', 'three'] },
  { type: 'number', name: 'number', message: 'Number' },
  { type: 'input', name: 'skipped', message: 'never asked', when: (given) => given.sure },
]));
input.end();
