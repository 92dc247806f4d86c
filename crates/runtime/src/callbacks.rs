//! Functions of JavaScript that a builtin's native side calls by position: installed once per isolate, as an object by name, and called with the
//! owner of the event first, so that no closure is made per connection or operation.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use engine::{JsError, convert::string, v8};

use crate::state::{Runtime, state};

/// What a builtin tells JavaScript: an enum whose variants stand in the order of `NAMES`.
pub trait Told: Copy + 'static {
    /// The properties of the installed object.
    const NAMES: &'static [&'static str];

    /// Position among [`Told::NAMES`].
    fn index(self) -> usize;
}

/// The functions installed for `T` in an isolate.
pub struct Callbacks<T>(RefCell<Option<Rc<[v8::Global<v8::Function>]>>>, PhantomData<T>);

impl<T> Default for Callbacks<T> {
    fn default() -> Self {
        Self(RefCell::default(), PhantomData)
    }
}

impl<T: Told> Callbacks<T> {
    /// Takes the functions from an object that has them all by name.
    ///
    /// # Errors
    /// When one is missing.
    pub fn install(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) -> Result<(), JsError> {
        Self::take(scope, object)?;
        // Where the next process starts from a snapshot of this one, its module does not install them again.
        state(scope).hooks().keep(scope, std::any::type_name::<T>(), object);
        Ok(())
    }

    fn take(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) -> Result<(), JsError> {
        let functions: Result<Rc<[_]>, _> = T::NAMES.iter().map(|name| function(scope, object, name)).collect();
        state(scope).slot::<Self>().0.replace(Some(functions?));
        Ok(())
    }

    fn functions(runtime: &Rc<Runtime>, scope: &mut v8::PinScope<'_, '_>) -> Option<Rc<[v8::Global<v8::Function>]>> {
        let slot = runtime.slot::<Self>();
        if slot.0.borrow().is_none() {
            let object = runtime.hooks().kept(scope, std::any::type_name::<T>())?;
            Self::take(scope, object).ok()?;
        }
        slot.0.borrow().clone()
    }

    /// Calls one of them. An exception goes to the uncaught handlers, and the answer is `None`.
    pub fn tell<'s>(
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'s, '_>,
        which: T,
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let functions = Self::functions(runtime, scope)?;
        let function = v8::Local::new(scope, &functions[which.index()]);
        let receiver = v8::undefined(scope);
        runtime.call_reporting(scope, function, receiver.into(), arguments)
    }
}

fn function(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
) -> Result<v8::Global<v8::Function>, JsError> {
    let key = string(scope, name);
    let function = object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
    let function = function.ok_or_else(|| JsError::type_error(format!("callback {name} is missing")))?;
    Ok(v8::Global::new(scope, function))
}
