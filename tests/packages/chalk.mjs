import chalk, { Chalk, chalkStderr, supportsColor } from 'chalk';

const colours = new Chalk({ level: 3 });
console.log(JSON.stringify([colours.red('a'), colours.bold.underline.bgBlue(`b ${colours.green('c')} d`), colours.hex('#DEADED')('e'), colours.rgb(1, 2, 3)('f\ng'), new Chalk({ level: 1 }).hex('#ff0000')('h'), new Chalk({ level: 2 }).ansi256(200)('i')]));
console.log(chalk.level, chalkStderr.level, supportsColor, chalk.red('plain'));
