// The same file read in three ways, and what a blocking call does to a timer.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');

const order = [];
order.push(`sync ${fs.readFileSync(__filename).length > 100}`);
fs.readFile(__filename, (err, data) => {
  if (err) throw err;
  order.push(`callback ${data.length > 100}`);
  next();
});
order.push('after the asynchronous call');

async function next() {
  const data = await fs.promises.readFile(__filename);
  order.push(`await ${data.length > 100}`);
  console.log(order.join('\n'));
  await blocked();
  await free();
}

/** A timer cannot fire while the loop is blocked. */
async function blocked() {
  const started = Date.now();
  let fired = 0;
  const timer = setInterval(() => fired++, 5);
  while (Date.now() - started < 60);
  console.log('fired while blocked:', fired);
  clearInterval(timer);
}

/** It can while the work is done in the thread pool. */
async function free() {
  let fired = 0;
  const timer = setInterval(() => fired++, 1);
  await new Promise((resolve, reject) => crypto.pbkdf2('secret', 'salt', 400_000, 64, 'sha512', (err) => (err ? reject(err) : resolve())));
  clearInterval(timer);
  console.log('fired while the pool worked:', fired > 5);
}
