// Calls any function of the interface with chosen arguments, among them what is no handle, what was one and what another environment has.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#define CHECK(call) do { if ((call) != napi_ok) napi_fatal_error(#call, NAPI_AUTO_LENGTH, "failed", NAPI_AUTO_LENGTH); } while (0)

enum { kind_count = 12, slot_count = 3 };

// By kind: what lives, and what has been. One of each an environment; all threads see them.
static uintptr_t live[slot_count][kind_count], stale[slot_count][kind_count];

enum { kind_env, kind_value, kind_ref, kind_deferred, kind_work, kind_function, kind_context, kind_info, kind_scope, kind_escapable, kind_callback_scope, kind_cleanup };

static char scratch[4096];

static void ignore_work(napi_env env, void* data) {}
static void ignore_done(napi_env env, napi_status status, void* data) {}
static void ignore_call(napi_env env, napi_value function, void* context, void* data) {}
static void ignore_cleanup(napi_async_cleanup_hook_handle handle, void* data) { napi_remove_async_cleanup_hook(handle); }
static napi_value ignore(napi_env env, napi_callback_info info) { return NULL; }

static void make_each(napi_env env, napi_callback_info info, uintptr_t* made) {
  napi_value object, name, promise;
  CHECK(napi_create_object(env, &object));
  CHECK(napi_create_string_utf8(env, "handles", NAPI_AUTO_LENGTH, &name));
  made[kind_env] = (uintptr_t)env;
  made[kind_value] = (uintptr_t)object;
  made[kind_info] = (uintptr_t)info;
  CHECK(napi_create_reference(env, object, 1, (napi_ref*)&made[kind_ref]));
  CHECK(napi_create_promise(env, (napi_deferred*)&made[kind_deferred], &promise));
  CHECK(napi_create_async_work(env, NULL, name, ignore_work, ignore_done, NULL, (napi_async_work*)&made[kind_work]));
  CHECK(napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, ignore_call, (napi_threadsafe_function*)&made[kind_function]));
  CHECK(napi_unref_threadsafe_function(env, (napi_threadsafe_function)made[kind_function]));
  CHECK(napi_async_init(env, NULL, name, (napi_async_context*)&made[kind_context]));
  CHECK(napi_add_async_cleanup_hook(env, ignore_cleanup, NULL, (napi_async_cleanup_hook_handle*)&made[kind_cleanup]));
}

// Uses up what `make_each` made; values and information end with the call.
static void end_each(napi_env env, uintptr_t* made) {
  napi_value undefined;
  CHECK(napi_get_undefined(env, &undefined));
  CHECK(napi_delete_reference(env, (napi_ref)made[kind_ref]));
  CHECK(napi_resolve_deferred(env, (napi_deferred)made[kind_deferred], undefined));
  CHECK(napi_delete_async_work(env, (napi_async_work)made[kind_work]));
  CHECK(napi_release_threadsafe_function((napi_threadsafe_function)made[kind_function], napi_tsfn_abort));
  CHECK(napi_async_destroy(env, (napi_async_context)made[kind_context]));
  CHECK(napi_remove_async_cleanup_hook((napi_async_cleanup_hook_handle)made[kind_cleanup]));
  CHECK(napi_open_handle_scope(env, (napi_handle_scope*)&made[kind_scope]));
  CHECK(napi_close_handle_scope(env, (napi_handle_scope)made[kind_scope]));
  CHECK(napi_open_escapable_handle_scope(env, (napi_escapable_handle_scope*)&made[kind_escapable]));
  CHECK(napi_close_escapable_handle_scope(env, (napi_escapable_handle_scope)made[kind_escapable]));
  CHECK(napi_open_callback_scope(env, undefined, NULL, (napi_callback_scope*)&made[kind_callback_scope]));
  CHECK(napi_close_callback_scope(env, (napi_callback_scope)made[kind_callback_scope]));
}

