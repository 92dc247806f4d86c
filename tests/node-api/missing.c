// Needs a function that no runtime has.
#include <node_api.h>

extern void uv_function_that_is_nowhere(void);

NAPI_MODULE_INIT() {
  uv_function_that_is_nowhere();
  return exports;
}
