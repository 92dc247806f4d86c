'use strict';

/** Coverage in the format of lcov: https://manpages.debian.org/unstable/lcov/geninfo.1.en.html#TRACEFILE_FORMAT */

const { relative } = require('node:path');
const { Transform } = require('node:stream');

class LcovReporter extends Transform {
  constructor(options) {
    super({ ...options, __proto__: null, writableObjectMode: true });
  }

  _transform({ type, data }, _encoding, callback) {
    if (type !== 'test:coverage') return callback(null);
    const { files, workingDirectory } = data.summary;
    return callback(null, files.map((file) => record(file, workingDirectory)).join(''));
  }
}

function record(file, workingDirectory) {
  const lines = ['TN:', `SF:${relative(workingDirectory, file.path)}`];
  file.functions.forEach(({ name, line }, index) => lines.push(`FN:${line},${name || `anonymous_${index}`}`));
  file.functions.forEach(({ name, count }, index) => lines.push(`FNDA:${count},${name || `anonymous_${index}`}`));
  lines.push(`FNF:${file.totalFunctionCount}`, `FNH:${file.coveredFunctionCount}`);
  file.branches.forEach(({ line, count }, index) => lines.push(`BRDA:${line},${index},0,${count}`));
  lines.push(`BRF:${file.totalBranchCount}`, `BRH:${file.coveredBranchCount}`);
  for (const { line, count } of file.lines.toSorted((a, b) => a.line - b.line)) lines.push(`DA:${line},${count}`);
  lines.push(`LH:${file.coveredLineCount}`, `LF:${file.totalLineCount}`, 'end_of_record');
  return `${lines.join('\n')}\n`;
}

module.exports = { LcovReporter };
