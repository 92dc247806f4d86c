// process.env is text in, text out; dotenv and process.loadEnvFile fill it.
'use strict';

const path = require('node:path');
const { parseEnv } = require('node:util');

process.env.GUIDE_NUMBER = 42;
console.log(typeof process.env.GUIDE_NUMBER, process.env.GUIDE_NUMBER, process.env.GUIDE_MISSING ?? 'default');
console.log('GUIDE_NUMBER' in process.env, Object.keys(process.env).includes('GUIDE_NUMBER'));
delete process.env.GUIDE_NUMBER;
console.log(process.env.GUIDE_NUMBER);

const file = path.join(__dirname, 'fixtures', 'q10.env');
process.env.PORT = 'already set';
const { parsed } = require('dotenv').config({ path: file, quiet: true });
console.log(parsed);
console.log(process.env.PORT, JSON.stringify(process.env.GREETING));

for (const name of Object.keys(parsed)) delete process.env[name];
process.loadEnvFile(file);
console.log(process.env.PORT, process.env.QUOTED, process.env.EXPORTED, JSON.stringify(process.env.EMPTY));
console.log(parseEnv('A=1\nB="two"'));
