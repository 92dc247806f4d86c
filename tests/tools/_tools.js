'use strict';

// What the tests of tools share: projects in temporary folders, and running a tool of this folder there.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tools-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));

// Scripts, shells and shebangs that name `node` get the runtime of this program.
const bin = path.join(root, 'bin');
fs.mkdirSync(bin);
fs.symlinkSync(process.execPath, path.join(bin, 'node'));
const temporary = path.join(root, 'tmp');
fs.mkdirSync(temporary);

const env = {
  PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, HOME: root, NO_COLOR: '1', CI: '1', TMPDIR: temporary, npm_config_cache: path.join(root, 'npm-cache'),
  npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_offline: 'true', YARN_CACHE_FOLDER: path.join(root, 'yarn-cache'),
};

/** Writes a file below the temporary folder. */
function write(file, content) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

/** Writes a project and gives its folder; what it requires is found in this folder's packages. */
function project(name, files) {
  const folder = path.join(root, name);
  for (const [file, content] of Object.entries(files)) write(path.join(name, file), content);
  if (!fs.existsSync(path.join(folder, 'node_modules'))) fs.symlinkSync(path.join(__dirname, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** The script of a package's command. */
function command(name, of = name) {
  const folder = path.join(__dirname, 'node_modules', of);
  const { bin: commands } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof commands === 'string' ? commands : commands[name]);
}

/** Runs a script to its end. */
function run(args, options) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 50_000, ...options, env: { ...env, ...options?.env } });
  return { status: status ?? signal, stdout, stderr };
}

/** Starts a script. */
function start(args, options) {
  return spawn(process.execPath, args, { ...options, env: { ...env, ...options?.env } });
}

/** Waits until what a stream said matches. */
function said(stream, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('utf8').on('data', function look(chunk) {
      text += chunk;
      const match = pattern.exec(text);
      if (match === null) return;
      stream.off('data', look);
      resolve(match);
    });
    stream.on('close', () => reject(new Error(`never said ${pattern}: ${text}`)));
  });
}

module.exports = { command, env, project, root, run, said, start, write };
