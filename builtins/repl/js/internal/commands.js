'use strict';

/** The commands that begin with a dot. */

/** @param {REPLServer} repl */
function defineDefaultCommands(repl) {
  repl.defineCommand('break', {
    help: 'Sometimes you get stuck, this gets you out',
    action() {
      this.clearBufferedCommand();
      this.displayPrompt();
    },
  });
  repl.defineCommand('clear', {
    help: repl.useGlobal ? 'Alias for .break' : 'Break, and also clear the local context',
    action() {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this.output.write('Clearing context...\n');
        this.resetContext();
      }
      this.displayPrompt();
    },
  });
  repl.defineCommand('exit', {
    help: 'Exit the REPL',
    action() {
      this.close();
    },
  });
  repl.defineCommand('help', { help: 'Print this help message', action: printHelp });
  repl.defineCommand('save', { help: 'Save all evaluated commands in this REPL session to a file', action: save });
  repl.defineCommand('load', { help: 'Load JS from a file into the REPL session', action: load });
  if (repl.terminal) repl.defineCommand('editor', { help: 'Enter editor mode', action: startEditor });
}

function printHelp() {
  const names = Object.keys(this.commands).sort();
  const width = Math.max(...names.map((name) => name.length)) + 3;
  for (const name of names) {
    const { help } = this.commands[name];
    this.output.write(help ? `.${name.padEnd(width)}${help}\n` : `.${name}\n`);
  }
  this.output.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
  this.displayPrompt();
}

function save(file) {
  try {
    if (file === '') {
      const { codes: { ERR_MISSING_ARGS } } = require('internal:shared/errors');
      throw new ERR_MISSING_ARGS('file');
    }
    require('node:fs').writeFileSync(file, this.lines.join('\n'));
    this.output.write(`Session saved to: ${file}\n`);
  } catch (err) {
    this.output.write(err.code === 'ERR_MISSING_ARGS' ? `${err.message}\n` : `Failed to save: ${file}\n`);
  }
  this.displayPrompt();
}

function load(file) {
  const fs = require('node:fs');
  try {
    if (file === '') {
      const { codes: { ERR_MISSING_ARGS } } = require('internal:shared/errors');
      throw new ERR_MISSING_ARGS('file');
    }
    if (fs.statSync(file).isFile()) {
      this.loadText(fs.readFileSync(file, 'utf8'));
    } else {
      this.output.write(`Failed to load: ${file} is not a valid file\n`);
    }
  } catch (err) {
    this.output.write(err.code === 'ERR_MISSING_ARGS' ? `${err.message}\n` : `Failed to load: ${file}\n`);
  }
  this.displayPrompt();
}

function startEditor() {
  this.startEditorMode();
  this.output.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
}

module.exports = { defineDefaultCommands };
