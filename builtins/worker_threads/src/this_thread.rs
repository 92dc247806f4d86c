//! What a thread knows about itself.

use std::cell::RefCell;

use runtime::parcel::Contents;
use runtime::{OpError, Parcel, ToV8, engine, op, state, v8};

use crate::settings::ResourceLimits;

/// Set before the program of a worker starts; the main thread has none.
#[derive(Default)]
pub(crate) struct ThisThread(pub(crate) RefCell<Option<Description>>);

#[derive(Clone)]
pub(crate) struct Description {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) limits: ResourceLimits,
    /// The worker's end of the channel by which it is controlled.
    pub(crate) port: Contents,
    pub(crate) shares_environment: bool,
}

/// The number of the thread; 0 is the main thread.
pub(crate) fn id(scope: &v8::Isolate) -> u32 {
    state(scope).slot::<ThisThread>().0.borrow().as_ref().map_or(0, |description| description.id)
}

/// `[id, name, limits, port, sharesEnvironment]` in a worker; nothing on the main thread.
#[op]
pub(crate) fn this_thread<'s>(scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let description = state(scope).slot::<ThisThread>().0.borrow().clone();
    let Some(this) = description else { return Ok(v8::undefined(scope).into()) };
    let fields = [
        this.id.to_v8(scope)?,
        engine::string(scope, &this.name).into(),
        this.limits.list().to_v8(scope)?,
        Parcel::object(scope, this.port)?.into(),
        this.shares_environment.to_v8(scope)?,
    ];
    Ok(v8::Array::new_with_elements(scope, &fields).into())
}
