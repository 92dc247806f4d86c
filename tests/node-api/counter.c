// A class whose instances wrap native data, with an accessor, a method and a static property.
#include <node_api.h>
#include <stdlib.h>

static int freed = 0;

static void release(napi_env env, void* data, void* hint) {
  free(data);
  freed++;
}

static napi_value construct(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value start, self;
  napi_get_cb_info(env, info, &count, &start, &self, NULL);
  double* number = malloc(sizeof *number);
  if (napi_get_value_double(env, start, number) != napi_ok) {
    free(number);
    napi_throw_type_error(env, NULL, "start must be a number");
    return NULL;
  }
  napi_wrap(env, self, number, release, NULL, NULL);
  return self;
}

static double* number_of(napi_env env, napi_callback_info info) {
  napi_value self;
  void* number = NULL;
  napi_get_cb_info(env, info, NULL, NULL, &self, NULL);
  napi_unwrap(env, self, &number);
  return number;
}

static napi_value increment(napi_env env, napi_callback_info info) {
  napi_value result;
  napi_create_double(env, ++*number_of(env, info), &result);
  return result;
}

static napi_value get_value(napi_env env, napi_callback_info info) {
  napi_value result;
  napi_create_double(env, *number_of(env, info), &result);
  return result;
}

static napi_value get_freed(napi_env env, napi_callback_info info) {
  napi_value result;
  napi_create_int32(env, freed, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor properties[] = {
      {"increment", NULL, increment, NULL, NULL, NULL, napi_default_method, NULL},
      {"value", NULL, NULL, get_value, NULL, NULL, napi_enumerable, NULL},
      {"freed", NULL, NULL, get_freed, NULL, NULL, napi_static, NULL},
  };
  napi_value class;
  napi_define_class(env, "Counter", NAPI_AUTO_LENGTH, construct, NULL, 3, properties, &class);
  return class;
}
