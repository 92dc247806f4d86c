//! The calls of addons and the handle scopes that are open on this thread, and by them which values are alive.
//!
//! A `napi_value` is the address of a word that V8's handle scopes own. When its scope has closed the word is another value's or nobody's,
//! and no address tells. So each scope has a [`Stamp`], kept in bits that addresses leave free, and a value carries the stamp of the scope it was
//! made in: it is alive while a scope of that stamp is open. What is no value, what another thread made and what outlived its scope is refused
//! without being followed. A stamp is used again after 65,534 others.

use std::cell::{Cell, RefCell};

use runtime::engine::open_scope::{EscapeSlot, OpenScope};
use runtime::v8;

use crate::abi::{Result, Status};
use crate::env::Env;
use crate::tokens;

/// Where the turn of a stamp lies: addresses of programs have 47 or 48 bits on the systems this runs on.
const TURN: u32 = 48;
/// The bits of an address that a stamp takes. Words lie at multiples of 8: below is the thread's number, so that values of other threads
/// are told apart whatever their turn.
const STAMP: usize = 0xffff << TURN | 7;
/// The turn of values that are always alive: `undefined`, `null`, `true` and `false`.
const FOREVER: u16 = u16::MAX;

/// Tells one scope from another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp(usize);

impl Stamp {
    /// No scope's, and no value's: a bit outside of [`STAMP`].
    const NONE: Stamp = Stamp(8);

    fn new(turn: u16) -> Self {
        Stamp(usize::from(turn) << TURN | tokens::thread() & 7)
    }

    /// A stamp that has not been used for long.
    fn next() -> Self {
        let last = LAST_TURN.get();
        let turn = if last + 1 == FOREVER { 1 } else { last + 1 };
        LAST_TURN.set(turn);
        Self::new(turn)
    }

    /// The stamp of `address`, and the address without it.
    #[inline]
    pub(crate) fn split(address: usize) -> (Self, usize) {
        (Stamp(address & STAMP), address & !STAMP)
    }

    /// `address` with this stamp; without one it is refused later.
    #[inline]
    pub(crate) fn on(self, address: usize) -> usize {
        address | self.0 & STAMP
    }

    /// The stamp of values that are made now.
    #[inline]
    pub(crate) fn current() -> Self {
        CURRENT.get()
    }

    /// The stamp of values that no scope owns.
    #[inline]
    pub(crate) fn forever() -> Self {
        Self::new(FOREVER)
    }

    /// Whether values of this stamp are alive.
    #[inline]
    pub(crate) fn is_open(self) -> bool {
        self == CURRENT.get() || self.is_of_call() || self.is_of_scope(CLOSING.get())
    }

    /// Whether this scope is open for V8 though the addon may have closed it: since then nothing has run that could reuse its words.
    #[inline]
    pub(crate) fn is_open_or_closing(self) -> bool {
        self == CURRENT.get() || self.is_of_call() || self.is_of_scope(NOTHING)
    }

    /// Whether a call that has not returned has this stamp.
    #[inline]
    fn is_of_call(self) -> bool {
        let mut call = CALL.get();
        // SAFETY: `Running` keeps the list to calls that have not returned.
        while let Some(one) = unsafe { call.as_ref() } {
            if one.stamp == self {
                return true;
            }
            call = one.outer;
        }
        false
    }

    /// Whether one of the outermost `limit` scopes has this stamp.
    fn is_of_scope(self, limit: usize) -> bool {
        COUNT.get() != 0 && OPEN.with_borrow(|open| open.iter().take(limit).rev().any(|one| one.stamp == self))
    }
}

/// A handle scope that an addon has opened.
struct Open {
    stamp: Stamp,
    id: usize,
    env: *const Env,
    escape: Escape,
    _scope: OpenScope,
}

impl Open {
    /// Whether this is the scope `id` of `env`.
    fn is(&self, env: &Env, id: usize) -> bool {
        self.id == id && std::ptr::eq(self.env, env)
    }
}

/// What an escapable scope has for the one value that leaves it.
pub(crate) enum Escape {
    Impossible,
    Free(EscapeSlot),
    Used,
}

/// Nothing is closing.
const NOTHING: usize = usize::MAX;

thread_local! {
    static CURRENT: Cell<Stamp> = const { Cell::new(Stamp::NONE) };
    static LAST_TURN: Cell<u16> = const { Cell::new(0) };
    /// The innermost call.
    static CALL: Cell<*const Call> = const { Cell::new(std::ptr::null()) };
    /// How many scopes are open.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// Scopes from this position on have been closed by the addon, and are closed for V8 before the next call that makes values. Addons return
    /// values of a scope that they have just closed (`Napi::HandleScope scope(env); return Napi::String::New(…)`), and such a value is good yet.
    static CLOSING: Cell<usize> = const { Cell::new(NOTHING) };
    /// Innermost last.
    static OPEN: RefCell<Vec<Open>> = const { RefCell::new(Vec::new()) };
}

/// Closes scopes until `count` are left, innermost first and outside the borrow.
fn truncate(count: usize) {
    while COUNT.get() > count {
        COUNT.set(COUNT.get() - 1);
        let last = OPEN.with_borrow_mut(Vec::pop);
        drop(last);
    }
}