static uint32_t number_of(napi_env env, napi_value value) {
  uint32_t number = 0;
  napi_get_value_uint32(env, value, &number);
  return number;
}

// make(slot)
static napi_value make(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value slot;
  napi_get_cb_info(env, info, &count, &slot, NULL, NULL);
  uint32_t at = number_of(env, slot);
  make_each(env, info, live[at]);
  make_each(env, info, stale[at]);
  end_each(env, stale[at]);
  return NULL;
}

// One argument of `call`: [kind, value].
static uintptr_t argument_of(napi_env env, napi_value described, napi_value* array) {
  napi_value part, value;
  char kind[16] = "";
  napi_get_element(env, described, 0, &part);
  napi_get_element(env, described, 1, &value);
  napi_get_value_string_utf8(env, part, kind, sizeof kind, NULL);
  uint32_t number = number_of(env, value);
  if (!strcmp(kind, "env")) return (uintptr_t)env;
  if (!strcmp(kind, "value")) return (uintptr_t)value;
  if (!strcmp(kind, "array")) return *array = value, (uintptr_t)array;
  if (!strcmp(kind, "text")) return (uintptr_t)"text";
  if (!strcmp(kind, "callback")) return (uintptr_t)ignore;
  if (!strcmp(kind, "scratch")) return (uintptr_t)scratch;
  if (!strcmp(kind, "live")) return live[number / kind_count][number % kind_count];
  if (!strcmp(kind, "stale")) return stale[number / kind_count][number % kind_count];
  if (!strcmp(kind, "bits")) {
    uint64_t bits;
    bool lossless;
    napi_get_value_bigint_uint64(env, value, &bits, &lossless);
    return bits;
  }
  return number;
}

typedef napi_status (*function)(uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t);

// call(name, arguments): an argument with a third part is passed in an array.
static napi_value call(napi_env env, napi_callback_info info) {
  size_t count = 2;
  uint32_t length = 0;
  napi_value arguments[2], element, result, arrays[11] = {0};
  uintptr_t a[11] = {0};
  char name[64];
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], name, sizeof name, NULL);
  napi_get_array_length(env, arguments[1], &length);
  for (uint32_t i = 0; i < length && i < 11; i++) {
    napi_get_element(env, arguments[1], i, &element);
    a[i] = argument_of(env, element, &arrays[i]);
    bool in_array = false;
    napi_has_element(env, element, 2, &in_array);
    if (in_array) arrays[i] = (napi_value)a[i], a[i] = (uintptr_t)&arrays[i];
  }
  memset(scratch, 0, sizeof scratch);
  function called = (function)dlsym(RTLD_DEFAULT, name);
  napi_status status = called(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]);
  bool is_pending = false;
  napi_is_exception_pending(env, &is_pending);
  if (is_pending) napi_get_and_clear_last_exception(env, &result);
  napi_create_int32(env, status, &result);
  return result;
}

// within(f, slot): opens a scope of each kind, calls f while there is one of everything, and tells the statuses of closing them after that, twice each.
static napi_value within(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result, element, undefined;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  uintptr_t* made = live[number_of(env, arguments[1])];
  made[kind_info] = (uintptr_t)info;
  made[kind_value] = (uintptr_t)arguments[0];
  napi_get_undefined(env, &undefined);
  napi_open_callback_scope(env, undefined, NULL, (napi_callback_scope*)&made[kind_callback_scope]);
  napi_open_handle_scope(env, (napi_handle_scope*)&made[kind_scope]);
  napi_open_escapable_handle_scope(env, (napi_escapable_handle_scope*)&made[kind_escapable]);
  napi_call_function(env, undefined, arguments[0], 0, NULL, NULL);
  uint32_t statuses[6];
  for (int i = 0; i < 6; i += 3) {
    statuses[i] = napi_close_escapable_handle_scope(env, (napi_escapable_handle_scope)made[kind_escapable]);
    statuses[i + 1] = napi_close_handle_scope(env, (napi_handle_scope)made[kind_scope]);
    statuses[i + 2] = napi_close_callback_scope(env, (napi_callback_scope)made[kind_callback_scope]);
  }
  napi_create_array(env, &result);
  for (int i = 0; i < 6; i++) {
    napi_create_uint32(env, statuses[i], &element);
    napi_set_element(env, result, i, element);
  }
  return result;
}

