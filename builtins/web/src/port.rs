//! Ports: an end of a channel in the hands of JavaScript.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use runtime::sys::event_loop::{KeepAlive, Loop};
use runtime::{Callback, JsError, Native, OpError, Parcel, class, op, state, v8};

use crate::channel::{self, End, Entry, Mailbox, Owner};
use crate::message::{Content, Message, plain_content, plain_value};

/// Messages delivered in one go before the loop gets its turn, unless more waited at the start.
const BATCH: usize = 1000;

/// The open ports of a thread. They stay until they are closed or given away, as the other end can always send something.
#[derive(Default)]
struct Ports {
    last: Cell<u64>,
    open: RefCell<HashMap<u64, Rc<Core>>>,
    mailbox: OnceCell<Arc<Mailbox>>,
}

impl Drop for Ports {
    /// With the thread go its ends; the collector may still hold the ports.
    fn drop(&mut self) {
        for core in self.open.take().into_values() {
            core.is_open.set(false);
            core.end.leave();
        }
    }
}

struct Core {
    id: u64,
    end: Arc<End>,
    event_loop: Loop,
    /// `(message) => void`; without an argument when the port has closed.
    callback: Callback,
    /// `(value) => void`: takes messages without host objects, already read. A native object for each message, which lives until a whole collection,
    /// takes longer than the rest of its way.
    take_value: Option<Callback>,
    is_receiving: Cell<bool>,
    /// Whether it is among the open ports of its thread.
    is_open: Cell<bool>,
    kept: RefCell<Option<KeepAlive>>,
}

/// A port. It is of no use once it is closed or given away.
pub(crate) struct Port(RefCell<Option<Rc<Core>>>);

/// The two ends of a new channel, each as a parcel that `new Port()` opens.
#[op]
pub(crate) fn make_channel<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<(v8::Local<'s, v8::Object>, v8::Local<'s, v8::Object>), OpError> {
    let (one, two) = channel::pair();
    Ok((Parcel::object(scope, one)?, Parcel::object(scope, two)?))
}

/// A new end of the broadcast channel `name`.
#[op]
pub(crate) fn join_broadcast<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: String,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    Ok(Parcel::object(scope, channel::broadcast(&name))?)
}

