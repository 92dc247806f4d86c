//! An isolate for the tests of this crate.

use std::sync::Once;

static START: Once = Once::new();

/// Runs `body` in a new isolate with a context.
pub(crate) fn with_scope(body: impl FnOnce(&mut v8::PinScope<'_, '_>)) {
    START.call_once(|| {
        v8::V8::initialize_platform(v8::new_default_platform(0, false).make_shared());
        v8::V8::initialize();
    });
    let mut isolate = v8::Isolate::new(v8::CreateParams::default());
    v8::scope!(let scope, &mut isolate);
    let context = v8::Context::new(scope, v8::ContextOptions::default());
    body(&mut v8::ContextScope::new(scope, context));
}
