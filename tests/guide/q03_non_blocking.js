// The call returns at once; the callback comes when the file has been read.
'use strict';

const fs = require('node:fs');

let finished = 0;
const files = 8;
for (let i = 0; i < files; i++) {
  fs.readFile(__filename, 'utf8', (err, text) => {
    if (err) throw err;
    finished++;
    if (finished === files) console.log(`all ${files} reads are done, each of ${text.split('\n').length > 10} length`);
  });
}
console.log('asked for', files, 'reads, finished so far:', finished);

fs.readFile('/does/not/exist', (err) => {
  console.log(err.code, err.errno, err.syscall, err.path);
  console.log(err.message);
});
