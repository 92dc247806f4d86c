'use strict';

/** Places of the generated code in terms of its source: frames of a stack trace, and the line where an exception was thrown. */

const { findSourceMap, isMapped, scriptNamed } = require('internal:module/source_maps');

/**
 * The text of a frame; undefined where it has no map.
 * @param {NodeJS.CallSite} site
 * @param {NodeJS.CallSite | undefined} caller
 * @returns {string | undefined}
 */
function mappedFrame(site, caller) {
  const name = fileOf(site);
  if (!name || name.startsWith('node:') || !isMapped(name)) return undefined;
  const map = findSourceMap(name);
  const entry = map?.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1);
  if (entry?.originalSource === undefined) return undefined;
  const place = `${pathOf(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  return `${site.isAsync() ? 'async ' : ''}${calledName(site, nameInSource(map, name, site, caller))} (${place})`;
}

function fileOf(site) {
  return site.getFileName() ?? site.getEvalOrigin?.();
}

function pathOf(source) {
  return binding.fileUrlToPath(source) ?? source;
}

/** The name where the function begins or, as for one that only its variable names, where it is called. */
function nameInSource(map, file, site, caller) {
  const { name } = map.findEntry(site.getEnclosingLineNumber() - 1, site.getEnclosingColumnNumber() - 1);
  if (name !== undefined || caller === undefined || fileOf(caller) !== file) return name;
  return map.findEntry(caller.getLineNumber() - 1, caller.getColumnNumber() - 1).name;
}

/** `new Name`, `Type.name`, `name`. @param {string | undefined} inSource what the map calls the function */
function calledName(site, inSource) {
  const name = inSource ?? site.getFunctionName() ?? '<anonymous>';
  if (site.isConstructor()) return `new ${name}`;
  const type = site.isToplevel() || site.isAsync() ? null : site.getTypeName();
  return type ? `${type}.${name}` : name;
}

/**
 * The line of the source with a caret below the column, as `source_excerpt` of the runtime has it for the generated code.
 * @param {string} file of the generated code
 * @param {number} line from 1
 * @param {number} column from 0
 * @returns {string | undefined} nothing where there is no map, or no text of the source
 */
function mappedExcerpt(file, line, column) {
  const script = scriptNamed(file);
  const map = isMapped(script) ? findSourceMap(script) : undefined;
  const { originalSource, originalLine, originalColumn } = map?.findEntry(line - 1, column) ?? {};
  const text = originalSource === undefined ? undefined : sourceText(map.payload, originalSource)?.split(/\r?\n/)[originalLine];
  if (text === undefined) return undefined;
  const indent = text.slice(0, originalColumn).replace(/[^\t]/g, ' ');
  return `${pathOf(originalSource)}:${originalLine + 1}\n${text}\n${indent}^\n\n`;
}

function sourceText({ sources, sourcesContent }, source) {
  const content = sourcesContent?.[sources.indexOf(source)];
  if (typeof content === 'string') return content;
  try {
    return binding.readSource(pathOf(source));
  } catch {
    return undefined;
  }
}

module.exports = { mappedExcerpt, mappedFrame };
