// Services: mongodb
'use strict';

const { Binary, Decimal128, GridFSBucket, Int32, Long, MongoClient, MongoServerError, ObjectId, Timestamp } = require('mongodb');

const failing = (promise) => promise.then(() => console.log('did not fail'), ({ name, code, codeName }) => console.log(name, code, codeName));

async function values(db) {
  const things = db.collection('things');
  const _id = new ObjectId('65f000000000000000000001');
  const inserted = await things.insertOne({ _id, text: 'ü', int: 1, real: 1.5, long: Long.fromString('9007199254740993'), exact: Decimal128.fromString('1.10'), at: new Date(0), bytes: new Binary(Buffer.from([0, 255])), list: [1, null, { a: 1 }], none: null, pattern: /a.*b/i, time: new Timestamp({ t: 1, i: 2 }) });
  console.log(inserted.acknowledged, inserted.insertedId.equals(_id));
  const found = await things.findOne({ _id }, { promoteValues: false, promoteLongs: false });
  console.log(found.int instanceof Int32, found.long.toString(), found.exact.toString());
  console.log(await things.findOne({ _id }, { projection: { _id: 0, time: 0 } }), _id.getTimestamp());
}

async function documents(db) {
  const users = db.collection('users');
  const { insertedCount } = await users.insertMany(Array.from({ length: 250 }, (_, i) => ({ _id: i, name: `user ${i}`, age: i % 50, tags: [`t${i % 3}`] })));
  console.log(insertedCount, await users.countDocuments({ age: { $gte: 40 } }), await users.estimatedDocumentCount());
  console.log(await users.find({ tags: 't1', age: { $in: [1, 4] } }).project({ name: 1 }).sort({ _id: -1 }).limit(3).toArray());
  let n = 0;
  for await (const { age } of users.find({}, { batchSize: 20 })) n += age;
  console.log('over', n);
  let streamed = 0;
  for await (const user of users.find({ _id: { $lt: 30 } }).stream()) streamed += user._id;
  console.log('streamed', streamed);
  console.log(await users.updateOne({ _id: 1 }, { $set: { name: 'one' }, $push: { tags: 'new' }, $inc: { age: 5 } }));
  console.log((await users.updateMany({ age: { $gt: 45 } }, { $unset: { tags: '' } })).modifiedCount, (await users.replaceOne({ _id: 2 }, { name: 'two' })).modifiedCount);
  console.log(await users.findOneAndUpdate({ _id: 1 }, { $set: { seen: true } }, { returnDocument: 'after' }), (await users.updateOne({ _id: 'new' }, { $setOnInsert: { a: 1 } }, { upsert: true })).upsertedCount);
  console.log((await users.deleteMany({ age: { $lt: 3 } })).deletedCount, await users.findOneAndDelete({ _id: 'new' }));
  const bulk = await users.bulkWrite([{ insertOne: { document: { _id: 'b' } } }, { updateOne: { filter: { _id: 'b' }, update: { $set: { x: 1 } } } }, { deleteOne: { filter: { _id: 'b' } } }]);
  console.log(bulk.insertedCount, bulk.modifiedCount, bulk.deletedCount);
  console.log(await users.aggregate([{ $match: { age: { $lt: 20 } } }, { $group: { _id: { $mod: ['$age', 3] }, n: { $sum: 1 }, oldest: { $max: '$age' } } }, { $sort: { _id: 1 } }]).toArray());
  console.log((await users.distinct('tags')).sort());
}

async function indexes(db) {
  const users = db.collection('users');
  console.log(await users.createIndex({ name: 1 }, { unique: true }), (await users.indexes()).map(({ name }) => name));
  await failing(users.insertOne({ _id: 10, name: 'x' }));
  await failing(users.insertOne({ name: 'user 11' }));
  await failing(users.insertMany([{ _id: 'm1', name: 'm1' }, { _id: 10, name: 'm2' }, { _id: 'm3', name: 'm3' }], { ordered: false }));
  console.log(await users.countDocuments({ _id: { $in: ['m1', 'm3'] } }));
  await failing(users.updateOne({ _id: 10 }, { $bad: 1 }));
  await failing(db.command({ nonsense: 1 }));
  console.log((await db.listCollections().toArray()).map(({ name }) => name).sort(), (await db.command({ ping: 1 })).ok);
}

async function sessions(client, db) {
  const accounts = db.collection('accounts');
  await accounts.insertMany([{ _id: 'a', sum: 10 }, { _id: 'b', sum: 0 }]);
  await client.withSession((session) => session.withTransaction(async () => {
    await accounts.updateOne({ _id: 'a' }, { $inc: { sum: -4 } }, { session });
    await accounts.updateOne({ _id: 'b' }, { $inc: { sum: 4 } }, { session });
  }));
  const session = client.startSession();
  session.startTransaction();
  await accounts.updateOne({ _id: 'a' }, { $set: { sum: 99 } }, { session });
  await session.abortTransaction();
  await session.endSession();
  console.log(await accounts.find().sort({ _id: 1 }).toArray());
}

async function watched(db) {
  const log = db.collection('log');
  await log.insertOne({ _id: 0 });
  const stream = log.watch();
  const seen = [];
  const done = new Promise((resolve) => stream.on('change', ({ operationType, documentKey }) => seen.push([operationType, documentKey._id]) === 2 && resolve()));
  await new Promise((resolve) => stream.cursor.once('init', resolve));
  await log.insertOne({ _id: 1 });
  await log.deleteOne({ _id: 1 });
  await done;
  console.log(seen);
  await stream.close();
}

async function files(db) {
  const bucket = new GridFSBucket(db, { chunkSizeBytes: 1000 });
  const content = Buffer.alloc(4500, 'file ');
  await new Promise((resolve, reject) => bucket.openUploadStream('a.txt', { metadata: { kind: 'text' } }).on('finish', resolve).on('error', reject).end(content));
  const chunks = [];
  for await (const chunk of bucket.openDownloadStreamByName('a.txt')) chunks.push(chunk);
  const [file] = await bucket.find().toArray();
  console.log(Buffer.concat(chunks).equals(content), chunks.length, file.length, file.metadata);
}

(async () => {
  const client = new MongoClient(process.env.MONGODB_URL, { maxPoolSize: 5, monitorCommands: true });
  const commands = new Set();
  let connections = 0;
  client.on('commandSucceeded', ({ commandName }) => commands.add(commandName)).on('connectionCreated', () => connections++);
  await client.connect();
  const db = client.db();
  await values(db);
  await documents(db);
  await indexes(db);
  await sessions(client, db);
  await watched(db);
  await files(db);
  await Promise.all(Array.from({ length: 30 }, (_, i) => db.collection('users').findOne({ _id: i })));
  console.log([...commands].sort(), connections <= 5);
  await db.dropDatabase();
  await client.close();
  await new MongoClient('mongodb://127.0.0.1:1', { serverSelectionTimeoutMS: 50 }).connect().catch(({ name, message }) => console.log(name, message));
})();
