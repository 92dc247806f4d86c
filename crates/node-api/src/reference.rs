//! References: values that an addon keeps between calls, strongly while their count is above zero, weakly at zero.
//!
//! What the addon holds is a [`Key`]: a place and the number of its use, so that a reference deleted twice, used after its end or of another
//! environment is told apart from the one that has its place.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};

use runtime::v8;

use crate::abi::{Finalize, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::env::Env;
use crate::finalizer::Finalizer;

/// Uses of places in all environments.
static TURNS: AtomicU32 = AtomicU32::new(1);

/// A turn that no other reference has, of 31 bits: the highest bit is that of [`crate::tokens`].
fn next_turn() -> u32 {
    TURNS.fetch_add(1, Ordering::Relaxed) & (u32::MAX >> 1)
}

/// Names one reference for all time: the use of its place above, its place plus one below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(u64);

impl Key {
    fn new(place: usize, turn: u32) -> Self {
        Key(u64::from(turn) << 32 | (place as u64 + 1))
    }

    fn place(self) -> usize {
        (self.0 & 0xffff_ffff) as usize - 1
    }

    fn turn(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The key in the shape of the pointer that the interface wants.
    pub(crate) fn pointer(self) -> *mut c_void {
        std::ptr::without_provenance_mut(self.0 as usize)
    }

    pub(crate) fn of_pointer(pointer: *mut c_void) -> Result<Self> {
        let key = pointer.addr() as u64;
        if key & 0xffff_ffff == 0 { Err(Status::InvalidArg) } else { Ok(Key(key)) }
    }
}

/// How the value is held.
enum Hold {
    Strong(v8::Global<v8::Value>),
    Weak(v8::Weak<v8::Value>),
    /// The value is gone, or there never was one.
    Empty,
}

/// Who deletes a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// It goes with its value.
    Runtime,
    /// `napi_delete_reference`.
    Addon,
}

struct Reference {
    hold: Hold,
    count: u32,
    owner: Owner,
    finalizer: Option<Finalizer>,
    /// The data of wrapped objects and externals.
    data: *mut c_void,
    /// When it was made: environments end newest first.
    order: u64,
}

#[derive(Default)]
struct Place {
    turn: u32,
    reference: Option<Reference>,
}

/// All references of an environment.
#[derive(Default)]
pub(crate) struct References {
    places: RefCell<Vec<Place>>,
    free: RefCell<Vec<usize>>,
    made: Cell<u64>,
}

impl References {
    fn insert(&self, mut reference: Reference) -> Key {
        reference.order = self.made.get();
        self.made.set(reference.order + 1);
        let mut places = self.places.borrow_mut();
        let place = self.free.borrow_mut().pop().unwrap_or_else(|| {
            places.push(Place::default());
            places.len() - 1
        });
        places[place] = Place { turn: next_turn(), reference: Some(reference) };
        Key::new(place, places[place].turn)
    }

    fn with<R>(&self, key: Key, body: impl FnOnce(&mut Reference) -> R) -> Option<R> {
        let mut places = self.places.borrow_mut();
        let place = places.get_mut(key.place()).filter(|place| place.turn == key.turn())?;
        place.reference.as_mut().map(body)
    }

    fn remove(&self, key: Key) -> Option<Reference> {
        let mut places = self.places.borrow_mut();
        let place = places.get_mut(key.place()).filter(|place| place.turn == key.turn())?;
        let reference = place.reference.take()?;
        self.free.borrow_mut().push(key.place());
        Some(reference)
    }

    /// The references that have a finalizer, newest first.
    pub(crate) fn finalizable(&self) -> Vec<Key> {
        let places = self.places.borrow();
        let references = places.iter().enumerate().filter_map(|(at, place)| {
            let reference = place.reference.as_ref().filter(|one| one.finalizer.is_some())?;
            Some((reference.order, Key::new(at, place.turn)))
        });
        let mut keys: Vec<(u64, Key)> = references.collect();
        keys.sort_unstable_by_key(|(order, _)| std::cmp::Reverse(*order));
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// Takes the finalizer of a reference and lets its value go.
    pub(crate) fn take_finalizer(&self, key: Key) -> Option<Finalizer> {
        let taken = self
            .with(key, |reference| (std::mem::replace(&mut reference.hold, Hold::Empty), reference.finalizer.take()));
        taken.and_then(|(_hold, finalizer)| finalizer)
    }

    /// Drops every handle.
    pub(crate) fn clear(&self) {
        let places = std::mem::take(&mut *self.places.borrow_mut());
        self.free.borrow_mut().clear();
        drop(places);
    }
}

impl Env {
    /// A reference to `value`.
    pub(crate) fn reference(
        &'static self,
        scope: &mut v8::PinScope<'_, '_>,
        value: v8::Local<'_, v8::Value>,
        count: u32,
        owner: Owner,
        finalizer: Option<Finalizer>,
        data: *mut c_void,
    ) -> Key {
        let strong = Hold::Strong(v8::Global::new(scope, value));
        let key = self.references.insert(Reference { hold: strong, count, owner, finalizer, data, order: 0 });
        if count == 0 {
            self.weaken(scope, key);
        }
        key
    }

    /// A finalizer that runs at the end of the environment, or when it is taken back.
    pub(crate) fn finalize_at_end(&'static self, finalizer: Option<Finalizer>, data: *mut c_void) -> Key {
        let reference = Reference { hold: Hold::Empty, count: 0, owner: Owner::Runtime, finalizer, data, order: 0 };
        self.references.insert(reference)
    }

    /// Deletes a reference; its finalizer will not run.
    pub(crate) fn delete_reference(&self, key: Key) -> Option<*mut c_void> {
        self.references.remove(key).map(|reference| reference.data)
    }

    /// Takes the finalizer from a reference, which stays.
    pub(crate) fn drop_finalizer(&self, key: Key) {
        self.references.with(key, |reference| reference.finalizer = None);
    }

    /// The data and the owner of a reference.
    pub(crate) fn reference_data(&self, key: Key) -> Option<(*mut c_void, Owner)> {
        self.references.with(key, |reference| (reference.data, reference.owner))
    }

    /// The value of a reference, if it is still there.
    fn reference_value<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        key: Key,
    ) -> Option<Option<v8::Local<'s, v8::Value>>> {
        self.references.with(key, |reference| match &reference.hold {
            Hold::Strong(value) => Some(v8::Local::new(scope, value)),
            Hold::Weak(value) => value.to_local(scope),
            Hold::Empty => None,
        })
    }

    /// Lets the value of a reference be collected; a value that cannot be held weakly is let go.
    fn weaken(&'static self, scope: &mut v8::PinScope<'_, '_>, key: Key) {
        let Some(Some(value)) = self.reference_value(scope, key) else { return };
        let weak = if can_be_weak(value) {
            let collected = Box::new(move |_: &mut v8::Isolate| self.value_collected(key));
            Hold::Weak(v8::Weak::with_finalizer(scope, value, collected))
        } else {
            Hold::Empty
        };
        // The old hold is dropped outside the borrow: dropping a handle can call back.
        let old = self.references.with(key, |reference| std::mem::replace(&mut reference.hold, weak));
        drop(old);
    }

    fn strengthen(&'static self, scope: &mut v8::PinScope<'_, '_>, key: Key) {
        let Some(Some(value)) = self.reference_value(scope, key) else { return };
        let strong = Hold::Strong(v8::Global::new(scope, value));
        let old = self.references.with(key, |reference| std::mem::replace(&mut reference.hold, strong));
        drop(old);
    }

    /// V8 has collected the value of a weak reference.
    fn value_collected(&'static self, key: Key) {
        let taken = self.references.with(key, |reference| {
            // A reference that was made strong again in the meantime holds a value.
            if matches!(&reference.hold, Hold::Weak(weak) if weak.is_empty()) {
                let hold = std::mem::replace(&mut reference.hold, Hold::Empty);
                return Some((hold, reference.finalizer.take(), reference.owner));
            }
            None
        });
        let Some(Some((hold, finalizer, owner))) = taken else { return };
        drop(hold);
        if owner == Owner::Runtime {
            drop(self.references.remove(key));
        }
        if let Some(finalizer) = finalizer {
            self.collected(finalizer);
        }
    }
}

