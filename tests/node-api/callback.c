// makeCallback(receiver, function): a callback that comes from the loop, as far as the program can tell.
#include <node_api.h>

static napi_value make_callback(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result = NULL;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_make_callback(env, NULL, arguments[0], arguments[1], 1, arguments, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value made;
  napi_create_function(env, "makeCallback", NAPI_AUTO_LENGTH, make_callback, NULL, &made);
  napi_set_named_property(env, exports, "makeCallback", made);
  return exports;
}
