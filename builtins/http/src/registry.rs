//! The connections of one server, and the times they may take.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::event_loop::{Loop, Timer};
use runtime::{class, op, state};

use crate::connection::Core;

/// The list as JavaScript holds it.
pub(crate) struct Connections {
    list: Rc<List>,
}

pub(crate) struct List {
    event_loop: Loop,
    next_id: Cell<u64>,
    connections: RefCell<BTreeMap<u64, Weak<Core>>>,
    /// Runs until the next idle connection is due; made with the first.
    idle_timer: RefCell<Option<Timer>>,
}

/// The lists of this thread's servers.
#[derive(Default)]
struct Lists(RefCell<Vec<Weak<List>>>);

impl Lists {
    fn note(&self, list: &Rc<List>) {
        let mut lists = self.0.borrow_mut();
        lists.retain(|list| list.strong_count() > 0);
        lists.push(Rc::downgrade(list));
    }
}

/// The owners of every connection of this thread's servers, those of servers that are closed included.
#[op]
pub(crate) fn every_connection<'s>(scope: &mut v8::PinScope<'s, '_>) -> Vec<v8::Local<'s, v8::Value>> {
    let lists: Vec<_> = state(scope).slot::<Lists>().0.borrow().iter().filter_map(Weak::upgrade).collect();
    let connections = lists.iter().flat_map(|list| list.live());
    connections.filter_map(|connection| connection.owner(scope)).collect()
}

#[class]
impl Connections {
    #[constructor]
    fn new(scope: &mut v8::PinScope<'_, '_>) -> Connections {
        let list = List {
            event_loop: state(scope).event_loop().clone(),
            next_id: Cell::new(0),
            connections: RefCell::default(),
            idle_timer: RefCell::default(),
        };
        let list = Rc::new(list);
        state(scope).slot::<Lists>().note(&list);
        Connections { list }
    }

    /// The owners of all connections.
    #[method]
    fn all<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Vec<v8::Local<'s, v8::Value>> {
        self.owners(scope, |_| true)
    }

    /// The owners of connections on which nothing has come since they were opened or since the last message.
    #[method]
    fn idle<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Vec<v8::Local<'s, v8::Value>> {
        self.owners(scope, |connection| connection.is_idle())
    }

    /// The owners of connections whose head or whole request takes longer than so many milliseconds; 0 is no limit.
    #[method]
    fn expired<'s>(&self, scope: &mut v8::PinScope<'s, '_>, head: f64, request: f64) -> Vec<v8::Local<'s, v8::Value>> {
        let now = self.list.event_loop.now();
        self.owners(scope, |connection| connection.is_expired(now, head as u64, request as u64))
    }
}

impl Connections {
    pub(crate) fn list(&self) -> &Rc<List> {
        &self.list
    }

    fn owners<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        wanted: impl Fn(&Core) -> bool,
    ) -> Vec<v8::Local<'s, v8::Value>> {
        let connections = self.list.live();
        connections
            .iter()
            .filter(|connection| wanted(connection))
            .filter_map(|connection| connection.owner(scope))
            .collect()
    }
}

impl List {
    /// Adds a connection and gives the key to remove it by.
    pub(crate) fn add(&self, connection: &Rc<Core>) -> u64 {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        self.connections.borrow_mut().insert(id, Rc::downgrade(connection));
        id
    }

    pub(crate) fn remove(&self, id: u64) {
        self.connections.borrow_mut().remove(&id);
    }

    fn live(&self) -> Vec<Rc<Core>> {
        self.connections.borrow().values().filter_map(Weak::upgrade).collect()
    }

    /// Makes sure that idle connections are looked at by the time `due`.
    pub(crate) fn watch_idle(self: &Rc<Self>, due: u64) {
        let mut slot = self.idle_timer.borrow_mut();
        let timer = slot.get_or_insert_with(|| self.new_timer());
        if timer.due().is_none_or(|armed| due < armed) {
            timer.start(due.saturating_sub(self.event_loop.now()), 0);
        }
    }

    fn new_timer(self: &Rc<Self>) -> Timer {
        let list = Rc::downgrade(self);
        let timer = Timer::new(
            &self.event_loop,
            Box::new(move |_| {
                if let Some(list) = list.upgrade() {
                    list.end_idle();
                }
            }),
        );
        // Idle connections keep the loop alive by themselves.
        timer.unreference();
        timer
    }

    fn end_idle(self: &Rc<Self>) {
        let now = self.event_loop.now();
        let connections = self.live();
        for connection in connections.iter().filter(|connection| connection.idle_due().is_some_and(|due| due <= now)) {
            connection.end_idle();
        }
        if let Some(next) = connections.iter().filter_map(|connection| connection.idle_due()).min() {
            self.watch_idle(next);
        }
    }
}
