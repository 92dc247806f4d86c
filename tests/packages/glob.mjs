import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { escape, glob, globIterate, globStream, globSync, hasMagic } from 'glob';

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'glob-'));
for (const file of ['a.js', 'b.ts', '.hidden.js', 'src/c.js', 'src/deep/d.test.js', 'src/deep/[x].js', 'node_modules/m/e.js']) {
  fs.mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
  fs.writeFileSync(path.join(cwd, file), file);
}
fs.symlinkSync('src', path.join(cwd, 'link'));
const show = (found) => console.log(found.sort());
show(await glob('**/*.js', { cwd, ignore: 'node_modules/**' }));
show(globSync('{a,b}.{js,ts}', { cwd, dot: true }));
show(await glob('*', { cwd, dot: true, mark: true }));
show(await glob('**/*.js', { cwd, dot: true, follow: true, ignore: { ignored: (entry) => entry.name === 'e.js' } }));
show((await glob('src/**', { cwd, withFileTypes: true, stat: true })).map((entry) => `${entry.relativePosix()} ${entry.isDirectory()} ${entry.isFile() ? entry.size : ''}`));
show(globSync(escape('[x].js'), { cwd: path.join(cwd, 'src/deep') }));
const iterated = [];
for await (const file of globIterate('src/**/*.js', { cwd, maxDepth: 2 })) iterated.push(file);
show(iterated);
show(await globStream('**/*.ts', { cwd }).collect());
show(await glob('!(a).js', { cwd, nodir: true }));
console.log(hasMagic('a*'), hasMagic('a'));
fs.rmSync(cwd, { recursive: true });
