import { PassThrough } from 'node:stream';
import ora, { oraPromise } from 'ora';

const stream = new PassThrough();
let text = '';
stream.on('data', (chunk) => (text += chunk));
const spinner = ora({ text: 'working', stream, color: false, isEnabled: false }).start();
console.log(spinner.isSpinning, spinner.text);
spinner.text = 'almost';
spinner.succeed('done');
ora({ stream, isEnabled: false, prefixText: '[x]' }).fail('failed').warn('careful').info('note').stopAndPersist({ symbol: '*', text: 'kept' });
console.log(await oraPromise(Promise.resolve(7), { text: 'promise', stream, isEnabled: false, successText: (value) => `got ${value}` }));
await oraPromise(Promise.reject(new Error('no')), { text: 'promise', stream, isEnabled: false, failText: 'rejected' }).catch((error) => console.log(error.message));
const frames = new PassThrough();
Object.assign(frames, { isTTY: true, columns: 40, rows: 10, cursorTo() {}, clearLine() {}, moveCursor() {} });
const live = ora({ text: 'live', stream: frames, isEnabled: true, spinner: { interval: 5, frames: ['-', '+'] }, discardStdin: false, hideCursor: false });
console.log(live.frame().includes('live'), live.isSpinning);
setImmediate(() => console.log(text));
