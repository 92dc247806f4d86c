// Services: postgres mariadb
'use strict';

const createKnex = require('knex');

const failing = (promise) => promise.then(() => console.log('did not fail'), ({ code, message }) => console.log(code, message));

async function schema(knex) {
  await knex.schema.createTable('users', (table) => {
    table.increments('id');
    table.string('name', 80).notNullable().unique();
    table.decimal('balance', 10, 2).defaultTo(0);
    table.json('settings');
  });
  await knex.schema.createTable('posts', (table) => {
    table.increments('id');
    table.integer('author').unsigned().references('users.id').onDelete('CASCADE');
    table.text('title');
  });
  await knex.schema.alterTable('posts', (table) => table.boolean('published').defaultTo(false));
  console.log(await knex.schema.hasTable('users'), await knex.schema.hasColumn('posts', 'published'), await knex.schema.hasTable('none'));
}

async function queries(knex) {
  await knex('users').insert([{ name: 'ann', settings: JSON.stringify({ theme: 'dark' }) }, { name: 'bob', balance: 12.5 }, { name: "o'neil \\ \" ü" }]);
  const users = await knex('users').select('id', 'name', 'balance').orderBy('id');
  console.log(users);
  await knex('posts').insert([1, 1, 2].map((author, i) => ({ author, title: `post ${i}` })));
  console.log(await knex('posts').join('users', 'users.id', 'posts.author').select('posts.title', 'users.name').where('users.name', 'ann').orderBy('posts.id'));
  console.log(await knex('posts').select('author').count({ count: '*' }).groupBy('author').having('author', '>', 0).orderBy('author'));
  console.log(await knex('users').where('name', 'bob').update({ balance: knex.raw('balance * ?', [2]) }), await knex('users').where({ name: 'bob' }).first('balance'));
  console.log(await knex('users').whereIn('id', knex('posts').distinct('author')).andWhere((q) => q.where('name', 'like', 'a%').orWhereNull('settings')).pluck('name'));
  console.log(await knex.with('busy', knex('posts').where('author', 1)).from('busy').count({ n: '*' }));
  const names = [];
  for await (const { name } of knex('users').select('name').orderBy('id').stream()) names.push(name);
  console.log(names, knex('users').where({ id: 1 }).limit(2).toSQL().toNative());
  console.log((await knex.raw('SELECT ? AS answer', ['x'])).rows ?? 'rows');
}

async function transactions(knex) {
  await failing(knex.transaction(async (trx) => {
    await trx('users').insert({ name: 'lost' });
    await trx.transaction((inner) => inner('users').where('name', 'ann').del());
    throw Object.assign(new Error('rolled back'), { code: 'MINE' });
  }));
  const trx = await knex.transaction();
  await trx('users').insert({ name: 'kept' });
  await trx.commit();
  console.log(await knex('users').orderBy('id').pluck('name'), trx.isCompleted());
  await failing(knex('users').insert({ name: 'ann' }).catch(({ code }) => Promise.reject({ code, message: 'twice' })));
  await failing(knex('nowhere').catch(({ code }) => Promise.reject({ code, message: 'no table' })));
}

class Source {
  getMigrations() { return Promise.resolve(['one', 'two']); }
  getMigrationName(name) { return name; }
  getMigration(name) {
    return {
      up: (knex) => knex.schema.createTable(`m_${name}`, (table) => table.increments()),
      down: (knex) => knex.schema.dropTable(`m_${name}`),
    };
  }
}

async function run(client, connection) {
  console.log(client);
  const knex = createKnex({ client, connection, pool: { min: 0, max: 4 } });
  const asked = [];
  await schema(knex);
  knex.on('query', ({ sql }) => asked.push(sql));
  await queries(knex);
  console.log(asked);
  await transactions(knex);
  console.log(await knex.migrate.latest({ migrationSource: new Source() }), await knex.migrate.currentVersion({ migrationSource: new Source() }));
  console.log(await knex.migrate.rollback({ migrationSource: new Source() }));
  await knex.destroy();
}

(async () => {
  await run('pg', process.env.DATABASE_URL);
  await run('mysql2', process.env.MYSQL_URL);
})();
