// Services: mongodb
'use strict';

const mongoose = require('mongoose');

const { Schema } = mongoose;

const userSchema = new Schema({
  name: { type: String, required: true, trim: true, minlength: 2, unique: true },
  email: { type: String, lowercase: true, match: /@/ },
  age: { type: Number, min: [0, 'too young: {VALUE}'], default: 18 },
  address: { city: String },
  tags: [{ type: String, enum: ['a', 'b'] }],
  born: Date,
  extra: { type: Map, of: Number },
}, { versionKey: false, toJSON: { virtuals: true, getters: true, transform: (doc, { _id, id, ...rest }) => rest } });
userSchema.virtual('label').get(function () { return `${this.name} (${this.age})`; });
userSchema.methods.greet = function () { return `hello ${this.name}`; };
userSchema.statics.named = function (name) { return this.findOne({ name }); };
const hooks = [];
userSchema.pre('save', function () { hooks.push(`before ${this.name} ${this.isNew}`); });
userSchema.post('save', (doc) => void hooks.push(`after ${doc.name}`));

const User = mongoose.model('User', userSchema);
const Post = mongoose.model('Post', new Schema({ title: String, likes: { type: Number, default: 0 }, author: { type: Schema.Types.ObjectId, ref: 'User' }, comments: [{ text: String }] }));
const Animal = mongoose.model('Animal', new Schema({ legs: Number }, { discriminatorKey: 'kind' }));
const Bird = Animal.discriminator('Bird', new Schema({ wings: Number }));

async function validation() {
  await User.create({ name: ' ', age: -1, email: 'x', tags: ['c'] }).catch(({ name, errors }) => {
    console.log(name);
    for (const path of Object.keys(errors).sort()) console.log(path, errors[path].kind, errors[path].message);
  });
  await User.create({ name: 'ok', age: 'old' }).catch(({ errors }) => console.log(errors.age.name, errors.age.message));
  await User.findById('no id').catch(({ name, path }) => console.log(name, path));
}

async function documents() {
  const ann = await User.create({ name: '  ann ', email: 'ANN@Example.com', address: { city: 'Köln' }, tags: ['a'], born: new Date(0), extra: { x: 1 } });
  console.log(ann.toJSON(), ann.greet(), ann.label);
  await User.insertMany([{ name: 'bob', age: 40 }, { name: 'carl', age: 50, tags: ['a', 'b'] }]);
  console.log((await User.named('bob')).age, await User.find({ age: { $gt: 17 } }).sort('-age').select('name -_id').lean());
  ann.age = 20;
  ann.tags.push('b');
  console.log(ann.modifiedPaths(), ann.isModified('name'));
  await ann.save();
  console.log(hooks, (await User.findById(ann.id).exec()).tags.length);
  await User.create({ name: 'ann' }).catch(({ name, code }) => console.log(name, code));
  await Post.insertMany([1, 2, 3].map((n) => ({ title: `post ${n}`, likes: n, author: ann, comments: [{ text: 'nice' }] })));
  const post = await Post.findOne({ title: 'post 2' }).populate('author', 'name');
  console.log(post.author.name, post.comments[0].text);
  post.comments.push({ text: 'more' });
  await post.save();
  console.log(await Post.updateMany({ likes: { $gte: 2 } }, { $inc: { likes: 10 } }).then(({ modifiedCount }) => modifiedCount), (await Post.findOneAndUpdate({ likes: 1 }, { title: 'new' }, { returnDocument: 'after' })).title);
  console.log(await Post.aggregate([{ $unwind: '$comments' }, { $group: { _id: '$comments.text', n: { $sum: 1 } } }, { $sort: { _id: 1 } }]));
  const titles = [];
  for await (const { title } of Post.find().sort('likes').cursor()) titles.push(title);
  console.log(titles, await Post.countDocuments(), await Post.exists({ title: 'none' }), (await Post.deleteMany({ likes: { $gt: 5 } })).deletedCount);
  await Bird.create({ legs: 2, wings: 2 });
  console.log((await Animal.findOne()).constructor.modelName, (await Animal.findOne().lean()).kind);
}

async function transactions() {
  await mongoose.connection.transaction(async (session) => {
    await User.create([{ name: 'lost' }], { session });
    throw new Error('rolled back');
  }).catch(({ message }) => console.log(message));
  console.log(await User.countDocuments());
}

(async () => {
  const states = [];
  for (const event of ['connecting', 'connected', 'open', 'disconnecting', 'disconnected', 'close']) mongoose.connection.on(event, () => states.push(event));
  await mongoose.connect(process.env.MONGODB_URL);
  await Promise.all(Object.values(mongoose.models).map((model) => model.init()));
  await validation();
  await documents();
  await transactions();
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  console.log(states, mongoose.connection.readyState);
})();
