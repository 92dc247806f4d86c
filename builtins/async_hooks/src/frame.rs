//! The async context frame: one value that V8 carries from a promise to its reactions and that our queues carry themselves.

use runtime::{JsError, engine, op, v8};

/// `[getFrame, setFrame]`: functions of V8's own, which compiled code calls without leaving JavaScript. Undefined is the frame outside every
/// context.
#[op]
pub(crate) fn frame_accessors<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<(v8::Local<'s, v8::Value>, v8::Local<'s, v8::Value>), JsError> {
    let context = scope.get_current_context();
    let extras = context.get_extras_binding_object(scope);
    let mut function = |name: &str| {
        let key = engine::string(scope, name);
        extras.get(scope, key.into()).ok_or_else(|| JsError::error(format!("V8 has no {name}")))
    };
    Ok((function("getContinuationPreservedEmbedderData")?, function("setContinuationPreservedEmbedderData")?))
}