/// The stamp of what lies around the scope at `position`: another scope, or the call.
fn stamp_below(open: &[Open], position: usize) -> Stamp {
    // SAFETY: as in `Stamp::is_of_call`.
    let call = unsafe { CALL.get().as_ref() };
    let of_call = call.map_or((0, Stamp::NONE), |call| (call.scopes, call.stamp));
    match position.checked_sub(1) {
        Some(below) if position > of_call.0 => open[below].stamp,
        _ => of_call.1,
    }
}

/// Closes for V8 what the addon has closed.
#[inline]
pub(crate) fn finish_closing() {
    if CLOSING.get() != NOTHING {
        truncate(CLOSING.replace(NOTHING));
    }
}

/// A call of an addon. What it makes dies with it, and so do the scopes that it leaves open.
pub(crate) struct Call {
    stamp: Stamp,
    /// The stamp of values before the call.
    before: Stamp,
    /// The call around this one.
    outer: *const Call,
    /// The scopes that were open before.
    scopes: usize,
}

impl Call {
    pub(crate) fn new() -> Self {
        finish_closing();
        Self { stamp: Stamp::next(), before: CURRENT.get(), outer: CALL.get(), scopes: COUNT.get() }
    }

    /// Begins the call, which is over when the result is dropped.
    pub(crate) fn begin(&self) -> Running<'_> {
        CALL.set(self);
        CURRENT.set(self.stamp);
        Running(self)
    }
}

/// A call that has begun.
pub(crate) struct Running<'a>(&'a Call);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        CLOSING.set(NOTHING);
        truncate(self.0.scopes);
        CALL.set(self.0.outer);
        CURRENT.set(self.0.before);
    }
}

/// Opens a handle scope and gives its number.
pub(crate) fn open(env: &'static Env, scope: &mut v8::PinScope<'_, '_>, escape: Escape) -> usize {
    let (id, stamp) = (tokens::unique(), Stamp::next());
    let open = Open { stamp, id, env, escape, _scope: OpenScope::open(scope) };
    OPEN.with_borrow_mut(|all| all.push(open));
    COUNT.set(COUNT.get() + 1);
    CURRENT.set(stamp);
    id
}

/// Closes a scope of the running call, with those inside it.
pub(crate) fn close(env: &'static Env, id: usize) -> Result {
    // SAFETY: as in `Stamp::is_of_call`.
    let first = unsafe { CALL.get().as_ref() }.map_or(0, |call| call.scopes);
    let (position, outer) = OPEN.with_borrow(|open| {
        let of_call = open.iter().skip(first).rposition(|one| one.is(env, id));
        let position = first + of_call.ok_or(Status::HandleScopeMismatch)?;
        Ok((position, stamp_below(open, position)))
    })?;
    CLOSING.set(position);
    CURRENT.set(outer);
    Ok(())
}

/// Lets `value` leave an escapable scope; the stamp is that of the scope around it.
pub(crate) fn escape<'s>(
    env: &'static Env,
    id: usize,
    value: v8::Local<'s, v8::Value>,
) -> Result<(v8::Local<'s, v8::Value>, Stamp)> {
    OPEN.with_borrow_mut(|open| {
        let position = open.iter().rposition(|one| one.is(env, id)).ok_or(Status::InvalidArg)?;
        let outer = stamp_below(open, position);
        match std::mem::replace(&mut open[position].escape, Escape::Used) {
            Escape::Free(slot) => Ok((slot.escape(value), outer)),
            Escape::Used => Err(Status::EscapeCalledTwice),
            Escape::Impossible => {
                open[position].escape = Escape::Impossible;
                Err(Status::InvalidArg)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: usize = 0x7fff_1234_5678;

    #[test]
    fn a_value_lives_as_long_as_the_call_that_made_it() {
        let outer = Call::new();
        let outer = outer.begin();
        let value = Stamp::current().on(ADDRESS);
        let (stamp, address) = Stamp::split(value);
        assert_eq!(address, ADDRESS);
        let inner = Call::new();
        let inner = inner.begin();
        assert!(stamp.is_open());
        assert_ne!(Stamp::current(), stamp);
        drop(inner);
        assert_eq!(Stamp::current(), stamp);
        drop(outer);
        assert!(!stamp.is_open());
    }

    #[test]
    fn addresses_and_values_of_other_threads_are_refused() {
        let call = Call::new();
        let _running = call.begin();
        for address in [0, 8, 0x1234, ADDRESS, usize::MAX] {
            assert!(!Stamp::split(address).0.is_open(), "{address:x}");
        }
        let elsewhere = || {
            let call = Call::new();
            let _running = call.begin();
            Stamp::current()
        };
        assert!(!std::thread::spawn(elsewhere).join().unwrap().is_open());
        assert!(!Stamp::forever().is_open());
    }

    #[test]
    fn nothing_is_alive_outside_of_calls() {
        assert!(!Stamp::split(ADDRESS).0.is_open());
        assert!(!Stamp::split(Stamp::current().on(ADDRESS)).0.is_open());
    }
}
