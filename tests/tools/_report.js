'use strict';

// Jest and Vitest report in the same JSON.
const path = require('node:path');

/** Prints what a run with the JSON reporter said. */
exports.print = function print(title, { status, stdout, stderr }) {
  const start = stdout.indexOf('{"num');
  if (start === -1) return console.log(title, 'gave no report', status, stdout, stderr);
  const report = JSON.parse(stdout.slice(start));
  console.log(`${title}: exit ${status}, ${report.numPassedTests} passed, ${report.numFailedTests} failed`);
  for (const { name, message, assertionResults } of report.testResults.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (assertionResults.length === 0) console.log(message);
    for (const result of assertionResults) {
      console.log(' ', path.basename(name), result.status, result.fullName, result.failureMessages.map((text) => text.split('\n    at ')[0]));
    }
  }
};
