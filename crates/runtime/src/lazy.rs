//! Properties that are made when they are first read, and look like plain data properties before and after.

use engine::v8;
use engine::{JsError, convert::string, op};

use crate::hooks::Hook;
use crate::state::state;

/// Defines `target[name]` as the export of that name of a builtin module, which is loaded at the first read.
///
/// What V8 keeps for the property is one string: an accessor with a function could not be in the startup snapshot, because V8 puts
/// accessors into the part that all contexts share.
#[op]
pub fn define_lazy_property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    target: v8::Local<'s, v8::Object>,
    name: String,
    specifier: String,
    enumerable: bool,
) -> Result<(), JsError> {
    let attributes = if enumerable { v8::PropertyAttribute::NONE } else { v8::PropertyAttribute::DONT_ENUM };
    let (key, source) = (string(scope, &name), string(scope, &specifier));
    let defined = target.set_lazy_data_property_with_data(
        scope,
        key.into(),
        first_read,
        source.into(),
        attributes,
        v8::SideEffectType::HasSideEffect,
        v8::SideEffectType::HasSideEffect,
    );
    if defined == Some(true) { Ok(()) } else { Err(JsError::type_error("cannot define a lazy property")) }
}

fn first_read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::Name>,
    arguments: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let Some(require) = state(scope).hooks().current(scope, Hook::Require) else { return };
    let receiver = v8::undefined(scope);
    let exports = require.call(scope, receiver.into(), &[arguments.data()]);
    let exports = exports.and_then(|exports| v8::Local::<v8::Object>::try_from(exports).ok());
    if let Some(value) = exports.and_then(|exports| exports.get(scope, name.into())) {
        rv.set(value);
    }
}

/// The entry that V8 calls, for the startup snapshot.
pub(crate) fn external_reference() -> v8::ExternalReference {
    let entry: v8::AccessorNameGetterCallback = v8::MapFnTo::map_fn_to(first_read);
    v8::ExternalReference { pointer: entry as *mut std::ffi::c_void }
}
