//! What SQLite asks the program: functions, aggregates, the authorizer.
//!
//! An implementation that has failed returns [`Failed`]; it keeps for itself what went wrong.

use std::ffi::{CStr, c_void};
use std::os::raw::{c_char, c_int};
use std::ptr::null_mut;
use std::rc::Rc;
use std::slice;

use crate::connection::Connection;
use crate::value::{set_result, value_of};
use crate::{Result, Value, ValueRef, sys};

/// The call has failed: the statement ends with an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed(
    /// What SQLite reports.
    pub String,
);

/// A function of the program.
pub type Scalar = dyn Fn(&[ValueRef<'_>]) -> std::result::Result<Value, Failed>;

/// An aggregate of the program.
pub trait Aggregate {
    /// What a group has gathered so far.
    type State;

    /// The state before the first row.
    fn start(&self) -> std::result::Result<Self::State, Failed>;
    /// Takes a row.
    fn step(&self, state: &mut Self::State, arguments: &[ValueRef<'_>]) -> std::result::Result<(), Failed>;
    /// Takes a row back that has left the window.
    fn inverse(&self, state: &mut Self::State, arguments: &[ValueRef<'_>]) -> std::result::Result<(), Failed>;
    /// The value of the state.
    fn value(&self, state: &mut Self::State) -> std::result::Result<Value, Failed>;
}

/// Whether rows can leave the window of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Only whole groups.
    None,
    /// Rows come and go.
    Moving,
}

impl Connection {
    /// Adds a function; `arguments` is their number or -1 for any, `flags` are SQLite's (`SQLITE_DETERMINISTIC`, …).
    ///
    /// # Errors
    /// For numbers and flags that SQLite does not take.
    pub fn create_function(&self, name: &CStr, arguments: i32, flags: i32, function: Box<Scalar>) -> Result<()> {
        let data = Box::into_raw(Box::new(function)).cast();
        let flags = flags | sys::SQLITE_UTF8;
        // SAFETY: SQLite frees `data` with `drop_box` when the function goes, also when the call fails.
        let code = unsafe {
            sys::sqlite3_create_function_v2(
                self.raw(),
                name.as_ptr(),
                arguments,
                flags,
                data,
                Some(call_scalar),
                None,
                None,
                Some(drop_box::<Box<Scalar>>),
            )
        };
        self.check(code)
    }

    /// Adds an aggregate.
    ///
    /// # Errors
    /// As [`Connection::create_function`].
    pub fn create_aggregate<A: Aggregate + 'static>(
        &self,
        name: &CStr,
        arguments: i32,
        flags: i32,
        window: Window,
        aggregate: A,
    ) -> Result<()> {
        let data = Box::into_raw(Box::new(aggregate)).cast();
        let moves = window == Window::Moving;
        // SAFETY: as above.
        let code = unsafe {
            sys::sqlite3_create_window_function(
                self.raw(),
                name.as_ptr(),
                arguments,
                flags | sys::SQLITE_UTF8,
                data,
                Some(call_step::<A>),
                Some(call_final::<A>),
                moves.then_some(call_value::<A> as ValueCall),
                moves.then_some(call_inverse::<A> as StepCall),
                Some(drop_box::<A>),
            )
        };
        self.check(code)
    }

    /// Asks `authorizer` about everything that statements do, when they are compiled; `None` allows all.
    pub fn set_authorizer(&self, authorizer: Option<Rc<Authorizer>>) {
        let callback = authorizer.as_ref().map(|_| call_authorizer as AuthorizerCall);
        // One that is asked right now stays until it has answered.
        self.authorizer.replace(authorizer);
        let data = std::ptr::from_ref(self).cast_mut().cast();
        // SAFETY: SQLite asks only within calls on this connection, which is behind an `Rc` and does not move.
        unsafe { sys::sqlite3_set_authorizer(self.raw(), callback, data) };
    }
}

/// `(action, four texts)` to `SQLITE_OK`, `SQLITE_DENY` or `SQLITE_IGNORE`.
pub type Authorizer = dyn Fn(i32, [Option<&str>; 4]) -> i32;

type StepCall = unsafe extern "C" fn(*mut sys::sqlite3_context, c_int, *mut *mut sys::sqlite3_value);
type ValueCall = unsafe extern "C" fn(*mut sys::sqlite3_context);
type AuthorizerCall =
    unsafe extern "C" fn(*mut c_void, c_int, *const c_char, *const c_char, *const c_char, *const c_char) -> c_int;

// --- Entries -----------------------------------------------------------------------------------------------------------

/// # Safety
/// `data` must be a `Box<T>` given away as a pointer.
unsafe extern "C" fn drop_box<T>(data: *mut c_void) {
    // SAFETY: promised by the caller.
    drop(unsafe { Box::from_raw(data.cast::<T>()) });
}

/// # Safety
/// `values` must be `count` valid values that live for `'a`.
unsafe fn arguments<'a>(count: c_int, values: *mut *mut sys::sqlite3_value) -> Vec<ValueRef<'a>> {
    if count <= 0 {
        return Vec::new();
    }
    // SAFETY: promised by the caller.
    unsafe { slice::from_raw_parts(values, count as usize).iter().map(|value| value_of(*value)).collect() }
}

unsafe extern "C" fn call_scalar(
    context: *mut sys::sqlite3_context,
    count: c_int,
    values: *mut *mut sys::sqlite3_value,
) {
    // SAFETY: SQLite calls with the data of `create_function` and with as many values as it says.
    unsafe {
        let function = &*sys::sqlite3_user_data(context).cast::<Box<Scalar>>();
        answer(context, function(&arguments(count, values)));
    }
}

/// # Safety
/// `context` must be the context of a running function.
unsafe fn answer(context: *mut sys::sqlite3_context, result: std::result::Result<Value, Failed>) {
    // SAFETY: promised by the caller.
    unsafe {
        match result {
            Ok(value) => set_result(context, value.as_ref()),
            Err(failed) => fail(context, &failed),
        }
    }
}

/// # Safety
/// `context` must be the context of a running function.
unsafe fn fail(context: *mut sys::sqlite3_context, failed: &Failed) {
    // SAFETY: promised by the caller; SQLite copies the text.
    unsafe { sys::sqlite3_result_error(context, failed.0.as_ptr().cast(), failed.0.len() as i32) };
}

/// A group that is being aggregated.
struct Group<S> {
    state: S,
    /// The group is a window, whose value SQLite has asked for row by row; its end is not one more row.
    is_window: bool,
}

/// The group lives in a box whose pointer SQLite keeps.
///
/// # Safety
/// `context` must be the context of a running aggregate of `A`.
unsafe fn group<'a, A: Aggregate>(
    context: *mut sys::sqlite3_context,
) -> std::result::Result<(&'a A, &'a mut Group<A::State>), Failed> {
    // SAFETY: promised by the caller; SQLite zeroes the room for the pointer.
    unsafe {
        let aggregate = &*sys::sqlite3_user_data(context).cast::<A>();
        let slot = sys::sqlite3_aggregate_context(context, size_of::<*mut Group<A::State>>() as c_int)
            .cast::<*mut Group<A::State>>();
        if slot.is_null() {
            return Err(Failed("out of memory".to_owned()));
        }
        if (*slot).is_null() {
            *slot = Box::into_raw(Box::new(Group { state: aggregate.start()?, is_window: false }));
        }
        Ok((aggregate, &mut **slot))
    }
}

unsafe extern "C" fn call_step<A: Aggregate>(
    context: *mut sys::sqlite3_context,
    count: c_int,
    values: *mut *mut sys::sqlite3_value,
) {
    // SAFETY: SQLite calls with the data of `create_aggregate`.
    unsafe {
        let done = group::<A>(context)
            .and_then(|(aggregate, group)| aggregate.step(&mut group.state, &arguments(count, values)));
        if let Err(failed) = done {
            fail(context, &failed);
        }
    }
}

unsafe extern "C" fn call_inverse<A: Aggregate>(
    context: *mut sys::sqlite3_context,
    count: c_int,
    values: *mut *mut sys::sqlite3_value,
) {
    // SAFETY: as above.
    unsafe {
        let done = group::<A>(context)
            .and_then(|(aggregate, group)| aggregate.inverse(&mut group.state, &arguments(count, values)));
        if let Err(failed) = done {
            fail(context, &failed);
        }
    }
}

unsafe extern "C" fn call_value<A: Aggregate>(context: *mut sys::sqlite3_context) {
    // SAFETY: as above.
    unsafe {
        let value = group::<A>(context).and_then(|(aggregate, group)| {
            group.is_window = true;
            aggregate.value(&mut group.state)
        });
        answer(context, value);
    }
}

unsafe extern "C" fn call_final<A: Aggregate>(context: *mut sys::sqlite3_context) {
    // SAFETY: as above; the state is dropped once, as SQLite ends a group once.
    unsafe {
        match group::<A>(context) {
            Ok((_, group)) if group.is_window => {}
            Ok((aggregate, group)) => answer(context, aggregate.value(&mut group.state)),
            Err(failed) => fail(context, &failed),
        }
        let slot = sys::sqlite3_aggregate_context(context, 0).cast::<*mut Group<A::State>>();
        if let Some(slot) = slot.as_mut()
            && !slot.is_null()
        {
            drop(Box::from_raw(std::mem::replace(slot, null_mut())));
        }
    }
}

unsafe extern "C" fn call_authorizer(
    data: *mut c_void,
    action: c_int,
    first: *const c_char,
    second: *const c_char,
    third: *const c_char,
    fourth: *const c_char,
) -> c_int {
    // SAFETY: SQLite calls with the connection of `set_authorizer`, which lives during the call, and with null or C strings.
    unsafe {
        let connection = &*data.cast::<Connection>();
        let Some(authorizer) = connection.authorizer.borrow().clone() else { return sys::SQLITE_OK };
        let texts = [first, second, third, fourth]
            .map(|text| if text.is_null() { None } else { CStr::from_ptr(text).to_str().ok() });
        authorizer(action, texts)
    }
}
