'use strict';

// Files under --permission: whatever names a path, and whatever is done with it, nothing outside of what is granted is read, changed or
// told about.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { inTemp } = require('./temporary.js');

const isAnode = process.versions.anode !== undefined;
const DENIED = 'ERR_ACCESS_DENIED';

if (process.permission === undefined) supervise();
else probe(process.argv[2]);

function supervise() {
  const root = fs.realpathSync(inTemp('.'));
  const at = (...names) => path.join(root, ...names);
  for (const name of ['ok/tree', 'out/sub', 'ok-neighbour', 'read', 'write']) fs.mkdirSync(at(name), { recursive: true });
  for (const name of ['ok/file', 'out/secret', 'ok-neighbour/secret', 'read/file', 'write/file']) fs.writeFileSync(at(name), name);
  // Links that were there before: the program cannot make them.
  const links = { link: '../out', absolute: at('out/secret'), relative: '../out/secret', dangling: '../out/new', inner: 'file', circle: 'circle', 'tree/deep': '../../out/secret' };
  for (const [name, target] of Object.entries(links)) fs.symlinkSync(target, at('ok', name));
  const granted = ['ok', 'read', __filename, path.join(__dirname, 'temporary.js')].map((name) => `--allow-fs-read=${path.resolve(root, name)}`);
  const limits = ['--permission', ...granted, `--allow-fs-write=${at('ok')}`, `--allow-fs-write=${at('write')}`];
  const { status, stderr } = spawnSync(process.execPath, [...limits, __filename, root], { encoding: 'utf8', env: { ...process.env, TMPDIR: at('ok') } });
  assert.strictEqual(status, 0, stderr);
  assert.deepStrictEqual(fs.readdirSync(at('out')), ['secret', 'sub']);
  for (const name of ['out/secret', 'read/file']) assert.strictEqual(fs.readFileSync(at(name), 'utf8'), name);
}

async function probe(root) {
  const at = (name) => path.join(root, name);
  await formsOfPaths(root);
  await everyFunction(at('out/secret'));
  // What is not there is refused like what is: neither tells of the other.
  await everyFunction(at('out/missing'));
  await namesAcross(at);
  await circles(at('ok/circle'));
  copies(at('ok'));
  if (isAnode) await linksThatWereThere(root);
  await openFiles(at);
  neighbours(at);
  await specialFiles();
}

/** A link to itself leads nowhere: each function tells so of its own call. */
async function circles(circle) {
  const calls = { stat: fs.statSync, access: fs.accessSync, scandir: fs.readdirSync, chmod: (name) => fs.chmodSync(name, 0o600), open: fs.readFileSync };
  for (const [syscall, call] of Object.entries(calls)) assert.throws(() => call(circle), { code: 'ELOOP', syscall, path: circle });
  await assert.rejects(fs.promises.stat(circle), { code: 'ELOOP', syscall: 'stat', path: circle });
  assert.strictEqual(fs.existsSync(circle), false);
}

/** A copy that goes up the tree: what lies above both ends is nothing to read. */
function copies(folder) {
  fs.mkdirSync(path.join(folder, 'tree/inner'));
  fs.cpSync(path.join(folder, 'tree/inner'), path.join(folder, 'copied'), { recursive: true });
  assert.ok(fs.existsSync(path.join(folder, 'copied')));
}

/** Calls all forms of a function of `fs`; each is refused. */
async function refused(name, ...args) {
  const why = `${name} ${args.map(String)}`;
  if (fs[`${name}Sync`]) assert.throws(() => fs[`${name}Sync`](...args), { code: DENIED }, why);
  if (fs[name]) {
    await assert.rejects(new Promise((resolve, reject) => {
      // Node throws from some functions that have a callback.
      fs[name](...args, (error) => (error ? reject(error) : resolve()));
    }), { code: DENIED }, why);
  }
  if (fs.promises[name]) await assert.rejects(async () => fs.promises[name](...args), { code: DENIED }, why);
}

