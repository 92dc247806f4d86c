// Secrets come from the environment, are checked at the start and never show up in what is printed.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseEnv } = require('node:util');
const dotenv = require('dotenv');

const file = path.join(__dirname, 'fixtures/q26.env');
process.env.ALREADY = 'from the process';
const { parsed } = dotenv.config({ path: file, quiet: true });
console.log(parsed, process.env.ALREADY);
console.log('the two readers agree:', JSON.stringify(parseEnv(fs.readFileSync(file, 'utf8'))) === JSON.stringify(parsed));

const required = Object.keys(parseEnv(fs.readFileSync(path.join(__dirname, 'fixtures/q26.example.env'), 'utf8')));
console.log('missing:', required.filter((name) => !process.env[name]));

const child = (args, env = {}) => spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...env, PATH: process.env.PATH } });
console.log(child([`--env-file=${file}`, '-p', 'process.env.API_KEY + " " + process.env.ALREADY'], { ALREADY: 'from the caller' }).stdout.trim());
console.log(child(['-p', 'process.env.API_KEY']).stdout.trim());
process.loadEnvFile(file);
console.log(process.env.MULTI);
delete process.env.API_KEY;
console.log('API_KEY' in process.env, process.env.API_KEY);

class Secret {
  #value;
  constructor(value) { this.#value = value; }
  reveal() { return this.#value; }
  toJSON() { return '[secret]'; }
}
const key = new Secret(parsed.API_KEY);
console.log(key, JSON.stringify({ key }), key.reveal().length);
