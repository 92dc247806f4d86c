// Services: postgres mongodb
// One query for the list and one more for each of its items; and the ways to do with one or two.
'use strict';

const DataLoader = require('dataloader');
const { MongoClient } = require('mongodb');
const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
let asked = 0;
const query = async (text, values) => {
  asked++;
  return (await pool.query(text, values)).rows;
};

/** Runs one way and says how many queries it took. */
async function counted(name, way) {
  asked = 0;
  const posts = await way();
  console.log(name, asked, posts.map(({ title, author }) => `${title} by ${author}`).join(', '));
}

const ways = {
  async 'one by one'() {
    const posts = await query('SELECT * FROM posts ORDER BY id');
    for (const post of posts) post.author = (await query('SELECT name FROM users WHERE id = $1', [post.author_id]))[0].name;
    return posts;
  },
  join: () => query('SELECT posts.title, users.name AS author FROM posts JOIN users ON posts.author_id = users.id ORDER BY posts.id'),
  async loader() {
    const batches = [];
    const users = new DataLoader(async (ids) => {
      batches.push(ids.length);
      const byId = new Map((await query('SELECT id, name FROM users WHERE id = ANY($1)', [ids])).map((user) => [user.id, user]));
      return ids.map((id) => byId.get(id) ?? new Error(`no user ${id}`));
    });
    const posts = await query('SELECT * FROM posts ORDER BY id');
    const authors = await Promise.all(posts.map((post) => users.load(post.author_id)));
    console.log('batches', batches, await users.load(77).catch(({ message }) => message));
    return posts.map((post, i) => ({ ...post, author: authors[i].name }));
  },
  async aggregate() {
    const users = await query('SELECT name AS author, array_agg(title ORDER BY posts.id) AS titles FROM users JOIN posts ON author_id = users.id GROUP BY users.id ORDER BY users.id');
    return users.map(({ author, titles }) => ({ author, title: titles.join(' + ') }));
  },
};

async function documents() {
  const client = new MongoClient(process.env.MONGODB_URL, { monitorCommands: true });
  let commands = 0;
  client.on('commandStarted', ({ commandName }) => (commands += ['find', 'aggregate'].includes(commandName)));
  const db = client.db();
  await db.collection('users').insertMany([{ _id: 1, name: 'ann' }, { _id: 2, name: 'bob' }]);
  await db.collection('posts').insertMany([1, 2, 1].map((author, i) => ({ _id: i, title: `post ${i}`, author })));
  const loader = new DataLoader(async (ids) => {
    const found = await db.collection('users').find({ _id: { $in: ids } }).toArray();
    return ids.map((id) => found.find(({ _id }) => _id === id));
  });
  const posts = await db.collection('posts').find().sort({ _id: 1 }).toArray();
  console.log(await Promise.all(posts.map(async ({ author }) => (await loader.load(author)).name)), commands);
  commands = 0;
  const joined = await db.collection('posts').aggregate([{ $lookup: { from: 'users', localField: 'author', foreignField: '_id', as: 'author' } }, { $unwind: '$author' }, { $sort: { _id: 1 } }]).toArray();
  console.log(joined.map(({ title, author }) => `${title} by ${author.name}`), commands);
  await db.dropDatabase();
  await client.close();
}

(async () => {
  await query('CREATE TABLE users (id int PRIMARY KEY, name text)');
  await query('CREATE TABLE posts (id serial, title text, author_id int REFERENCES users)');
  await query("INSERT INTO users VALUES (1, 'ann'), (2, 'bob')");
  await query("INSERT INTO posts (title, author_id) SELECT 'post ' || n, 1 + n % 2 FROM generate_series(0, 5) n");
  for (const [name, way] of Object.entries(ways)) await counted(name, way);
  await pool.end();
  await documents();
})();
