// The same as an ES module with one import.
import { sep } from 'node:path';

console.log(sep === '/' ? 'hi' : 'ho');
