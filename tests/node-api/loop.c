// libuv's handles on the runtime's loop: a timer, a wake-up from a thread, work on the pool, a pipe that is polled.
#include <node_api.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

static napi_env environment;
static napi_ref callback;
static uv_timer_t timer;
static uv_async_t wake;
static uv_work_t work;
static uv_poll_t reader;
static uv_thread_t thread;
static int ends[2];

static void tell(const char* what) {
  napi_handle_scope scope;
  napi_value function, global, text;
  napi_open_handle_scope(environment, &scope);
  napi_get_reference_value(environment, callback, &function);
  napi_get_global(environment, &global);
  napi_create_string_utf8(environment, what, NAPI_AUTO_LENGTH, &text);
  napi_make_callback(environment, NULL, global, function, 1, &text, NULL);
  napi_close_handle_scope(environment, scope);
}

static void closed(uv_handle_t* handle) { tell(handle->data); }

static void timed(uv_timer_t* handle) {
  tell("timer");
  uv_close((uv_handle_t*)handle, closed);
}

static void woken(uv_async_t* handle) {
  uv_thread_join(&thread);
  tell("wake");
  uv_close((uv_handle_t*)handle, closed);
}

static void ring(void* argument) { uv_async_send(argument); }

static void compute(uv_work_t* request) { request->data = (char*)request->data + 1; }

static void computed(uv_work_t* request, int status) { tell(status == 0 ? request->data : "failed"); }

static void readable(uv_poll_t* handle, int status, int events) {
  char text[8] = {0};
  if (status == 0 && (events & UV_READABLE) != 0 && read(ends[0], text, sizeof text - 1) > 0) tell(text);
  uv_close((uv_handle_t*)handle, closed);
}

static napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value function;
  uv_loop_t* loop;
  napi_get_cb_info(env, info, &count, &function, NULL, NULL);
  napi_create_reference(env, function, 1, &callback);
  napi_get_uv_event_loop(env, &loop);
  environment = env;

  timer.data = "timer closed";
  uv_timer_init(loop, &timer);
  uv_timer_start(&timer, timed, 1, 0);

  wake.data = "wake closed";
  uv_async_init(loop, &wake, woken);
  uv_thread_create(&thread, ring, &wake);

  work.data = "-work";
  uv_queue_work(loop, &work, compute, computed);

  reader.data = "poll closed";
  if (pipe(ends) != 0 || write(ends[1], "poll", 4) != 4) return NULL;
  uv_poll_init(loop, &reader, ends[0]);
  uv_poll_start(&reader, UV_READABLE, readable);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function, version;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, NULL, &function);
  napi_set_named_property(env, exports, "start", function);
  napi_create_string_utf8(env, uv_version_string(), NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "version", version);
  return exports;
}
