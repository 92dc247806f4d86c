// try/catch around await, and many promises at once.
'use strict';

class NotFound extends Error {
  constructor(id) {
    super(`no user ${id}`);
    this.name = 'NotFound';
    this.id = id;
  }
}

async function findUser(id) {
  await null;
  if (id > 100) throw new NotFound(id);
  return { id };
}

async function main() {
  try {
    await findUser(999);
  } catch (err) {
    console.log(err instanceof NotFound, err.name, err.message, { ...err });
  } finally {
    console.log('finally');
  }

  const results = await Promise.allSettled([findUser(1), findUser(2), findUser(999)]);
  for (const result of results) console.log(result.status, result.value ?? `${result.reason}`);
  console.log(await Promise.any([findUser(200), findUser(3)]));
  await Promise.any([findUser(200), findUser(300)]).catch((err) => console.log(err.constructor.name, err.errors.map(String)));
  await Promise.all([findUser(1), findUser(500)]).catch((err) => console.log('all:', err.message));
  console.log(await Promise.race([new Promise((resolve) => setTimeout(resolve, 1000, 'slow').unref()), findUser(4)]));
}

process.on('unhandledRejection', (reason, promise) => console.log('unhandled:', reason.message, promise instanceof Promise));
process.on('rejectionHandled', () => console.log('handled late'));
const late = Promise.reject(new Error('nobody listens yet'));
setImmediate(() => late.catch(() => {}));

main();