/** The same file by other spellings, and with the functions replaced that might look at them. */
async function formsOfPaths(root) {
  const secret = path.join(root, 'out/secret');
  const spellings = [
    secret, Buffer.from(secret), new Uint8Array(Buffer.from(secret)), pathToFileURL(secret), new URL(`file://${root}/ok/%2e%2e/out/secret`),
    `${root}/ok/../out/secret`, `${root}//ok/.././out//secret`, Buffer.from(`${root}/ok/../out/secret`), path.relative(process.cwd(), secret),
  ];
  const replaced = [[String.prototype, 'startsWith'], [Buffer.prototype, 'toString'], [Uint8Array.prototype, 'toString']];
  const originals = replaced.map(([object, name]) => object[name]);
  for (const spelling of spellings) {
    await refused('readFile', spelling);
    await refused('writeFile', spelling, 'x');
    replaced.forEach(([object, name]) => (object[name] = () => path.join(root, 'ok/file')));
    let error;
    try {
      fs.readFileSync(spelling);
    } catch (caught) {
      error = caught;
    }
    replaced.forEach(([object, name], index) => (object[name] = originals[index]));
    assert.strictEqual(error?.code, DENIED);
  }
}

/** Every function that names a file. */
async function everyFunction(file) {
  const { O_RDONLY, O_CREAT, O_TRUNC, O_WRONLY } = fs.constants;
  for (const name of ['access', 'lstat', 'opendir', 'readFile', 'readdir', 'readlink', 'rmdir', 'stat', 'statfs', 'unlink', 'rm']) await refused(name, file);
  for (const flags of ['r', 'r+', 'w', 'a', O_WRONLY | O_CREAT, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC, 3]) await refused('open', file, flags);
  for (const name of ['appendFile', 'writeFile']) await refused(name, file, 'x');
  for (const name of ['chmod', 'truncate']) await refused(name, file, 0o600);
  for (const name of ['chown', 'lchown', 'utimes', 'lutimes']) await refused(name, file, 1, 1);
  await refused('mkdir', `${file}/new`);
  await refused('mkdir', `${file}/new/er`, { recursive: true });
  await refused('mkdtemp', file);
  await refused('rm', file, { recursive: true, force: true });
  await refused('readdir', path.dirname(file), { recursive: true });
  assert.throws(() => fs.watch(file), { code: DENIED });
  assert.throws(() => fs.watch(path.dirname(file), { recursive: true }).close(), { code: DENIED });
  assert.throws(() => fs.watchFile(file, () => {}), { code: DENIED });
  await assert.rejects(async () => fs.openAsBlob(file), { code: DENIED });
  await assert.rejects(async () => fs.promises.watch(file).next(), { code: DENIED });
  assert.throws(() => fs.mkdtempDisposableSync(file), { code: DENIED });
  for (const open of [fs.createReadStream, fs.createWriteStream]) {
    assert.strictEqual(await new Promise((resolve) => open(file).on('error', (error) => resolve(error.code)).on('open', resolve)), DENIED);
  }
  assert.throws(() => fs.existsSync(file), { code: DENIED });
  assert.strictEqual(await new Promise((resolve) => fs.exists(file, resolve)), false);
  assert.deepStrictEqual(fs.globSync(`${path.dirname(file)}/*`), []);
  // CVE-2026-21715; Node 26.10.0 still answers from realpathSync.
  assert.throws(() => fs.realpathSync.native(file), { code: DENIED });
  if (isAnode) await refused('realpath', file);
}

