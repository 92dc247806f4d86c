// Work on the pool that settles a promise, and a thread that calls JavaScript.
#include <node_api.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

struct sum {
  uint32_t limit;
  double result;
  napi_async_work work;
  napi_deferred deferred;
};

static void execute(napi_env env, void* data) {
  struct sum* sum = data;
  for (uint32_t i = 1; i <= sum->limit; i++) sum->result += i;
}

static void complete(napi_env env, napi_status status, void* data) {
  struct sum* sum = data;
  napi_value result;
  napi_create_double(env, sum->result, &result);
  napi_resolve_deferred(env, sum->deferred, result);
  napi_delete_async_work(env, sum->work);
  free(sum);
}

static napi_value sum_to(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value limit, name, promise;
  napi_get_cb_info(env, info, &count, &limit, NULL, NULL);
  struct sum* sum = calloc(1, sizeof *sum);
  napi_get_value_uint32(env, limit, &sum->limit);
  napi_create_promise(env, &sum->deferred, &promise);
  napi_create_string_utf8(env, "sumTo", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, NULL, name, execute, complete, sum, &sum->work);
  napi_queue_async_work(env, sum->work);
  return promise;
}

struct teller {
  napi_threadsafe_function function;
  pthread_t thread;
  uint32_t calls;
};

static void* tell(void* data) {
  struct teller* teller = data;
  for (uintptr_t i = 0; i < teller->calls; i++) {
    napi_call_threadsafe_function(teller->function, (void*)i, napi_tsfn_blocking);
  }
  napi_release_threadsafe_function(teller->function, napi_tsfn_release);
  return NULL;
}

static void call(napi_env env, napi_value callback, void* context, void* data) {
  if (env == NULL) return;
  napi_value undefined, number;
  napi_get_undefined(env, &undefined);
  napi_create_uint32(env, (uint32_t)(uintptr_t)data, &number);
  napi_call_function(env, undefined, callback, 1, &number, NULL);
}

static void join(napi_env env, void* data, void* hint) {
  struct teller* teller = data;
  pthread_join(teller->thread, NULL);
  free(teller);
}

// A queue of two makes the thread wait for the loop.
static napi_value count_up(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], name;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  struct teller* teller = calloc(1, sizeof *teller);
  napi_get_value_uint32(env, arguments[0], &teller->calls);
  napi_create_string_utf8(env, "countUp", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, arguments[1], NULL, name, 2, 1, teller, join, NULL, call, &teller->function);
  pthread_create(&teller->thread, NULL, tell, teller);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor properties[] = {
      {"sumTo", NULL, sum_to, NULL, NULL, NULL, napi_default_method, NULL},
      {"countUp", NULL, count_up, NULL, NULL, NULL, napi_default_method, NULL},
  };
  napi_define_properties(env, exports, 2, properties);
  return exports;
}