/// Objects and symbols that no registry keeps.
fn can_be_weak(value: v8::Local<'_, v8::Value>) -> bool {
    value.is_object() || value.is_external() || value.is_symbol()
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_reference(
    env: EnvPtr,
    value: Val,
    initial_count: u32,
    result: Out<*mut c_void>,
) -> Status {
    env.values(|env, scope| {
        let value = value.local(scope)?;
        result.check()?;
        let is_kind_of_old = value.is_object() || value.is_external() || value.is_symbol();
        if env.version < 10 && !is_kind_of_old {
            return Err(Status::InvalidArg);
        }
        let key = env.reference(scope, value, initial_count, Owner::Addon, None, std::ptr::null_mut());
        result.set(key.pointer())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_delete_reference(env: EnvPtr, reference: *mut c_void) -> Status {
    env.basic(|env| {
        let deleted = env.delete_reference(Key::of_pointer(reference)?);
        // The end of an environment deletes what is left; destructors of the addon may come later.
        if deleted.is_some() || !env.is_running() { Ok(()) } else { Err(Status::InvalidArg) }
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_reference_ref(env: EnvPtr, reference: *mut c_void, result: Out<u32>) -> Status {
    env.values(|env, scope| {
        let key = Key::of_pointer(reference)?;
        let is_gone = !matches!(env.reference_value(scope, key), Some(Some(_)));
        let count = env.references.with(key, |reference| {
            reference.count = if is_gone { 0 } else { reference.count.saturating_add(1) };
            reference.count
        });
        let count = count.ok_or(Status::InvalidArg)?;
        if count == 1 {
            env.strengthen(scope, key);
        }
        result.set_optional(count);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_reference_unref(env: EnvPtr, reference: *mut c_void, result: Out<u32>) -> Status {
    env.values(|env, scope| {
        let key = Key::of_pointer(reference)?;
        let count = env.references.with(key, |reference| reference.count).ok_or(Status::InvalidArg)?;
        let count = count.checked_sub(1).ok_or(Status::GenericFailure)?;
        env.references.with(key, |reference| reference.count = count);
        if count == 0 {
            env.weaken(scope, key);
        }
        result.set_optional(count);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_reference_value(env: EnvPtr, reference: *mut c_void, result: Out<Val>) -> Status {
    env.values(|env, scope| {
        let key = Key::of_pointer(reference)?;
        result.check()?;
        match env.reference_value(scope, key).ok_or(Status::InvalidArg)? {
            Some(value) => result.set(value),
            None => result.set(Val::NULL),
        }
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_add_finalizer(
    env: EnvPtr,
    object: Val,
    data: *mut c_void,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<*mut c_void>,
) -> Status {
    env.values(|env, scope| {
        let object = object.local(scope)?;
        let finalizer = Finalizer::new(callback, data, hint).ok_or(Status::InvalidArg)?;
        if !object.is_object() && !object.is_external() {
            return Err(Status::InvalidArg);
        }
        let owner = if result.is_wanted() { Owner::Addon } else { Owner::Runtime };
        let key = env.reference(scope, object, 0, owner, Some(finalizer), data);
        result.set_optional(key.pointer());
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_set_instance_data(
    env: EnvPtr,
    data: *mut c_void,
    callback: Option<Finalize>,
    hint: *mut c_void,
) -> Status {
    env.basic(|env| {
        if let Some(old) = env.instance_data.take() {
            // The old data is the addon's to free, as it asked for by replacing it.
            env.delete_reference(old);
        }
        let key = env.finalize_at_end(Finalizer::new(callback, data, hint), data);
        env.instance_data.set(Some(key));
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_instance_data(env: EnvPtr, data: Out<*mut c_void>) -> Status {
    env.basic(|env| {
        let key = env.instance_data.get();
        let value = key.and_then(|key| env.reference_data(key)).map_or(std::ptr::null_mut(), |(data, _)| data);
        data.set(value)
    })
}
