// Services: redis
'use strict';

const { once } = require('node:events');
const { join } = require('node:path');
const { FlowProducer, Queue, QueueEvents, UnrecoverableError, Worker } = require('bullmq');

const { hostname, port, pathname } = new URL(process.env.REDIS_URL);
const connection = { host: hostname, port: Number(port), db: Number(pathname.slice(1)) };
const open = [];
const kept = (thing) => open.push(thing) && thing;

/** Lets `worker` finish `queue`'s jobs one after the other, and gives them back. */
async function results(queue, jobs, events) {
  return Promise.all(jobs.map((job) => job.waitUntilFinished(events, 20_000).then((value) => [job.name, value], (error) => [job.name, error.message])));
}

async function ordinary() {
  const queue = kept(new Queue('ordinary', { connection }));
  const events = kept(new QueueEvents('ordinary', { connection }));
  await events.waitUntilReady();
  const seen = [];
  events.on('progress', ({ data }) => seen.push(data));
  const order = [];
  let tries = 0;
  const worker = kept(new Worker('ordinary', async (job) => {
    order.push(job.name);
    await job.updateProgress({ at: job.name });
    if (job.name === 'retried' && ++tries < 3) throw new Error(`try ${tries}`);
    if (job.name === 'hopeless') throw new UnrecoverableError('never');
    return job.data;
  }, { connection, autorun: false, concurrency: 1 }));
  const jobs = await queue.addBulk([
    { name: 'last', data: { n: 1 }, opts: { priority: 10 } },
    { name: 'first', data: { n: 'ü', deep: [null, { a: 1 }] } },
    { name: 'retried', data: 3, opts: { attempts: 3, backoff: { type: 'fixed', delay: 1 } } },
    { name: 'hopeless', data: 4, opts: { attempts: 5 } },
    { name: 'delayed', data: 5, opts: { delay: 5 } },
  ]);
  console.log(await queue.getJobCounts('waiting', 'prioritized', 'delayed'));
  const again = await queue.add('same', 1, { jobId: 'one' });
  console.log((await queue.add('same', 2, { jobId: 'one' })).id, again.id);
  worker.run();
  console.log(await results(queue, [...jobs, again], events));
  console.log(order[0], order.filter((name) => name === 'retried').length, new Set(seen.map(({ at }) => at)).size);
  console.log(await queue.getJobCounts('completed', 'failed', 'waiting', 'active'));
  const [failed] = await queue.getFailed();
  console.log(failed.name, failed.failedReason, failed.attemptsMade);
  console.log(await jobs[0].getState(), (await queue.getJob(jobs[1].id)).returnvalue);
}

async function sandboxed(useWorkerThreads) {
  const name = useWorkerThreads ? 'threads' : 'children';
  const queue = kept(new Queue(name, { connection }));
  const events = kept(new QueueEvents(name, { connection }));
  await events.waitUntilReady();
  kept(new Worker(name, join(__dirname, '_queue_work.js'), { connection, useWorkerThreads, concurrency: 2 }));
  const jobs = [];
  for (const n of [2, 3, 4]) jobs.push(await queue.add('square', { n }));
  jobs.push(await queue.add('fail', { n: 7 }));
  console.log(name, await results(queue, jobs, events));
  const done = await queue.getJob(jobs[0].id);
  console.log(done.progress, (await queue.getJobLogs(done.id)).logs);
}

async function flow() {
  kept(new Worker('parts', async ({ data }) => data.n * 2, { connection }));
  const worker = kept(new Worker('whole', async (job) => Object.values(await job.getChildrenValues()).sort(), { connection }));
  const producer = kept(new FlowProducer({ connection }));
  const done = once(worker, 'completed');
  const { job } = await producer.add({ name: 'sum', queueName: 'whole', children: [1, 2, 3].map((n) => ({ name: `part ${n}`, queueName: 'parts', data: { n } })) });
  const [finished, value] = await done;
  console.log(finished.id === job.id, value);
}

async function limitedAndRepeated() {
  const queue = kept(new Queue('repeated', { connection }));
  let count = 0;
  const three = new Promise((resolve) => {
    kept(new Worker('repeated', async () => ++count === 3 && resolve(), { connection, limiter: { max: 1, duration: 5 } }));
  });
  await queue.upsertJobScheduler('often', { every: 20 }, { name: 'tick', data: {} });
  await three;
  console.log((await queue.getJobSchedulers()).map(({ key, every }) => [key, Number(every)]), await queue.removeJobScheduler('often'));
}

(async () => {
  await ordinary();
  await sandboxed(false);
  await sandboxed(true);
  await flow();
  await limitedAndRepeated();
  for (const thing of open.reverse()) await thing.close();
  console.log('closed');
})();
