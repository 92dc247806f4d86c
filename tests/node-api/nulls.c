// Calls any function of the interface by its name, with an environment or none and nothing else: every pointer is null, every number 0.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <node_api.h>

// Arguments beyond those that a function has are not read, in the calling conventions of the systems where this is compiled.
typedef napi_status (*function)(void*, void*, void*, void*, void*, void*, void*, void*, void*, void*, void*);

static napi_value call(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result;
  char name[64];
  bool has_environment;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], name, sizeof name, NULL);
  napi_get_value_bool(env, arguments[1], &has_environment);
  function called = (function)dlsym(RTLD_DEFAULT, name);
  if (called == NULL) return NULL;
  napi_status status = called(has_environment ? env : NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  napi_value exception;
  bool is_pending = false;
  napi_is_exception_pending(env, &is_pending);
  if (is_pending) napi_get_and_clear_last_exception(env, &exception);
  napi_create_int32(env, status, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value made;
  napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &made);
  napi_set_named_property(env, exports, "call", made);
  return exports;
}
