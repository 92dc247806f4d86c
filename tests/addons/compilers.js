'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { both } = require('./_both');

both(__filename, {
  async swc() {
    const swc = require('@swc/core');
    const jsc = { parser: { syntax: 'typescript' }, target: 'es5' };
    const { code } = swc.transformSync('enum A { x } const y: number = A.x ?? 1', { jsc });
    const minified = await swc.minify('const a = 1 + 2; console.log(a)', { compress: true, module: true });
    return [code, minified.code, (await swc.parse('let x', {})).type, await swc.transform('let let').catch((error) => error.message.split('\n')[0])];
  },
  nextSwc() {
    const next = require('@next/swc-linux-x64-gnu');
    const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2020' }, filename: 'a.ts' };
    const { code } = next.transformSync('let x: number = 1; export default x', false, Buffer.from(JSON.stringify(options)));
    return code;
  },
  async rollup() {
    const { rollup } = require('rollup');
    const modules = { a: 'import {x} from "b"; console.log(x)', b: 'export const x = 1; export const unused = 2' };
    const bundle = await rollup({ input: 'a', plugins: [{ resolveId: (id) => id, load: (id) => modules[id] }] });
    return (await bundle.generate({ format: 'cjs' })).output[0].code;
  },
  lightningcss() {
    const { transform } = require('lightningcss');
    const code = Buffer.from('.a { color: rgb(255,0,0); & .b { inset: 0 } }');
    const colours = [];
    const result = transform({ filename: 'a.css', code, minify: true, targets: { chrome: 90 << 16 }, visitor: { Color: (colour) => void colours.push(colour.type) } });
    return [String(result.code), colours];
  },
  oxc() {
    const { parseSync } = require('oxc-parser');
    return [parseSync('a.ts', 'let x: number = 1').program.body[0].type, parseSync('a.jsx', '<a/>').program.body.length, parseSync('a.js', 'let let').errors.length];
  },
  async rspack() {
    const { rspack } = require('@rspack/core');
    const context = fs.mkdtempSync(path.join(os.tmpdir(), 'rspack-'));
    fs.writeFileSync(path.join(context, 'index.js'), "import { x } from './x.js'; console.log(x)");
    fs.writeFileSync(path.join(context, 'x.js'), 'export const x = 42');
    const assets = [];
    const plugin = { apply: (compiler) => compiler.hooks.compilation.tap('test', (compilation) => compilation.hooks.processAssets.tap('test', (all) => assets.push(...Object.keys(all)))) };
    const compiler = rspack({ mode: 'production', context, entry: './index.js', output: { path: path.join(context, 'out') }, plugins: [plugin] });
    const stats = await new Promise((resolve, reject) => compiler.run((error, done) => (error ? reject(error) : resolve(done))));
    await new Promise((resolve) => compiler.close(resolve));
    const code = fs.readFileSync(path.join(context, 'out/main.js'), 'utf8');
    fs.rmSync(context, { recursive: true });
    return [stats.hasErrors(), assets, code];
  },
});
