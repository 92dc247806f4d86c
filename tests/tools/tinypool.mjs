// Thread and process pools of Tinypool: tasks, transfer, errors, abortion.
import Tinypool from 'tinypool';

const filename = new URL('./_pool_task.mjs', import.meta.url).href;
for (const runtime of ['worker_threads', 'child_process']) {
  const pool = new Tinypool({ filename, runtime, minThreads: 2, maxThreads: 2, idleTimeout: 10_000 });
  console.log(runtime, await Promise.all([1, 2, 3, 4].map((n) => pool.run({ n }))));
  console.log(await pool.run({ n: 1 }, { name: 'fails' }).catch((error) => `${error.name}: ${error.message}`));
  if (runtime === 'worker_threads') {
    const controller = new AbortController();
    const running = pool.run({ n: 1 }, { name: 'hangs', signal: controller.signal });
    controller.abort();
    console.log(await running.catch((error) => error.name));
  }
  console.log(pool.threads.length, pool.completed > 3);
  await pool.recycleWorkers();
  console.log(await pool.run({ n: 5 }));
  await pool.destroy();
}
