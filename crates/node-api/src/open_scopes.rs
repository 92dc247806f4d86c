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
    pub(crate) fn forever() -> Self {
        Self::new(FOREVER)
    }

    /// Whether values of this stamp are alive.
    #[inline]
    pub(crate) fn is_open(self) -> bool {
        self == CURRENT.get() || self.is_outer()
    }

    /// Whether a scope around the current one has this stamp.
    #[cold]
    fn is_outer(self) -> bool {
        let closing = CLOSING.get();
        OPEN.with_borrow(|open| open.iter().take(closing).rev().any(|one| one.stamp == self))
    }

    /// Whether this scope is open for V8 though the addon may have closed it: since then nothing has run that could reuse its words.
    pub(crate) fn is_open_or_closing(self) -> bool {
        OPEN.with_borrow(|open| open.iter().rev().any(|one| one.stamp == self))
    }
}

/// A call of an addon, or a handle scope that it has opened.
struct Open {
    stamp: Stamp,
    scope: Option<HandleScope>,
}

struct HandleScope {
    id: usize,
    env: *const Env,
    escape: Escape,
    _scope: OpenScope,
}

/// What an escapable scope has for the one value that leaves it.
pub(crate) enum Escape {
    Impossible,
    Free(EscapeSlot),
    Used,
}

impl Open {
    /// Whether this is the scope `id` of `env`.
    fn is(&self, env: &Env, id: usize) -> bool {
        self.scope.as_ref().is_some_and(|scope| scope.id == id && std::ptr::eq(scope.env, env))
    }
}

/// The stamp of what lies around the scope at `position`.
fn stamp_below(open: &[Open], position: usize) -> Stamp {
    position.checked_sub(1).map_or(Stamp::NONE, |below| open[below].stamp)
}

/// Nothing is closing.
const NOTHING: usize = usize::MAX;

thread_local! {
    static CURRENT: Cell<Stamp> = const { Cell::new(Stamp::NONE) };
    static LAST_TURN: Cell<u16> = const { Cell::new(0) };
    /// What is open from here on has been closed by the addon, and is closed for V8 before the next call that makes values. Addons return
    /// values of a scope that they have just closed (`Napi::HandleScope scope(env); return Napi::String::New(…)`), and such a value is good yet.
    static CLOSING: Cell<usize> = const { Cell::new(NOTHING) };
    /// Innermost last.
    static OPEN: RefCell<Vec<Open>> = const { RefCell::new(Vec::new()) };
}

fn push(scope: Option<HandleScope>) {
    let turn = LAST_TURN.get() % (FOREVER - 1) + 1;
    LAST_TURN.set(turn);
    let stamp = Stamp::new(turn);
    OPEN.with_borrow_mut(|open| open.push(Open { stamp, scope }));
    CURRENT.set(stamp);
}

/// Closes scopes until `count` are left. They close outside the borrow and innermost first.
fn truncate(count: usize) {
    loop {
        let last = OPEN.with_borrow_mut(|open| if open.len() > count { open.pop() } else { None });
        if last.is_none() {
            break;
        }
    }
    CURRENT.set(OPEN.with_borrow(|open| stamp_below(open, open.len())));
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
    depth: usize,
}

impl Call {
    pub(crate) fn begin() -> Self {
        finish_closing();
        let depth = OPEN.with_borrow(Vec::len);
        push(None);
        Self { depth }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        CLOSING.set(NOTHING);
        truncate(self.depth);
    }
}

/// Opens a handle scope and gives its number.
pub(crate) fn open(env: &'static Env, scope: &mut v8::PinScope<'_, '_>, escape: Escape) -> usize {
    let id = tokens::unique();
    push(Some(HandleScope { id, env, escape, _scope: OpenScope::open(scope) }));
    id
}

/// Closes a scope of the running call, with those inside it.
pub(crate) fn close(env: &'static Env, id: usize) -> Result {
    let (position, outer) = OPEN
        .with_borrow(|open| {
            let mut of_call = open.iter().rev().take_while(|one| one.scope.is_some());
            let above = of_call.position(|one| one.is(env, id))?;
            let position = open.len() - 1 - above;
            Some((position, stamp_below(open, position)))
        })
        .ok_or(Status::HandleScopeMismatch)?;
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
        let place = open[position].scope.as_mut().ok_or(Status::InvalidArg)?;
        match std::mem::replace(&mut place.escape, Escape::Used) {
            Escape::Free(slot) => Ok((slot.escape(value), outer)),
            Escape::Used => Err(Status::EscapeCalledTwice),
            Escape::Impossible => {
                place.escape = Escape::Impossible;
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
        let outer = Call::begin();
        let value = Stamp::current().on(ADDRESS);
        let (stamp, address) = Stamp::split(value);
        assert_eq!(address, ADDRESS);
        let inner = Call::begin();
        assert!(stamp.is_open());
        assert_ne!(Stamp::current(), stamp);
        drop(inner);
        assert_eq!(Stamp::current(), stamp);
        drop(outer);
        assert!(!stamp.is_open());
    }

    #[test]
    fn addresses_and_values_of_other_threads_are_refused() {
        let _call = Call::begin();
        for address in [0, 8, 0x1234, ADDRESS, usize::MAX] {
            assert!(!Stamp::split(address).0.is_open(), "{address:x}");
        }
        let elsewhere = || {
            let _call = Call::begin();
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
