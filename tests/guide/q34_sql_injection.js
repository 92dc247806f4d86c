// Services: postgres mariadb
// What is pasted into a query is run; what is given as a parameter is a value. So also with what builds queries.
'use strict';

const knex = require('knex');
const mysql = require('mysql2/promise');
const { Pool } = require('pg');
const { DataTypes, Sequelize } = require('sequelize');

const attacks = ['1', '1 OR 1=1', "1'; DROP TABLE users;--", '1 UNION SELECT 99, name, secret FROM users', ''];
const shown = async (query) => query.then((rows) => rows.length, ({ code, parent }) => code ?? parent.code);

async function postgres(db) {
  await db.query("CREATE TABLE users (id int, name text, secret text); INSERT INTO users VALUES (1, 'ann', 'x'), (2, 'bob', 'y')");
  const pasted = (id) => db.query(`SELECT id, name, secret FROM users WHERE id = ${id}`).then(({ rows }) => rows);
  const given = (id) => db.query('SELECT id, name, secret FROM users WHERE id = $1', [id]).then(({ rows }) => rows);
  for (const id of attacks.slice(0, 2)) console.log('pasted', id, await shown(pasted(id)));
  for (const id of attacks) console.log('given', id, await shown(given(id)));
  const byName = (name) => db.query({ name: 'by-name', text: 'SELECT id FROM users WHERE name = $1', values: [name] }).then(({ rows }) => rows);
  for (const name of ['ann', "' OR ''='", "ann'--", 'ann\0']) console.log('by name', JSON.stringify(name), await shown(byName(name)));
  console.log(db.constructor.name, 'escapes', (await db.query(`SELECT ${require('pg').escapeLiteral("it's \\ fine")} AS a`)).rows, require('pg').escapeIdentifier('a"b'));
}

async function mariadb(db) {
  await db.query('CREATE TABLE users (id int, name varchar(20))');
  await db.query("INSERT INTO users VALUES (1, 'ann'), (2, 'bob')");
  for (const name of ['ann', "' OR ''='", '\\', "x\\' OR 1=1 -- "]) {
    const [prepared] = await db.execute('SELECT id FROM users WHERE name = ?', [name]);
    const [escaped] = await db.query('SELECT id FROM users WHERE name = ?', [name]);
    console.log('mysql', JSON.stringify(name), prepared.length, escaped.length, db.escape(name));
  }
}

async function builders(url) {
  const db = knex({ client: 'pg', connection: url });
  for (const id of attacks.slice(0, 3)) console.log('knex', id, await shown(db('users').where('id', id)), db('users').where('id', id).toSQL().toNative().sql);
  console.log('knex, raw', await shown(db.raw('SELECT * FROM users WHERE name = ?', ["x' OR 1=1--"]).then(({ rows }) => rows)));
  await db.destroy();
  const sequelize = new Sequelize(url, { logging: false });
  const User = sequelize.define('user', { name: DataTypes.STRING, secret: DataTypes.STRING }, { timestamps: false });
  for (const name of ['ann', "' OR ''='"]) console.log('sequelize', name, await shown(User.findAll({ where: { name } })));
  await sequelize.close();
}

(async () => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  await postgres(pool);
  await builders(process.env.DATABASE_URL);
  console.log('all there:', (await pool.query('SELECT count(*)::int FROM users')).rows);
  await pool.end();
  const connection = await mysql.createConnection(process.env.MYSQL_URL);
  await mariadb(connection);
  await connection.end();
})();
