//! What addons hold for things that live here: numbers in the shape of pointers. None is ever followed and none is used twice in the
//! process, so that one that is used up, that another environment, thread or kind of thing has, or that nobody gave out is told apart.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::abi::{Result, Status};

/// Set in every number; keys of references ([`crate::reference::Key`]) leave it out.
const MARK: usize = 1 << 63;
/// The number of the thread begins here; a count of what the thread has given out is below.
const THREAD: u32 = 44;

/// Threads that have given out numbers.
static THREADS: AtomicUsize = AtomicUsize::new(1);

thread_local! {
    /// The number that this thread gives out next; 0 before its first.
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

/// A number that nothing else in the process has.
#[inline]
pub(crate) fn unique() -> usize {
    let number = match NEXT.get() {
        0 => first(),
        next => next,
    };
    NEXT.set(number + 1);
    number
}

#[cold]
fn first() -> usize {
    MARK | THREADS.fetch_add(1, Ordering::Relaxed) << THREAD
}

/// The place of the calling thread among those that have given out numbers.
#[inline]
pub(crate) fn thread() -> usize {
    if NEXT.get() == 0 {
        NEXT.set(first());
    }
    (NEXT.get() & !MARK) >> THREAD
}

/// Things of one kind by the number that the addon holds.
pub(crate) struct Table<T>(RefCell<HashMap<usize, T>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T> Table<T> {
    /// Keeps a thing and gives what the addon holds for it.
    pub(crate) fn insert(&self, thing: T) -> *mut c_void {
        let number = unique();
        self.0.borrow_mut().insert(number, thing);
        pointer(number)
    }

    /// Gives a thing up.
    pub(crate) fn take(&self, token: *mut c_void) -> Result<T> {
        self.0.borrow_mut().remove(&token.addr()).ok_or(Status::InvalidArg)
    }

    pub(crate) fn get(&self, token: *mut c_void) -> Result<T>
    where
        T: Clone,
    {
        self.0.borrow().get(&token.addr()).cloned().ok_or(Status::InvalidArg)
    }

    /// Drops all things, which may come back here meanwhile.
    pub(crate) fn clear(&self) {
        let all = std::mem::take(&mut *self.0.borrow_mut());
        drop(all);
    }
}

/// A number as the pointer that the interface wants.
pub(crate) fn pointer(number: usize) -> *mut c_void {
    std::ptr::without_provenance_mut(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_between_threads_and_tables() {
        let (one, other) = (Table::default(), Table::default());
        let token = one.insert('a');
        let elsewhere = std::thread::spawn(|| Table::default().insert('c').addr()).join().unwrap();
        assert_eq!(other.insert('b').addr(), token.addr() + 1);
        assert_ne!(elsewhere >> THREAD, token.addr() >> THREAD);
        assert_eq!(other.get(token), Err(Status::InvalidArg));
    }

    #[test]
    fn what_is_taken_is_gone() {
        let table = Table::default();
        let token = table.insert('a');
        assert_eq!(table.get(token), Ok('a'));
        assert_eq!(table.take(token), Ok('a'));
        assert_eq!(table.take(token), Err(Status::InvalidArg));
        assert_eq!(table.take(std::ptr::null_mut()), Err(Status::InvalidArg));
    }
}
