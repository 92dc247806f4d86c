// One file of nine megabytes.
process.argv = [process.argv[0], 'tsc', '--version'];
require('typescript/lib/tsc.js');
