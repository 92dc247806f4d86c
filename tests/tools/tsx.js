'use strict';

// tsx: enums, namespaces and parameter properties; ES modules and CommonJS mixed; as command, import and require; mapped stacks.
const path = require('node:path');
const { command, project, run } = require('./_tools');

const cwd = project('tsx', {
  'package.json': { type: 'module' },
  'a.ts': `import { b, Kind } from './b';
import c from './c.cjs';
enum E { A = 1 }
namespace N { export const x = 2 }
class P { constructor(private n: number) {} get() { return this.n } }
console.log(b as string, Kind.One, c.c, E.A, N.x, new P(3).get(), import.meta.url.slice(-5), await Promise.resolve(9));
function fails(): never { throw new Error('mapped') }
try { fails() } catch (error) { console.log(error.stack.split('\\n').slice(0, 2).join('').replace(/\\(.*\\//, '(')) }
`,
  'b.ts': "export const b: string = 'b'; export const enum Kind { One = 'one' }",
  'c.cts': 'exports.c = 1 as number;',
  'd.cts': "const { c } = require('./c.cts'); const b = require('./b.ts'); console.log(c, b.b, __filename.slice(-5));",
});
function show(...args) {
  const { status, stdout, stderr } = run(args, { cwd });
  console.log(args.slice(1).map((word) => path.basename(word)).join(' '), status, stdout, stderr);
}
const tsx = command('tsx');
show(tsx, 'a.ts');
show(tsx, 'd.cts');
show('--import', require.resolve('tsx'), 'a.ts');
show('--require', require.resolve('tsx/cjs'), 'd.cts');
show(tsx, '-e', 'const x: number = 4; console.log(x)');