#[class]
impl Port {
    /// A port of the end in `parcel`, which must not be in another port. `deliver(message)` is called for every message once the port was started,
    /// and without an argument in the closing phase after it was closed. With `take_value(value)` that is called for messages without host objects.
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        parcel: Native<'s, Parcel>,
        deliver: v8::Local<'s, v8::Function>,
        take_value: Option<v8::Local<'s, v8::Function>>,
    ) -> Result<Port, OpError> {
        let end = parcel.open::<End>().ok_or_else(|| JsError::type_error("the parcel holds no port"))?;
        let runtime = state(scope);
        let ports = runtime.slot::<Ports>();
        ports.last.set(ports.last.get() + 1);
        let core = Rc::new(Core {
            id: ports.last.get(),
            end,
            event_loop: runtime.event_loop().clone(),
            callback: Callback::new(scope, deliver),
            take_value: take_value.map(|take_value| Callback::new(scope, take_value)),
            is_receiving: Cell::new(false),
            is_open: Cell::new(true),
            kept: RefCell::default(),
        });
        ports.open.borrow_mut().insert(core.id, core.clone());
        let thread = ports.mailbox.get_or_init(|| Mailbox::new(core.event_loop.remote(), deliver_signalled)).clone();
        core.end.set_owner(Some(Owner { thread, id: core.id }));
        Ok(Port(RefCell::new(Some(core))))
    }

    /// Sends a message to the other ends; tells whether the port is open.
    #[method]
    fn post<'s>(&self, _scope: &mut v8::PinScope<'s, '_>, message: Native<'s, Message>) -> bool {
        self.post_content(&message.content())
    }

    /// Sends a value to the other ends; tells whether the port is open. Gives the message instead when host objects are still to be added to it.
    #[method]
    fn send<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        value: v8::Local<'s, v8::Value>,
        write: v8::Local<'s, v8::Function>,
        fail: v8::Local<'s, v8::Function>,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let content = match plain_content(scope, value, write, fail)? {
            Err(message) => return Ok(message.into()),
            Ok(content) => content,
        };
        let is_open = self.post_content(&content);
        Ok(v8::Boolean::new(scope, is_open).into())
    }

    /// Whether the message carries the other end of this channel: sending it loses both.
    #[method]
    fn is_target_of<'s>(&self, _scope: &mut v8::PinScope<'s, '_>, message: Native<'s, Message>) -> bool {
        self.core().is_some_and(|core| {
            message
                .content()
                .carries(|parcel| parcel.clone().downcast::<End>().is_ok_and(|end| core.end.is_entangled_with(&end)))
        })
    }

    /// Begins to deliver.
    #[method]
    fn start(&self) {
        if let Some(core) = self.core() {
            core.is_receiving.set(true);
            core.end.signal();
        }
    }

    /// Lets messages wait.
    #[method]
    fn stop(&self) {
        if let Some(core) = self.core() {
            core.is_receiving.set(false);
        }
    }

    /// Takes the next message that waits, started or not.
    #[method]
    fn receive<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let entry = self.core().and_then(|core| core.end.take(|entry| matches!(entry, Entry::Message(_))));
        match entry {
            Some(Entry::Message(content)) => Ok(Message::object(scope, content)?.into()),
            _ => Ok(v8::undefined(scope).into()),
        }
    }

    /// Closes the port. A second call has no effect.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>) {
        if let Some(core) = self.0.take() {
            core.close(&state(scope).slot::<Ports>());
        }
    }

    /// Takes the end out of the port, which nothing reaches then.
    #[method]
    fn detach<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, OpError> {
        let core = self.0.take().ok_or_else(|| JsError::type_error("the port is closed"))?;
        core.end.set_owner(None);
        core.forget(&state(scope).slot::<Ports>());
        Ok(Parcel::object(scope, core.end.clone())?)
    }

    /// Lets the port keep the loop alive.
    #[method]
    fn reference(&self) {
        if let Some(core) = self.core() {
            let mut kept = core.kept.borrow_mut();
            if kept.is_none() {
                *kept = Some(core.event_loop.reference("MessagePort"));
            }
        }
    }

    /// Lets the loop end although the port is open.
    #[method]
    fn unreference(&self) {
        if let Some(core) = self.core() {
            core.kept.take();
        }
    }

    /// Whether the port keeps the loop alive; nothing once it is closed.
    #[method]
    fn has_reference(&self) -> Option<bool> {
        self.core().map(|core| core.kept.borrow().is_some())
    }

    fn post_content(&self, content: &Arc<Content>) -> bool {
        let core = self.core();
        if let Some(core) = &core {
            core.end.post(content);
        }
        core.is_some()
    }

    /// The port, unless it was closed, here or by the other end.
    fn core(&self) -> Option<Rc<Core>> {
        self.0.borrow().clone().filter(|core| core.is_open.get())
    }
}

/// Called on the loop when something waits at ports of its thread.
fn deliver_signalled(_: &Loop) {
    let Some(runtime) = runtime::state::current() else { return };
    let ports = runtime.slot::<Ports>();
    let Some(mailbox) = ports.mailbox.get() else { return };
    for id in mailbox.take() {
        let core = ports.open.borrow().get(&id).cloned();
        if let Some(core) = core {
            core.deliver(&ports);
        }
    }
}

impl Core {
    fn deliver(&self, ports: &Ports) {
        let limit = self.end.answer().max(BATCH);
        for _ in 0..limit {
            if self.callback.runtime().is_stopping() || !self.is_open.get() {
                return;
            }
            match self.end.take(|entry| self.is_receiving.get() || matches!(entry, Entry::Close)) {
                Some(Entry::Message(content)) => self.deliver_one(content),
                Some(Entry::Close) => return self.close(ports),
                None => return,
            }
        }
        self.end.signal();
    }

    fn deliver_one(&self, content: Arc<Content>) {
        self.callback.runtime().call_into_js(|scope| {
            if let Some(take_value) = &self.take_value
                && let Some(value) = plain_value(scope, &content)
            {
                take_value.call_in(scope, &[value]);
            } else if let Ok(message) = Message::object(scope, content) {
                self.callback.call_in(scope, &[message.into()]);
            }
        });
    }

    /// Leaves the channel, and tells JavaScript in the closing phase.
    fn close(&self, ports: &Ports) {
        let Some(core) = self.forget(ports) else { return };
        self.end.leave();
        self.event_loop.close_soon(move || core.callback.call(|_| []));
    }

    /// Takes the port out of the open ones; it must not be delivered to any more.
    fn forget(&self, ports: &Ports) -> Option<Rc<Core>> {
        self.kept.take();
        self.is_receiving.set(false);
        self.is_open.set(false);
        ports.open.borrow_mut().remove(&self.id)
    }
}
