//! Native data in JavaScript objects: wrapped objects, externals and type tags.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;

use runtime::engine::string;
use runtime::v8;

use crate::abi::{Finalize, In, Out, Result, Status, TypeTag, Val};
use crate::entry::{self, EnvPtr};
use crate::env::Env;
use crate::finalizer::Finalizer;
use crate::objects::to_object;
use crate::reference::{Key, Owner};

/// The private names under which objects carry what addons attach. They are those of the isolate; each environment keeps them at hand.
#[derive(Default)]
pub(crate) struct Names(RefCell<[Option<v8::Global<v8::Private>>; 2]>);

impl Names {
    pub(crate) fn clear(&self) {
        self.0.take();
    }
}

#[derive(Clone, Copy)]
enum Name {
    Wrapper,
    TypeTag,
}

impl Name {
    fn private<'s>(self, env: &Env, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
        if let Some(known) = &env.names.0.borrow()[self as usize] {
            return v8::Local::new(scope, known);
        }
        let text = string(scope, ["node_api:wrapper", "node_api:type_tag"][self as usize]);
        let private = v8::Private::for_api(scope, Some(text));
        env.names.0.borrow_mut()[self as usize] = Some(v8::Global::new(scope, private));
        private
    }
}

type Object<'s> = v8::Local<'s, v8::Object>;

