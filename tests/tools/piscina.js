'use strict';

// Piscina: named tasks, queue, transferred buffers, abortion of a busy thread, errors, a thread that exits.
const path = require('node:path');
const { Piscina } = require('piscina');

(async () => {
  const pool = new Piscina({ filename: path.join(__dirname, '_piscina_task.js'), minThreads: 1, maxThreads: 2, maxQueue: 'auto', concurrentTasksPerWorker: 2 });
  pool.on('error', (error) => console.log('pool error', error.message));
  console.log(await Promise.all([1, 2, 3, 4, 5].map((n) => pool.run(n))));
  const buffer = new ArrayBuffer(8);
  const moved = await pool.run(Piscina.move(buffer), { name: 'fill' });
  console.log(buffer.byteLength, new Uint8Array(moved));
  console.log(await pool.run(1, { name: 'fails' }).catch((error) => `${error.name}: ${error.message} ${error.code}`));
  const controller = new AbortController();
  const busy = pool.run(0, { name: 'hangs', signal: controller.signal });
  setImmediate(() => controller.abort());
  console.log(await busy.catch((error) => error.name));
  console.log(await pool.run(0, { name: 'exits' }).catch((error) => error.message));
  console.log(await pool.run(6), pool.completed);
  await pool.close();
  await pool.destroy();
})();
