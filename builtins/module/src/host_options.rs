//! The mark by which V8 tells the handler of `import()` whose text it runs: a symbol in the script's host-defined options.

use runtime::v8;

/// Host-defined options that hold `id`.
pub(crate) fn of<'s>(scope: &mut v8::PinScope<'s, '_>, id: v8::Local<'s, v8::Symbol>) -> v8::Local<'s, v8::Data> {
    let options = v8::PrimitiveArray::new(scope, 1);
    options.set(scope, 0, id.into());
    options.into()
}