/// An object that can be wrapped; externals are objects to V8, but cannot carry anything.
fn object_of<'s>(scope: &v8::PinScope<'s, '_>, value: Val) -> Result<Object<'s>> {
    let object = value.cast::<v8::Object>(scope, Status::ObjectExpected)?;
    if object.is_external() { Err(Status::ObjectExpected) } else { Ok(object) }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_wrap(
    env: EnvPtr,
    object: Val,
    native: *mut c_void,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<*mut c_void>,
) -> Status {
    env.script(|env, scope| {
        let object = object_of(scope, object)?;
        let name = Name::Wrapper.private(env, scope);
        if object.has_private(scope, name) == Some(true) {
            return Err(Status::InvalidArg);
        }
        // Whoever gets the reference deletes it when the finalizer runs, and needs one for that.
        if result.is_wanted() && callback.is_none() {
            return Err(Status::InvalidArg);
        }
        let owner = if result.is_wanted() { Owner::Addon } else { Owner::Runtime };
        let finalizer = Finalizer::new(callback, native, hint);
        let key = env.reference(scope, object.into(), 0, owner, finalizer, native);
        let external = v8::External::new(scope, key.pointer());
        object.set_private(scope, name, external.into()).ok_or(Status::GenericFailure)?;
        result.set_optional(key.pointer());
        Ok(())
    })
}

/// The reference behind a wrapped object.
fn wrapper_of(env: &Env, scope: &mut v8::PinScope<'_, '_>, object: Object<'_>) -> Result<Key> {
    let name = Name::Wrapper.private(env, scope);
    let external = object.get_private(scope, name).ok_or(Status::InvalidArg)?;
    let external = v8::Local::<v8::External>::try_from(external).map_err(|_| Status::InvalidArg)?;
    Key::of_pointer(external.value())
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_unwrap(env: EnvPtr, object: Val, result: Out<*mut c_void>) -> Status {
    env.script(|env, scope| {
        object.local(scope)?;
        result.check()?;
        let object = object_of(scope, object)?;
        let key = wrapper_of(env, scope, object)?;
        let owner = entry::owner_of(env, key).ok_or(Status::InvalidArg)?;
        result.set(owner.reference_data(key).ok_or(Status::InvalidArg)?.0)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_remove_wrap(env: EnvPtr, object: Val, result: Out<*mut c_void>) -> Status {
    env.script(|env, scope| {
        let object = object_of(scope, object)?;
        let key = wrapper_of(env, scope, object)?;
        let env = entry::owner_of(env, key).ok_or(Status::InvalidArg)?;
        let (data, owner) = env.reference_data(key).ok_or(Status::InvalidArg)?;
        result.set_optional(data);
        let name = Name::Wrapper.private(env, scope);
        object.delete_private(scope, name).ok_or(Status::GenericFailure)?;
        match owner {
            Owner::Addon => env.drop_finalizer(key),
            Owner::Runtime => drop(env.delete_reference(key)),
        }
        Ok(())
    })
}

// ---- externals ----

/// What an addon's external holds. V8's own externals cannot be tagged, so the tag is here.
struct External {
    data: *mut c_void,
    tag: Cell<Option<TypeTag>>,
    /// Frees this when V8 has collected the external.
    collected: RefCell<Option<v8::Weak<v8::External>>>,
}

impl External {
    fn create<'s>(scope: &mut v8::PinScope<'s, '_>, data: *mut c_void) -> v8::Local<'s, v8::External> {
        let held = Box::into_raw(Box::new(External { data, tag: Cell::new(None), collected: RefCell::default() }));
        let external = v8::External::new(scope, held.cast());
        // SAFETY: the box was leaked above; this finalizer runs once, when nothing refers to the external any more.
        let free = Box::new(move |_: &mut v8::Isolate| drop(unsafe { Box::from_raw(held) }));
        let weak = v8::Weak::with_finalizer(scope, external, free);
        // SAFETY: nobody else has the box yet.
        *unsafe { &*held }.collected.borrow_mut() = Some(weak);
        external
    }

    fn of<'s>(external: v8::Local<'s, v8::External>) -> &'s Self {
        // SAFETY: programs get externals from `create` only; the handle keeps the box alive for 's.
        unsafe { &*external.value().cast::<External>() }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_external(
    env: EnvPtr,
    data: *mut c_void,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        result.check()?;
        let external = External::create(scope, data);
        if let Some(finalizer) = Finalizer::new(callback, data, hint) {
            env.reference(scope, external.into(), 0, Owner::Runtime, Some(finalizer), data);
        }
        result.set(external)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_external(env: EnvPtr, value: Val, result: Out<*mut c_void>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        let external = v8::Local::<v8::External>::try_from(value).map_err(|_| Status::InvalidArg)?;
        result.set(External::of(external).data)
    })
}

// ---- type tags ----

fn tag_of<'s>(env: &Env, scope: &mut v8::PinScope<'s, '_>, object: Object<'s>) -> Option<TypeTag> {
    let value: v8::Local<'s, v8::Value> = object.into();
    if let Ok(external) = v8::Local::<v8::External>::try_from(value) {
        return External::of(external).tag.get();
    }
    let name = Name::TypeTag.private(env, scope);
    let value = object.get_private(scope, name)?;
    let value = v8::Local::<v8::BigInt>::try_from(value).ok()?;
    let mut words = [0; 2];
    value.to_words_array(&mut words);
    Some(TypeTag { lower: words[0], upper: words[1] })
}

fn set_tag<'s>(env: &Env, scope: &mut v8::PinScope<'s, '_>, object: Object<'s>, tag: &TypeTag) -> Result {
    let value: v8::Local<'s, v8::Value> = object.into();
    if let Ok(external) = v8::Local::<v8::External>::try_from(value) {
        let place = &External::of(external).tag;
        return if place.replace(place.get().or(Some(*tag))).is_some() { Err(Status::InvalidArg) } else { Ok(()) };
    }
    let name = Name::TypeTag.private(env, scope);
    if object.has_private(scope, name).ok_or(Status::GenericFailure)? {
        return Err(Status::InvalidArg);
    }
    let words = [tag.lower, tag.upper];
    let value = v8::BigInt::new_from_words(scope, false, &words).ok_or(Status::GenericFailure)?;
    object.set_private(scope, name, value.into()).ok_or(Status::GenericFailure).map(drop)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_type_tag_object(env: EnvPtr, object: Val, tag: In<TypeTag>) -> Status {
    env.script(|env, scope| {
        let object = object.local(scope)?;
        let object = to_object(scope, object)?;
        set_tag(env, scope, object, tag.get()?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_check_object_type_tag(env: EnvPtr, object: Val, tag: In<TypeTag>, result: Out<bool>) -> Status {
    env.script(|env, scope| {
        let object = object.local(scope)?;
        let object = to_object(scope, object)?;
        let tag = tag.get()?;
        result.check()?;
        result.set(tag_of(env, scope, object) == Some(*tag))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_adjust_external_memory(env: EnvPtr, change: i64, result: Out<i64>) -> Status {
    env.values(|_, scope| {
        result.check()?;
        result.set(scope.adjust_amount_of_external_allocated_memory(change))
    })
}
