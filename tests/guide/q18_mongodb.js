// Services: mongodb
// The driver and the document mapper, on one connection pool each, behind a server.
'use strict';

const express = require('express');
const { MongoClient, ObjectId } = require('mongodb');
const mongoose = require('mongoose');
const { ask } = require('./_client');

const url = process.env.MONGODB_URL;

async function driver() {
  const client = new MongoClient(url);
  await client.connect();
  const users = client.db().collection('users');
  const { insertedId } = await users.insertOne({ name: 'Ann', email: 'ann@example.com' });
  console.log(insertedId instanceof ObjectId, ObjectId.isValid(String(insertedId)));
  console.log(await users.findOne({ email: 'ann@example.com' }, { projection: { _id: 0 } }));
  console.log((await users.updateOne({ _id: insertedId }, { $set: { name: 'Anna' } })).modifiedCount, (await users.findOne({ _id: insertedId })).name);
  console.log((await users.deleteOne({ _id: insertedId })).deletedCount, await users.countDocuments());
  await client.close();
}

/** Many requests at the same time need no more connections than the pool has. */
async function onePool() {
  const client = new MongoClient(url, { maxPoolSize: 3 });
  let opened = 0;
  let most = 0;
  let out = 0;
  client.on('connectionCreated', () => opened++);
  client.on('connectionCheckedOut', () => (most = Math.max(most, ++out))).on('connectionCheckedIn', () => out--);
  await client.connect();
  const numbers = client.db().collection('numbers');
  await numbers.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
  const app = express().get('/:n', async (req, res) => res.json(await numbers.findOne({ n: Number(req.params.n) }, { projection: { _id: 0 } })));
  const server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask({ port, path: `/${n}` })));
  console.log(answers[7], new Set(answers).size, opened <= 3, most <= 3, out);
  server.close();
  await client.close();
}

async function mapper() {
  await mongoose.connect(url);
  const User = mongoose.model('User', new mongoose.Schema({ name: { type: String, required: true }, email: { type: String, unique: true } }, { versionKey: false }));
  await User.init();
  const user = new User({ name: 'Bob', email: 'bob@example.com', unknown: 'left out' });
  await user.save();
  console.log(user.id.length, user.get('unknown'), await User.find({}, '-_id').lean());
  for (const wrong of [{ email: 'x' }, { name: 'Bobby', email: 'bob@example.com' }]) await User.create(wrong).catch(({ name, message }) => console.log(name, message.split(':')[0]));
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
}

driver().then(onePool).then(mapper);
