'use strict';

/** `node:child_process`: starting programs. */

const { ChildProcess } = require('internal:child_process/child');
const { exec, execFile } = require('internal:child_process/exec');
const { execFileSync, execSync, spawnSync } = require('internal:child_process/sync');
const { fork } = require('internal:child_process/fork');
const { spawn } = require('internal:child_process/spawn');

module.exports = { _forkChild, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };

/** Opens the message channel to the parent at a descriptor. Node's own way to start a forked program. */
function _forkChild(fd, serialization) {
  require('internal:child_process/ipc').openParentChannel(fd, serialization);
}
