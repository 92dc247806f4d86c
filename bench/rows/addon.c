// What `addon.js` measures: each function does one thing that addons do.
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>

static napi_value nothing(napi_env env, napi_callback_info info) { return NULL; }

static napi_value add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], sum;
  double left, right;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_double(env, arguments[0], &left);
  napi_get_value_double(env, arguments[1], &right);
  napi_create_double(env, left + right, &sum);
  return sum;
}

static napi_value first(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  return argument;
}

static napi_value text(napi_env env, napi_callback_info info) {
  napi_value argument = first(env, info), copy;
  char bytes[64];
  size_t length;
  napi_get_value_string_utf8(env, argument, bytes, sizeof bytes, &length);
  napi_create_string_utf8(env, bytes, length, &copy);
  return copy;
}

static napi_value object(napi_env env, napi_callback_info info) {
  napi_value made, number;
  napi_create_object(env, &made);
  napi_create_int32(env, 1, &number);
  napi_set_named_property(env, made, "a", number);
  napi_set_named_property(env, made, "b", number);
  return made;
}

// Sums an array, with a scope for each element.
static napi_value sum(napi_env env, napi_callback_info info) {
  napi_value array = first(env, info), element, result;
  napi_handle_scope scope;
  uint32_t length;
  double number, total = 0;
  napi_get_array_length(env, array, &length);
  for (uint32_t i = 0; i < length; i++) {
    napi_open_handle_scope(env, &scope);
    napi_get_element(env, array, i, &element);
    napi_get_value_double(env, element, &number);
    napi_close_handle_scope(env, scope);
    total += number;
  }
  napi_create_double(env, total, &result);
  return result;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value function = first(env, info), undefined, result;
  napi_get_undefined(env, &undefined);
  napi_call_function(env, undefined, function, 0, NULL, &result);
  return result;
}

static napi_value reference(napi_env env, napi_callback_info info) {
  napi_value argument = first(env, info), value;
  napi_ref made;
  napi_create_reference(env, argument, 1, &made);
  napi_get_reference_value(env, made, &value);
  napi_delete_reference(env, made);
  return value;
}

static void free_data(napi_env env, void* data, void* hint) { free(data); }

static napi_value wrap(napi_env env, napi_callback_info info) {
  napi_value argument = first(env, info);
  void* data;
  napi_wrap(env, argument, malloc(16), free_data, NULL, NULL);
  napi_unwrap(env, argument, &data);
  return argument;
}

static napi_value unwrap(napi_env env, napi_callback_info info) {
  napi_value argument = first(env, info);
  void* data;
  napi_unwrap(env, argument, &data);
  return argument;
}

// tell(n, f): a thread calls f n times.
struct teller {
  napi_threadsafe_function function;
  double times;
};

static void* tell_often(void* data) {
  struct teller teller = *(struct teller*)data;
  free(data);
  for (double i = 0; i < teller.times; i++) napi_call_threadsafe_function(teller.function, NULL, napi_tsfn_blocking);
  napi_release_threadsafe_function(teller.function, napi_tsfn_release);
  return NULL;
}

static napi_value tell(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], name;
  struct teller* teller = malloc(sizeof *teller);
  pthread_t thread;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_double(env, arguments[0], &teller->times);
  napi_create_string_utf8(env, "tell", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, arguments[1], NULL, name, 0, 1, NULL, NULL, NULL, NULL, &teller->function);
  pthread_create(&thread, NULL, tell_often, teller);
  pthread_detach(thread);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor all[] = {
#define METHOD(name) {#name, NULL, name, NULL, NULL, NULL, napi_default, NULL}
      METHOD(nothing), METHOD(add), METHOD(text), METHOD(object), METHOD(sum), METHOD(call), METHOD(reference), METHOD(wrap), METHOD(unwrap), METHOD(tell),
  };
  napi_define_properties(env, exports, sizeof all / sizeof *all, all);
  return exports;
}
