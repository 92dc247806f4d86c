'use strict';

// PM2: a cluster of two, reloaded without a refused request, scaled, its logs, a crash, and the end of all.
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { command, project, root, run, start } = require('./_tools');

const cwd = project('pm2', {
  'package.json': '{}',
  'app.js': `
    const http = require('node:http');
    console.log('started', process.env.NODE_APP_INSTANCE, process.env.VERSION);
    const server = http.createServer((req, res) => {
      if (req.url === '/crash') setImmediate(() => { throw new Error('crashed on purpose'); });
      res.setHeader('connection', 'close');
      res.end(process.pid + ' ' + process.env.VERSION);
    });
    server.listen(process.env.PORT, () => process.send?.('ready'));
    process.on('SIGINT', () => server.close(() => process.exit(0)));
  `,
  'fork.js': "console.log('forked', process.argv[2]); setInterval(() => {}, 1000);",
});
const cli = command('pm2');
const env = { PM2_HOME: path.join(root, 'pm2-home'), VERSION: 'one' };
const pm2 = (...args) => run([cli, ...args], { cwd, env });
const list = () => JSON.parse(pm2('jlist').stdout.split('\n').find((line) => line.startsWith('[{') || line === '[]'));

function ask(port, url = '/') {
  return new Promise((resolve, reject) => {
    const options = { port, path: url, agent: false, signal: AbortSignal.timeout(10_000) };
    http.get(options, (res) => res.setEncoding('utf8').toArray().then((parts) => resolve(parts.join('')), reject)).on('error', reject);
  });
}

/** Node loses a request now and then when a worker ends; Anode may not. */
async function askWhileReloading(port) {
  await ask(port).catch((error) => {
    if (process.versions.anode !== undefined) throw error;
  });
}

async function freePort() {
  const server = http.createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

(async () => {
  const port = await freePort();
  env.PORT = String(port);
  console.log('start', pm2('start', 'app.js', '-i', '2', '--name', 'app', '--wait-ready').status);
  console.log(list().map(({ name, pm2_env: state }) => [name, state.status, state.exec_mode, state.NODE_APP_INSTANCE]));
  const seen = new Set();
  for (let i = 0; i < 20; i++) seen.add(await ask(port));
  console.log('workers that answered:', seen.size);

  env.VERSION = 'two';
  const reload = start([cli, 'reload', 'app', '--update-env'], { cwd, env });
  const [reloaded] = await Promise.all([once(reload, 'exit'), (async () => { while (reload.exitCode === null) await askWhileReloading(port); })()]);
  console.log('reload', ...reloaded, (await ask(port)).split(' ')[1]);
  console.log('scale', pm2('scale', 'app', '3').status, list().length);
  const restarts = () => list().reduce((sum, { pm2_env: state }) => sum + state.restart_time, 0);
  const before = restarts();
  await ask(port, '/crash').catch(() => {});
  let after;
  do after = restarts(); while (after === before);
  console.log('restarted after a crash:', after - before);

  console.log('fork', pm2('start', 'fork.js', '--name', 'forked', '--', 'argument').status);
  const logs = pm2('logs', 'forked', '--nostream', '--lines', '5', '--raw');
  console.log(logs.status, logs.stdout.split('\n').filter((line) => line.includes('argument')));
  const errors = fs.globSync('logs/app-error*.log', { cwd: env.PM2_HOME }).map((file) => fs.readFileSync(path.join(env.PM2_HOME, file), 'utf8'));
  console.log('the crash is in the log:', errors.join('').includes('crashed on purpose'));
  console.log('stop', pm2('stop', 'all').status, list().map(({ pm2_env: state }) => state.status));
  console.log('delete', pm2('delete', 'all').status, list());
})().finally(() => console.log('kill', pm2('kill').status));
