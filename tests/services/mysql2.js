// Services: mariadb
'use strict';

const mysql = require('mysql2');
const promises = require('mysql2/promise');

const uri = process.env.MYSQL_URL;
const failing = (promise) => promise.then(() => console.log('did not fail'), ({ code, errno, sqlState, message }) => console.log(code, errno, sqlState, message));

async function values(connection) {
  await connection.query('CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) UNIQUE, price decimal(10,2), big bigint, at datetime(3), bytes blob, json json, flag tinyint(1), real8 double)');
  const row = { name: "ü'\"\\", price: '12.30', big: '9007199254740993', at: new Date(Date.UTC(2024, 1, 29, 12)), bytes: Buffer.from([0, 255, 39]), json: JSON.stringify({ a: 1 }), flag: true, real8: 0.1 };
  const [result] = await connection.query('INSERT INTO t SET ?', row);
  console.log(result.affectedRows, result.insertId);
  const [rows, fields] = await connection.execute('SELECT * FROM t WHERE name = ? AND flag = ?', [row.name, true]);
  console.log(rows, fields.map(({ name, columnType }) => [name, columnType]));
  console.log((await connection.query('SELECT * FROM t'))[0]);
  console.log((await connection.query({ sql: 'SELECT id, big FROM t', rowsAsArray: true }))[0], (await connection.query('SELECT ?? FROM ?? WHERE id IN (?)', ['name', 't', [1, 2]]))[0]);
  console.log((await connection.query({ sql: 'SELECT t.id, u.id FROM t JOIN t u', nestTables: '_' }))[0], mysql.format('SELECT ?, ??, ?', [null, 'a.b', "x'; --"]));
  await failing(connection.query('INSERT INTO t (name) VALUES (?)', [row.name]));
  await failing(connection.query('SELECT * FROM nowhere').catch(({ code, errno, sqlState }) => Promise.reject({ code, errno, sqlState })));
  await failing(connection.execute('SELECT ?', [undefined]));
}

async function transactions(pool) {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.execute('INSERT INTO t (name) VALUES (?)', ['lost']);
  console.log('outside', (await pool.query('SELECT count(*) AS n FROM t'))[0]);
  await connection.rollback();
  console.log('after', (await connection.query('SELECT count(*) AS n FROM t'))[0]);
  connection.release();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.execute('SELECT ? + 1 AS n', [i])));
  console.log(answers.map(([[{ n }]]) => n).join());
}

/** The interface with callbacks and streams. */
function streamed() {
  const connection = mysql.createConnection({ uri, multipleStatements: true });
  return new Promise((resolve, reject) => {
    connection.query('SELECT 1 AS a; SELECT 2 AS b', (error, results) => {
      console.log(error, results);
      let sum = 0;
      connection.query('SELECT seq FROM seq_1_to_5000').stream({ highWaterMark: 10 }).on('data', ({ seq }) => (sum += seq)).on('error', reject).on('end', () => {
        console.log('streamed', sum);
        connection.execute('SELECT ? AS large', ['é'.repeat(100_000)], (failure, rows) => {
          console.log(failure, rows[0].large.length);
          connection.end(resolve);
        });
      });
    });
  });
}

(async () => {
  const connection = await promises.createConnection({ uri, timezone: 'Z', supportBigNumbers: true });
  await values(connection);
  await connection.ping();
  await connection.end();
  await failing(connection.query('SELECT 1'));
  const pool = promises.createPool({ uri, connectionLimit: 2 });
  await transactions(pool);
  await pool.end();
  await streamed();
  await failing(promises.createConnection({ host: '127.0.0.1', port: 1 }));
  await failing(promises.createConnection(uri.replace('root@', 'nobody:secret@')));
})();
