//! Channels: ends that post to each other, wherever their threads are. Knows nothing of JavaScript.
//!
//! A message channel is a group of two ends, in which the second closes when the first does; a broadcast channel is a group of any number
//! that is found by its name.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use runtime::sys::event_loop::{Loop, Remote};

use crate::message::Content;

/// What waits at an end.
pub(crate) enum Entry {
    /// A message.
    Message(Arc<Content>),
    /// The other end of the channel has closed, after the messages before this.
    Close,
}

/// One end. Dropping the last reference closes it, also while it is on its way in a message.
pub(crate) struct End {
    group: Arc<Group>,
    inbox: Mutex<Inbox>,
}

#[derive(Default)]
struct Inbox {
    entries: VecDeque<Entry>,
    /// How to tell the port that holds the end; none while it is on its way.
    owner: Option<Owner>,
    /// A call is on its way to the owner.
    is_signalled: bool,
}

/// Who holds an end: a port of a thread.
#[derive(Clone)]
pub(crate) struct Owner {
    pub(crate) thread: Arc<Mailbox>,
    pub(crate) id: u64,
}

/// Tells a thread which of its ports have something.
pub(crate) struct Mailbox {
    remote: Remote,
    signalled: Mutex<Vec<u64>>,
    call: fn(&Loop),
}

impl Mailbox {
    /// Runs `call` on the loop of `remote` when ports have something.
    pub(crate) fn new(remote: Remote, call: fn(&Loop)) -> Arc<Mailbox> {
        Arc::new(Mailbox { remote, signalled: Mutex::default(), call })
    }

    /// The ports that have something, the oldest port first: that is the order in which programs see messages of different ports.
    pub(crate) fn take(&self) -> Vec<u64> {
        let mut signalled = std::mem::take(&mut *lock(&self.signalled));
        signalled.sort_unstable();
        signalled
    }

    fn signal(&self, id: u64) {
        let mut signalled = lock(&self.signalled);
        signalled.push(id);
        let is_first = signalled.len() == 1;
        drop(signalled);
        if is_first {
            self.remote.post(Box::new(self.call));
        }
    }
}

#[derive(Default)]
struct Group {
    name: Option<String>,
    ends: Mutex<Vec<Weak<End>>>,
}

/// The open broadcast groups by name.
static BROADCASTS: LazyLock<Mutex<HashMap<String, Weak<Group>>>> = LazyLock::new(Mutex::default);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The two ends of a new channel.
pub(crate) fn pair() -> (Arc<End>, Arc<End>) {
    let group = Arc::new(Group::default());
    (End::join(&group), End::join(&group))
}

/// A new end of the broadcast channel `name`.
pub(crate) fn broadcast(name: &str) -> Arc<End> {
    let mut broadcasts = lock(&BROADCASTS);
    let group = broadcasts.get(name).and_then(Weak::upgrade).unwrap_or_else(|| {
        let group = Arc::new(Group { name: Some(name.to_owned()), ends: Mutex::default() });
        broadcasts.insert(name.to_owned(), Arc::downgrade(&group));
        group
    });
    End::join(&group)
}

impl End {
    fn join(group: &Arc<Group>) -> Arc<End> {
        let end = Arc::new(End { group: group.clone(), inbox: Mutex::default() });
        lock(&group.ends).push(Arc::downgrade(&end));
        end
    }

    /// Sends a message to every other end.
    pub(crate) fn post(&self, content: &Arc<Content>) {
        for end in self.others() {
            end.push(Entry::Message(content.clone()));
        }
    }

    /// Whether `other` is the other end of this channel.
    pub(crate) fn is_entangled_with(&self, other: &Arc<End>) -> bool {
        self.group.name.is_none() && self.others().iter().any(|end| Arc::ptr_eq(end, other))
    }

