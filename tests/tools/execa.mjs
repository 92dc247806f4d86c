// execa: output, input, errors, time limits, pipes, messages between processes, generators as streams.
import { $, execa, execaNode, execaSync } from 'execa';

const { stdout, exitCode } = await execa('echo', ['one', 'two']);
console.log(stdout, exitCode);
console.log((await execa('sort', { input: 'b\na\n' })).stdout);
console.log((await $({ shell: true })`echo $((1+2))`).stdout);
const failed = await execa('sh', ['-c', 'echo out; echo err >&2; exit 3'], { all: true, reject: false });
console.log(failed.failed, failed.exitCode, failed.all.split('\n').sort(), failed.shortMessage);
console.log(await execa('sleep', ['20'], { timeout: 50 }).catch((error) => [error.timedOut, error.signal, error.name]));
console.log(await execa('no-such-thing').catch((error) => [error.code, error.originalMessage]));
const lines = [];
for await (const line of execa('printf', ['a\\nb\\nc'])) lines.push(line);
console.log(lines, execaSync('printf', ['x']).stdout);
console.log((await execa('printf', ['b\\na\\n']).pipe('sort')).stdout);

const child = execaNode({ ipc: true })`_execa_child.mjs`;
console.log(await child.getOneMessage());
await child.sendMessage({ n: 5 });
console.log(await child.getOneMessage(), (await child).exitCode);

const controller = new AbortController();
const cancelled = execa('sleep', ['20'], { cancelSignal: controller.signal });
controller.abort();
console.log(await cancelled.catch((error) => [error.isCanceled, error.isTerminated]));
const upper = function* (line) { yield line.toUpperCase(); };
console.log((await execa('cat', { input: 'x\ny', stdout: upper })).stdout);
console.log((await execa({ lines: true })`printf a\nb`).stdout);
