'use strict';

// A link that is exchanged while a program with limits uses it gets it nowhere it may not go.

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

// Node follows links wherever they lead, and says so in its documentation.
const isAnode = process.versions.anode !== undefined;

if (process.argv[2] === 'exchange') exchange(process.argv[3]);
else if (process.permission !== undefined) attack(process.argv[2]);
else if (isAnode) supervise();

function supervise() {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'race-'));
  for (const folder of ['ok/folder', 'out']) fs.mkdirSync(path.join(root, folder), { recursive: true });
  for (const folder of ['ok/folder', 'out']) fs.writeFileSync(path.join(root, folder, 'file.json'), JSON.stringify(folder));
  fs.writeFileSync(path.join(root, 'ok/file'), 'ok');
  const exchanger = spawn(process.execPath, [__filename, 'exchange', root], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => {
    exchanger.kill();
    fs.rmSync(root, { recursive: true });
  });
  exchanger.stdout.once('data', () => {
    const grants = [`--allow-fs-read=${root}/ok`, `--allow-fs-read=${__filename}`, `--allow-fs-write=${root}/ok`];
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--permission', ...grants, __filename, root], { encoding: 'utf8' });
    assert.strictEqual(status, 0, stderr);
    const [successes, refusals] = JSON.parse(stdout);
    assert.ok(successes > 0 && refusals > 0, `${stdout}: the exchange came to nothing`);
    assert.deepStrictEqual(fs.readdirSync(path.join(root, 'out')), ['file.json']);
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
  for (;;) {
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

function attack(root) {
  const way = path.join(root, 'ok/way/file.json');
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
  console.log(JSON.stringify([successes, refusals]));
}