// scopes(): what comes of values and scopes in and after their time, as [name, status] pairs.
static napi_value scopes(napi_env env, napi_callback_info info) {
  napi_handle_scope outer, inner;
  napi_escapable_handle_scope escapable;
  napi_value result, value, escaped, length;
  napi_valuetype type;
  uint32_t at = 0;
  napi_create_array(env, &result);
#define TELL(call) do { napi_create_int32(env, (call), &length); napi_set_element(env, result, at++, length); } while (0)
  napi_open_handle_scope(env, &outer);
  napi_create_object(env, &value);
  napi_open_handle_scope(env, &inner);
  TELL(napi_typeof(env, value, &type));
  TELL(napi_close_handle_scope(env, outer));
  TELL(napi_close_handle_scope(env, inner));
  TELL(napi_typeof(env, value, &type));
  napi_open_escapable_handle_scope(env, &escapable);
  napi_create_object(env, &value);
  TELL(napi_escape_handle(env, escapable, value, &escaped));
  TELL(napi_escape_handle(env, escapable, value, &escaped));
  TELL(napi_close_escapable_handle_scope(env, escapable));
  TELL(napi_typeof(env, value, &type));
  TELL(napi_typeof(env, escaped, &type));
  TELL(napi_escape_handle(env, escapable, escaped, &value));
  napi_open_handle_scope(env, &outer);
  TELL(napi_escape_handle(env, (napi_escapable_handle_scope)outer, escaped, &value));
  napi_close_handle_scope(env, outer);
  return result;
}

// A value of a scope that has just been closed, as addons return them.
static napi_value late(napi_env env, napi_callback_info info) {
  napi_handle_scope scope;
  napi_value value;
  napi_open_handle_scope(env, &scope);
  napi_create_string_utf8(env, "late", NAPI_AUTO_LENGTH, &value);
  napi_close_handle_scope(env, scope);
  return value;
}

// The same when something else has happened meanwhile, and what is no value at all.
static napi_value too_late(napi_env env, napi_callback_info info) {
  napi_value other, value = late(env, info);
  napi_create_object(env, &other);
  return value;
}

static napi_value no_value(napi_env env, napi_callback_info info) { return (napi_value)scratch; }

// What an addon may keep: undefined, null, true and false are the same for all time.
static napi_value constants[4];

static napi_value keep_constants(napi_env env, napi_callback_info info) {
  napi_get_undefined(env, &constants[0]);
  napi_get_null(env, &constants[1]);
  napi_get_boolean(env, true, &constants[2]);
  napi_get_boolean(env, false, &constants[3]);
  return NULL;
}

static napi_value kept_constants(napi_env env, napi_callback_info info) {
  napi_value result;
  napi_create_array(env, &result);
  for (uint32_t i = 0; i < 4; i++) {
    if (napi_set_element(env, result, i, constants[i]) != napi_ok) return NULL;
  }
  return result;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor all[] = {
#define METHOD(name, function) {name, NULL, function, NULL, NULL, NULL, napi_default, NULL}
      METHOD("make", make), METHOD("call", call), METHOD("within", within), METHOD("scopes", scopes),
      METHOD("late", late), METHOD("tooLate", too_late), METHOD("noValue", no_value),
      METHOD("keepConstants", keep_constants), METHOD("keptConstants", kept_constants),
  };
  napi_define_properties(env, exports, sizeof all / sizeof *all, all);
  return exports;
}
