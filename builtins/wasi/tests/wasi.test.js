// Flags: --no-warnings
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { WASI } = require('node:wasi');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'wasi-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));
const sandbox = path.join(directory, 'sandbox');
fs.mkdirSync(sandbox);
fs.writeFileSync(path.join(directory, 'secret'), 'secret');
fs.symlinkSync('../secret', path.join(sandbox, 'out'));

const wasi = new WASI({ version: 'preview1', args: ['name', 'a b'], env: { KEY: 'value' }, preopens: { '/work': sandbox } });
const call = wasi.wasiImport;
const memory = new WebAssembly.Memory({ initial: 1 });
const bytes = Buffer.from(memory.buffer);
const kPreopened = 3;
const kAll = (1n << 30n) - 1n;
const kNotCapable = 76;

/** Puts a text into the memory. @returns {[address: number, length: number]} */
function put(text, address = 1024) {
  return [address, bytes.write(text, address)];
}

/** A buffer vector at 0 over the text at 1024. */
function vector(length, address = 1024) {
  bytes.writeUInt32LE(address, 0);
  bytes.writeUInt32LE(length, 4);
  return [0, 1];
}

function open(name, flags = 0, rights = (1n << 1n) | (1n << 6n) | (1n << 2n) | (1n << 5n)) {
  const error = call.path_open(kPreopened, 1, ...put(name), flags, rights, 0n, 0, 64);
  return { error, fd: bytes.readUInt32LE(64) };
}

// Before it is started nothing can be called; afterwards it cannot be started again.
assert.throws(() => call.sched_yield(), { code: 'ERR_WASI_NOT_STARTED' });
wasi.finalizeBindings({ exports: { memory } });
assert.throws(() => wasi.finalizeBindings({ exports: { memory } }), { code: 'ERR_WASI_ALREADY_STARTED' });
assert.strictEqual(call.fd_write(1), 28);
assert.strictEqual(call.fd_write(1, 2, 'x', 4), 28);

// Arguments and environment.
assert.strictEqual(call.args_sizes_get(0, 4), 0);
assert.deepStrictEqual([bytes.readUInt32LE(0), bytes.readUInt32LE(4)], [2, 9]);
assert.strictEqual(call.environ_get(0, 100), 0);
assert.strictEqual(bytes.toString('latin1', 100, 110), 'KEY=value\0');

// The preopened directory.
assert.strictEqual(call.fd_prestat_get(kPreopened, 0), 0);
assert.strictEqual(bytes.readUInt32LE(4), '/work'.length);
assert.strictEqual(call.fd_prestat_dir_name(kPreopened, 0, 5), 0);
assert.strictEqual(bytes.toString('latin1', 0, 5), '/work');

// A file is made, written, read back and measured.
const { error, fd } = open('file', 1);
assert.strictEqual(error, 0);
const [, length] = put('contents');
assert.strictEqual(call.fd_write(fd, ...vector(length), 64), 0);
assert.strictEqual(fs.readFileSync(path.join(sandbox, 'file'), 'utf8'), 'contents');
assert.strictEqual(call.fd_seek(fd, 3n, 0, 64), 0);
assert.strictEqual(call.fd_read(fd, ...vector(100, 2048), 64), 0);
assert.strictEqual(bytes.readUInt32LE(64), 5);
assert.strictEqual(bytes.toString('latin1', 2048, 2053), 'tents');
assert.strictEqual(call.path_filestat_get(kPreopened, 1, ...put('file'), 512), 0);
assert.strictEqual(bytes.readBigUInt64LE(512 + 32), 8n);
assert.strictEqual(call.fd_close(fd), 0);
assert.strictEqual(call.fd_close(fd), 8);

// Nothing leads out, neither by name nor by link.
for (const name of ['../secret', 'out', 'x/../../secret']) assert.notStrictEqual(open(name).error, 0, name);
assert.strictEqual(open('../secret').error, kNotCapable);
assert.strictEqual(call.path_unlink_file(kPreopened, ...put('../secret')), kNotCapable);

// Directories.
assert.strictEqual(call.path_create_directory(kPreopened, ...put('sub')), 0);
assert.strictEqual(call.path_create_directory(kPreopened, ...put('sub')), 20);
assert.strictEqual(call.path_rename(kPreopened, ...put('file'), kPreopened, ...put('sub/moved', 2048)), 0);
assert.ok(fs.existsSync(path.join(sandbox, 'sub/moved')));
assert.strictEqual(call.path_remove_directory(kPreopened, ...put('sub')), 55);
assert.strictEqual(call.fd_readdir(kPreopened, 4096, 4096, 0n, 64), 0);
assert.match(bytes.toString('latin1', 4096, 4096 + bytes.readUInt32LE(64)), /sub/);

// Rights are checked, and only shrink.
const readOnly = open('sub/moved', 0, 1n << 1n);
assert.strictEqual(call.fd_write(readOnly.fd, ...vector(1), 64), kNotCapable);
assert.strictEqual(call.fd_fdstat_set_rights(readOnly.fd, kAll, 0n), kNotCapable);

// What lies outside the memory is refused.
assert.notStrictEqual(call.random_get(65530, 100), 0);
assert.strictEqual(call.random_get(65530, 6), 0);

// A command ends with its code.
const command = new WASI({ version: 'preview1' });
const exits = { exports: { memory, _start: () => command.wasiImport.proc_exit(7) } };
assert.strictEqual(command.start(exits), 7);

assert.throws(() => new WASI({ version: 'preview1', preopens: { '/x': '/not/there' } }), { code: 'UVWASI_ENOENT' });
assert.deepStrictEqual(Object.keys(new WASI({ version: 'unstable' }).getImportObject()), ['wasi_unstable']);
