'use strict';

/** Colours of stack frames: the runtime's own and the working directory in grey, package names underlined. */

const process = require('internal:process/object');

const INTERNAL_FRAME = /^ {4}at (?:.+ \()?node:(.+):\d+:\d+\)?$/;
const NODE_MODULES = /([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)(?=[/\\])/g;

/**
 * @param {import('./context').Context} ctx
 * @param {string[]} frames
 */
function colorFrames(ctx, frames) {
  const directories = workingDirectories();
  return frames.map((frame) => {
    if (isInternal(frame)) return ctx.stylize(frame, 'undefined');
    const shaded = shadeDirectory(ctx, frame, directories);
    return shaded.replace(NODE_MODULES, (_, folder, name) => `${folder}${ctx.stylize(name, 'module')}`);
  });
}

function isInternal(frame) {
  const name = INTERNAL_FRAME.exec(frame)?.[1];
  return name !== undefined && (name.startsWith('internal/') || require('node:module').builtinModules.includes(name));
}

/** The working directory as a path and as a URL, each with its separator. Unknown when it was removed. */
function workingDirectories() {
  try {
    const directory = process.cwd();
    return [`${directory}/`, `${require('node:url').pathToFileURL(directory)}/`];
  } catch {
    return [];
  }
}

function shadeDirectory(ctx, frame, directories) {
  for (const directory of directories.toReversed()) {
    const start = frame.indexOf(directory);
    if (start !== -1) {
      return frame.slice(0, start) + ctx.stylize(directory, 'undefined') + frame.slice(start + directory.length);
    }
  }
  return frame;
}

module.exports = { colorFrames };
