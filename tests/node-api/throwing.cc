// Throws a C++ exception out of every kind of function that is called here.
#include <node_api.h>
#include <stdexcept>
#include <uv.h>

static napi_value plain(napi_env env, napi_callback_info info) { throw std::runtime_error("plain"); }

static void throwing_finalizer(napi_env env, void* data, void* hint) { throw std::runtime_error("finalizer"); }

static napi_value finalizer(napi_env env, napi_callback_info info) {
  napi_value made;
  napi_create_external(env, nullptr, throwing_finalizer, nullptr, &made);
  return nullptr;
}

static void execute_nothing(napi_env env, void* data) {}
static void throwing_execute(napi_env env, void* data) { throw std::runtime_error("execute"); }
static void throwing_complete(napi_env env, napi_status status, void* data) { throw std::runtime_error("complete"); }

static napi_value queue(napi_env env, napi_async_execute_callback execute) {
  napi_value name;
  napi_async_work work;
  napi_create_string_utf8(env, "throwing", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, nullptr, name, execute, throwing_complete, nullptr, &work);
  napi_queue_async_work(env, work);
  return nullptr;
}

static napi_value execute(napi_env env, napi_callback_info info) { return queue(env, throwing_execute); }
static napi_value complete(napi_env env, napi_callback_info info) { return queue(env, execute_nothing); }

static void throwing_call(napi_env env, napi_value function, void* context, void* data) { throw std::runtime_error("threadsafe"); }

static napi_value threadsafe(napi_env env, napi_callback_info info) {
  napi_value name;
  napi_threadsafe_function function;
  napi_create_string_utf8(env, "throwing", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, nullptr, throwing_call, &function);
  napi_call_threadsafe_function(function, nullptr, napi_tsfn_blocking);
  return nullptr;
}

static void throwing_hook(void* data) { throw std::runtime_error("hook"); }

static napi_value hook(napi_env env, napi_callback_info info) {
  napi_add_env_cleanup_hook(env, throwing_hook, nullptr);
  return nullptr;
}

static void throwing_timer(uv_timer_t* timer) { throw std::runtime_error("timer"); }

static napi_value timer(napi_env env, napi_callback_info info) {
  static uv_timer_t timer;
  uv_loop_t* loop;
  napi_get_uv_event_loop(env, &loop);
  uv_timer_init(loop, &timer);
  uv_timer_start(&timer, throwing_timer, 0, 0);
  return nullptr;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor all[] = {
#define METHOD(name) {#name, nullptr, name, nullptr, nullptr, nullptr, napi_default, nullptr}
      METHOD(plain), METHOD(finalizer), METHOD(execute), METHOD(complete), METHOD(threadsafe), METHOD(hook), METHOD(timer),
  };
  napi_define_properties(env, exports, sizeof all / sizeof *all, all);
  return exports;
}
