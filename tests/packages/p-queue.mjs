import PQueue, { TimeoutError } from 'p-queue';

const queue = new PQueue({ concurrency: 2, autoStart: false });
const order = [];
let running = 0;
let most = 0;
const job = (name) => async () => {
  most = Math.max(most, ++running);
  await new Promise((resolve) => setTimeout(resolve, 5));
  order.push(name);
  running--;
  return name;
};
queue.on('idle', () => order.push('idle'));
const low = queue.add(job('low'), { priority: -1 });
queue.addAll([job('a'), job('b'), job('c')]);
queue.add(job('first'), { priority: 5 });
console.log(queue.size, queue.pending, queue.isPaused);
queue.start();
await queue.onIdle();
console.log(await low, order, most);
await queue.add(() => new Promise(() => {}), { timeout: 10 }).catch((error) => console.log(error instanceof TimeoutError, error.name));
const controller = new AbortController();
const aborted = queue.add(({ signal }) => new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))), { signal: controller.signal });
setImmediate(() => controller.abort(new Error('no longer wanted')));
await aborted.catch((error) => console.log(error.message));