    /// Leaves the channel: nothing comes any more, and the other end of a channel of two closes too.
    pub(crate) fn leave(&self) {
        let others = self.others();
        lock(&self.group.ends).retain(|end| !std::ptr::eq(end.as_ptr(), self));
        let mut inbox = lock(&self.inbox);
        inbox.owner = None;
        let entries = std::mem::take(&mut inbox.entries);
        drop(inbox);
        // Outside the lock: messages can hold the last references to other ends.
        drop(entries);
        match &self.group.name {
            Some(name) if others.is_empty() => forget(name, &self.group),
            Some(_) => {}
            None => others.iter().for_each(|end| end.push(Entry::Close)),
        }
    }

    /// Gives the end to a port, or takes it from one. A new owner is called at once for what waits already.
    pub(crate) fn set_owner(&self, owner: Option<Owner>) {
        self.update(|inbox| {
            inbox.owner = owner;
            inbox.is_signalled = false;
        });
    }

    /// Calls the owner soon if something waits.
    pub(crate) fn signal(&self) {
        self.update(|_| {});
    }

    /// The owner was called; returns how much waits.
    pub(crate) fn answer(&self) -> usize {
        let mut inbox = lock(&self.inbox);
        inbox.is_signalled = false;
        inbox.entries.len()
    }

    /// Takes the first entry if `wanted` says so.
    pub(crate) fn take(&self, wanted: impl FnOnce(&Entry) -> bool) -> Option<Entry> {
        let mut inbox = lock(&self.inbox);
        if inbox.entries.front().is_some_and(wanted) { inbox.entries.pop_front() } else { None }
    }

    fn push(&self, entry: Entry) {
        self.update(|inbox| inbox.entries.push_back(entry));
    }

    /// Changes the inbox, then calls the owner if something waits that it was not called for. That is done outside the lock, which the thread that
    /// wakes takes at once.
    fn update(&self, change: impl FnOnce(&mut Inbox)) {
        let mut inbox = lock(&self.inbox);
        change(&mut inbox);
        let owner = inbox.take_call();
        drop(inbox);
        if let Some(owner) = owner {
            owner.thread.signal(owner.id);
        }
    }

    /// The other ends; none once this one has left.
    fn others(&self) -> Vec<Arc<End>> {
        let ends = lock(&self.group.ends);
        if !ends.iter().any(|end| std::ptr::eq(end.as_ptr(), self)) {
            return Vec::new();
        }
        ends.iter().filter(|end| !std::ptr::eq(end.as_ptr(), self)).filter_map(Weak::upgrade).collect()
    }
}

impl Inbox {
    /// The owner, if it is to be called; then it counts as called.
    fn take_call(&mut self) -> Option<Owner> {
        if self.entries.is_empty() || self.is_signalled {
            return None;
        }
        self.is_signalled = self.owner.is_some();
        self.owner.clone()
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Forgets a broadcast group that nobody is in, unless another has taken the name.
fn forget(name: &str, group: &Arc<Group>) {
    let mut broadcasts = lock(&BROADCASTS);
    let is_empty = lock(&group.ends).is_empty();
    if is_empty && broadcasts.get(name).is_some_and(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(group))) {
        broadcasts.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(end: &End) -> usize {
        std::iter::from_fn(|| end.take(|entry| matches!(entry, Entry::Message(_)))).count()
    }

    #[test]
    fn the_second_end_closes_after_its_messages() {
        let (one, two) = pair();
        one.post(&Arc::default());
        one.leave();
        one.post(&Arc::default());
        assert_eq!(messages(&two), 1);
        assert!(matches!(two.take(|_| true), Some(Entry::Close)));
        assert!(two.take(|_| true).is_none());
    }

    #[test]
    fn an_end_that_is_dropped_closes_its_channel() {
        let (one, two) = pair();
        drop(one);
        assert!(matches!(two.take(|_| true), Some(Entry::Close)));
    }

    #[test]
    fn broadcasts_reach_all_others_of_the_name() {
        let ends: Vec<_> = (0..3).map(|_| broadcast("test")).collect();
        let other = broadcast("other");
        ends[0].post(&Arc::default());
        assert_eq!(ends.iter().map(|end| messages(end)).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(messages(&other), 0);
        drop(ends);
        assert!(!lock(&BROADCASTS).contains_key("test"));
    }
}
