import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rimraf, rimrafSync } from 'rimraf';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'rimraf-'));
const fill = () => {
  for (let i = 0; i < 20; i++) {
    fs.mkdirSync(path.join(root, `d${i % 3}/sub${i}`), { recursive: true });
    fs.writeFileSync(path.join(root, `d${i % 3}/sub${i}/file`), 'x');
  }
  fs.symlinkSync(path.join(root, 'd0'), path.join(root, 'link'));
};
fill();
console.log(await rimraf(path.join(root, 'd1')), fs.readdirSync(root));
console.log(rimrafSync(path.join(root, 'd2'), { filter: (file) => !file.includes('sub2') }), fs.readdirSync(path.join(root, 'd2')));
console.log(await rimraf(path.join(root, 'l*'), { glob: true }), fs.readdirSync(root));
console.log(await rimraf([path.join(root, 'd0'), path.join(root, 'none')], { maxRetries: 1 }), fs.readdirSync(root));
rimrafSync(root);
console.log(fs.existsSync(root));
