//! Properties that are made when they are first read, and look like plain data properties before and after.

use engine::v8;
use engine::{JsError, op};

/// Defines `target[name]` as the result of `make()`, called at the first read.
#[op]
pub fn define_lazy_property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    target: v8::Local<'s, v8::Object>,
    name: v8::Local<'s, v8::String>,
    make: v8::Local<'s, v8::Function>,
    enumerable: bool,
) -> Result<(), JsError> {
    let attributes = if enumerable { v8::PropertyAttribute::NONE } else { v8::PropertyAttribute::DONT_ENUM };
    let defined = target.set_lazy_data_property_with_data(
        scope,
        name.into(),
        first_read,
        make.into(),
        attributes,
        v8::SideEffectType::HasSideEffect,
        v8::SideEffectType::HasSideEffect,
    );
    if defined == Some(true) { Ok(()) } else { Err(JsError::type_error("cannot define a lazy property")) }
}

fn first_read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _name: v8::Local<'s, v8::Name>,
    arguments: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let Ok(make) = v8::Local::<v8::Function>::try_from(arguments.data()) else { return };
    let receiver = v8::undefined(scope);
    if let Some(value) = make.call(scope, receiver.into(), &[]) {
        rv.set(value);
    }
}

/// The entry that V8 calls, for the startup snapshot.
pub(crate) fn external_reference() -> v8::ExternalReference {
    let entry: v8::AccessorNameGetterCallback = v8::MapFnTo::map_fn_to(first_read);
    v8::ExternalReference { pointer: entry as *mut std::ffi::c_void }
}
