//! Scripts in an isolate of their own, with ops and classes as globals.

use std::sync::Once;

use runtime::engine::{ClassDecl, OpDecl, string};
use runtime::v8;

static START: Once = Once::new();

/// Runs `source`; what it throws comes back as text.
pub(crate) fn run(ops: &[OpDecl], classes: &[(&str, ClassDecl)], source: &str) -> Result<(), String> {
    START.call_once(|| {
        v8::V8::set_flags_from_string("--allow-natives-syntax");
        v8::V8::initialize_platform(v8::new_default_platform(0, false).make_shared());
        v8::V8::initialize();
    });
    let heap = v8::cppgc::Heap::create(v8::V8::get_current_platform(), v8::cppgc::HeapCreateParams::default());
    let mut isolate = v8::Isolate::new(v8::CreateParams::default().cpp_heap(heap));
    v8::scope!(let scope, &mut isolate);
    let context = v8::Context::new(scope, v8::ContextOptions::default());
    let scope = &mut v8::ContextScope::new(scope, context);
    let global = context.global(scope);
    for op in ops {
        op.install(scope, global);
    }
    for (name, class) in classes {
        let constructor = class.function(scope).expect("the class is made");
        let name = string(scope, name);
        global.set(scope, name.into(), constructor.into());
    }
    v8::tc_scope!(let scope, scope);
    let source = string(scope, source);
    match v8::Script::compile(scope, source, None).and_then(|script| script.run(scope)) {
        Some(_) => Ok(()),
        None => Err(scope.exception().map(|error| error.to_rust_string_lossy(scope)).unwrap_or_default()),
    }
}
