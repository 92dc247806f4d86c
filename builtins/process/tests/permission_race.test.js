'use strict';

// A link that is exchanged while a program with limits uses it gets it nowhere it may not go.

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseSync } = require('node:sqlite');

// Node follows links wherever they lead, and says so in its documentation.
const isAnode = process.versions.anode !== undefined;

if (process.argv[2] === 'exchange') exchange(process.argv[3]);
else if (process.permission !== undefined) attack(process.argv[2]).catch((error) => setImmediate(() => { throw error; }));
else if (isAnode) supervise();

function supervise() {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'race-'));
  for (const folder of ['ok/folder', 'out']) fs.mkdirSync(path.join(root, folder), { recursive: true });
  for (const folder of ['ok/folder', 'out']) fs.writeFileSync(path.join(root, folder, 'file.json'), JSON.stringify(folder));
  fs.writeFileSync(path.join(root, 'ok/file'), 'ok');
  fs.mkdirSync(path.join(root, 'out/tree'));
  for (const name of ['tree/kept', 'secret', 'db-journal']) fs.writeFileSync(path.join(root, 'out', name), '');
  new DatabaseSync(path.join(root, 'out/db')).exec('CREATE TABLE secret (a)');
  const before = fs.readdirSync(path.join(root, 'out'), { recursive: true });
  const exchanger = spawn(process.execPath, [__filename, 'exchange', root], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => {
    exchanger.kill();
    fs.rmSync(root, { recursive: true });
  });
  exchanger.stdout.once('data', () => {
    const grants = ['--no-warnings', `--allow-fs-read=${root}/ok`, `--allow-fs-read=${__filename}`, `--allow-fs-write=${root}/ok`];
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--permission', ...grants, __filename, root], { encoding: 'utf8' });
    assert.strictEqual(status, 0, stderr);
    const [successes, refusals] = JSON.parse(stdout);
    assert.ok(successes > 0 && refusals > 0, `${stdout}: the exchange came to nothing`);
    assert.deepStrictEqual(fs.readdirSync(path.join(root, 'out'), { recursive: true }), before);
    assert.strictEqual(fs.readFileSync(path.join(root, 'out/file.json'), 'utf8'), '"out"');
    assert.strictEqual(fs.statSync(path.join(root, 'out/file.json')).mode & 0o777, 0o644);
    exchanger.kill();
  });
}

/** Puts links that lead out and what they replace in each other's place, as fast as it can. */
function exchange(root) {
  const at = (name) => path.join(root, 'ok', name);
  fs.chmodSync(path.join(root, 'out/file.json'), 0o644);
  fs.symlinkSync('../out', at('link'));
  fs.symlinkSync('folder', at('way'));
  console.log('ready');
  for (let times = 0; ; times++) {
    fs.utimesSync(path.join(root, 'out/secret'), times, times);
    fs.symlinkSync('../out', at('next'));
    fs.renameSync(at('next'), at('way'));
    fs.symlinkSync('folder', at('next'));
    fs.renameSync(at('next'), at('way'));
    fs.rmSync(at('new'), { force: true });
    try {
      fs.symlinkSync('../out/made', at('new'));
      fs.rmSync(at('new'));
    } catch {
      // The program was first.
    }
  }
}

async function attack(root) {
  const way = path.join(root, 'ok/way/file.json');
  const below = (name) => path.join(root, 'ok/way', name);
  const inside = (name) => assert.ok(!`${name}`.includes('/out') && !`${name}`.includes('secret'), `${name}`);
  let successes = 0;
  let refusals = 0;
  const accesses = [
    () => assert.strictEqual(fs.readFileSync(way, 'utf8'), '"ok/folder"'),
    () => fs.chmodSync(way, 0o600),
    () => fs.writeFileSync(path.join(root, 'ok/new'), ''),
    () => fs.closeSync(fs.openSync(path.join(root, 'ok/way/made'), 'w')),
    () => fs.unlinkSync(path.join(root, 'ok/way/made')),
    () => fs.copyFileSync(path.join(root, 'ok/file'), path.join(root, 'ok/way/copy')),
    () => {
      delete require.cache[way];
      assert.strictEqual(require(way), 'ok/folder');
    },
    () => inside(fs.mkdtempSync(below('temporary-'))),
    () => inside(fs.mkdirSync(below('tree/of/names'), { recursive: true })),
    () => fs.readdirSync(path.join(root, 'ok/way'), { recursive: true }).forEach(inside),
    () => fs.rmSync(below('tree'), { recursive: true }),
    () => {
      process.chdir(path.join(root, 'ok/way'));
      inside(process.cwd());
    },
    () => inside(told(() => fs.realpathSync(below('secret')))),
    () => inside(told(() => fs.realpathSync.native(path.join(root, 'ok/way')))),
    () => {
      const database = new DatabaseSync(below('db'));
      try {
        database.exec('CREATE TABLE IF NOT EXISTS own (a); INSERT INTO own VALUES (1)');
        inside(database.prepare('SELECT group_concat(name) AS names FROM sqlite_schema').get().names);
      } finally {
        database.close();
      }
    },
  ];
  for (const end = performance.now() + 600; performance.now() < end;) {
    for (const access of accesses) {
      try {
        access();
        successes++;
      } catch (error) {
        if (error.code === 'ERR_ASSERTION') throw error;
        refusals++;
      }
    }
  }
  await attackByWatching(path.join(root, 'ok/way'), inside);
  console.log(JSON.stringify([successes, refusals]));
}

/** Names that are changed in a directory, as long as it is watched. */
async function attackByWatching(directory, report) {
  const names = new Set();
  for (let times = 0; times < 100; times++) {
    let watcher;
    try {
      watcher = fs.watch(directory, (event, name) => names.add(name));
    } catch {
      continue;
    }
    await new Promise((resolve) => fs.readdir(__dirname, () => setImmediate(resolve)));
    watcher.close();
  }
  for (const name of names) report(name);
}

/** What a call gives or throws, of what it was not asked for. */
function told(call) {
  try {
    return call();
  } catch (error) {
    return error.path.replace(/secret$/, '');
  }
}
