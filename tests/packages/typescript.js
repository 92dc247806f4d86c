'use strict';

// `tsc` over a small project of several files, as the command and as the compiler's interface.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tsc-'));
const files = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', outDir: 'out', declaration: true, sourceMap: true, rootDir: 'src', types: [], noEmitOnError: false }, include: ['src'] }),
  'package.json': '{"type":"module"}',
  'src/shape.ts': 'export interface Shape { area(): number }\nexport abstract class Base implements Shape { abstract area(): number; toString(): string { return `${this.constructor.name} ${this.area()}` } }\n',
  'src/circle.ts': 'import { Base } from "./shape.js";\nexport class Circle extends Base { constructor(private readonly r: number) { super() } area() { return Math.round(this.r ** 2 * Math.PI) } }\n',
  'src/main.ts': 'import { Circle } from "./circle.js";\nimport type { Shape } from "./shape.js";\nconst shapes: Shape[] = [new Circle(2)];\nexport const total = shapes.reduce((sum, shape) => sum + shape.area(), 0);\nconsole.log(String(shapes[0]), total);\n',
  'src/wrong.ts': 'const n: number = "text";\nexport function f(x?: { a: string }) { return x.a }\n',
};
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}
const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  console.log(status, stdout, stderr);
};
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
run(tsc, '--pretty', 'false');
console.log(fs.readdirSync(path.join(root, 'out')).sort(), fs.readFileSync(path.join(root, 'out', 'circle.d.ts'), 'utf8'));
run(path.join(root, 'out', 'main.js'));
fs.rmSync(path.join(root, 'src', 'wrong.ts'));
run(tsc, '--noEmit');
fs.rmSync(root, { recursive: true });
