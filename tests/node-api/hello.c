// The addon of the guide: one function that returns a text, and one that throws.
#include <node_api.h>

static napi_value hello(napi_env env, napi_callback_info info) {
  napi_value text;
  napi_create_string_utf8(env, "Hello from C", NAPI_AUTO_LENGTH, &text);
  return text;
}

static napi_value fail(napi_env env, napi_callback_info info) {
  napi_throw_type_error(env, "ERR_HELLO", "not today");
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor properties[] = {
      {"hello", NULL, hello, NULL, NULL, NULL, napi_default_method, NULL},
      {"fail", NULL, fail, NULL, NULL, NULL, napi_default_method, NULL},
  };
  napi_define_properties(env, exports, 2, properties);
  return exports;
}