/** Links that lead out, and files that move or are copied across the border. */
async function namesAcross(at) {
  for (const target of [at('out'), '../out/secret', 'file']) await refused('symlink', target, at('ok/made'));
  await refused('link', at('out/secret'), at('ok/made'));
  await refused('link', at('ok/file'), at('out/made'));
  // A second name for a file that may only be read would let it be changed.
  await refused('link', at('read/file'), at('ok/made'));
  for (const name of ['rename', 'copyFile']) {
    await refused(name, at('out/secret'), at('ok/made'));
    await refused(name, at('ok/file'), at('out/made'));
    await refused(name, at('write/file'), at('ok/made'));
  }
  await refused('rename', at('read/file'), at('ok/made'));
  await refused('cp', at('out'), at('ok/made'), { recursive: true });
  await refused('cp', at('ok'), at('out/made'), { recursive: true });
  if (isAnode) await refused('cp', at('ok/tree'), at('ok/copied'), { recursive: true });
  if (isAnode) await refused('cp', at('ok/tree'), at('ok/followed'), { recursive: true, dereference: true });
}

/** Node follows links that were there before (a documented limit of its model). */
async function linksThatWereThere(root) {
  const ok = path.join(root, 'ok');
  for (const name of ['link/secret', 'absolute', 'relative', 'dangling', 'link/../out/secret', 'link/']) {
    const file = `${ok}/${name}`;
    for (const read of ['access', 'opendir', 'readFile', 'readdir', 'stat', 'statfs']) await refused(read, file);
    // `realpath` takes `..` off the text before it looks for links.
    if (!name.includes('..')) await refused('realpath', file);
    await refused('writeFile', file, 'x');
    await refused('truncate', file, 0);
    await refused('chmod', file, 0o666);
    await refused('mkdir', `${file}/new`);
    await refused('mkdir', `${file}/new/er`, { recursive: true });
    await assert.rejects(async () => fs.openAsBlob(file), { code: DENIED });
    assert.throws(() => fs.watch(file), { code: DENIED });
    assert.throws(() => fs.existsSync(file), { code: DENIED });
    assert.strictEqual(process.permission.has('fs.read', file), false);
  }
  for (const change of ['unlink', 'rmdir', 'rm']) await refused(change, `${ok}/link/secret`);
  await refused('rename', `${ok}/link/secret`, `${ok}/stolen`);
  await refused('rename', `${ok}/file`, `${ok}/link/given`);
  assert.ok(!fs.readdirSync(ok, { recursive: true }).some((name) => name.startsWith('link/')));

  // The link itself is within, and so is what leads within.
  assert.strictEqual(fs.readlinkSync(`${ok}/relative`), '../out/secret');
  assert.ok(fs.lstatSync(`${ok}/link`).isSymbolicLink());
  assert.strictEqual(fs.readFileSync(`${ok}/inner`, 'utf8'), 'ok/file');
  assert.strictEqual(fs.realpathSync(`${ok}/inner`), `${ok}/file`);
}

/** What changes a file through a descriptor that was opened to read it (CVE-2024-36137, CVE-2025-55132, CVE-2026-21716). */
async function openFiles(at) {
  const fd = fs.openSync(at('read/file'));
  for (const [name, ...args] of [['fchmod', 0o777], ['fchown', 1, 1], ['futimes', 1, 1]]) await refused(name, fd, ...args);
  fs.closeSync(fd);
  const handle = await fs.promises.open(at('read/file'));
  for (const [name, ...args] of [['chmod', 0o777], ['chown', 1, 1], ['utimes', 1, 1]]) {
    await assert.rejects(() => handle[name](...args), { code: DENIED }, name);
  }
  await assert.rejects(() => handle.truncate(0), { code: 'EINVAL' });
  await assert.rejects(() => handle.writeFile('x'), { code: 'EBADF' });
  await handle.close();
}

/** Names that begin like one that is granted. */
function neighbours(at) {
  for (const name of ['ok-neighbour/secret', 'ok-neighbour', 'o', 'ok/../ok-neighbour/secret']) {
    assert.throws(() => fs.statSync(at(name)), { code: DENIED }, name);
  }
}

/** Names by which the system tells of this process. */
async function specialFiles() {
  for (const name of ['/proc/self/environ', '/proc/self/mem', '/proc/self/fd/0', '/proc/self/root/etc/passwd', '/proc/thread-self/environ', '/dev/stdin', '/dev/fd/0']) {
    await refused('readFile', name);
    await refused('writeFile', name, 'x');
  }
}
