'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const dotenv = require('dotenv');
const { line, withServer } = require('./_http');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'dotenv-'));
const file = path.join(directory, '.env');
fs.writeFileSync(file, 'NAME=value # comment\nQUOTED="two\\nlines"\nexport EXPORTED=yes\nEMPTY=\nPRESET=file\n');
process.env.PRESET = 'process';
const { parsed } = dotenv.config({ path: file, quiet: true });
fs.rmSync(directory, { recursive: true });

withServer((request, response) => response.end(JSON.stringify([process.env.NAME, process.env.PRESET, parsed])), async (ask) => {
  console.log(line(await ask('/')));
  console.log(dotenv.parse("A='single $B'\nB=`back`\n"));
  console.log(dotenv.config({ path: '/nowhere/.env', quiet: true }).error.code);
});
