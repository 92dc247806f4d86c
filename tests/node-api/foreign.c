// Not for this runtime: built for another version of V8's own interface, by its registration.
struct module {
  int version;
  unsigned flags;
  void* handle;
  const char* file;
  void* rest[6];
};

extern void node_module_register(void* module);

static struct module module = {.version = 93, .file = __FILE__};

__attribute__((constructor)) static void announce(void) { node_module_register(&module); }
