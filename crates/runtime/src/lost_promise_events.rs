//! Promise events that came where the stack had no room for the hook that hears of them.
//!
//! A promise whose handler was not heard of would count as unhandled and end the process; a rejection that was not heard of would be silent. So they
//! wait until the hook looks for them, in the turn in which they came.

use std::cell::RefCell;

use engine::v8;

use crate::hooks::{Shared, tick_info};
use crate::state::Runtime;

/// An event as the hook gets it: kind, promise, reason.
pub type PromiseEvent<'s> = (i32, v8::Local<'s, v8::Promise>, v8::Local<'s, v8::Value>);

/// The same, kept.
type KeptEvent = (i32, v8::Global<v8::Promise>, v8::Global<v8::Value>);

#[derive(Default)]
struct LostEvents(RefCell<Vec<KeptEvent>>);

impl Runtime {
    /// Keeps an event during which the hook threw, and tells what it threw, as Node does.
    pub(crate) fn keep_lost_promise_event(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        (kind, promise, reason): PromiseEvent<'_>,
        thrown: Option<v8::Local<'_, v8::Message>>,
    ) {
        let event = (kind, v8::Global::new(scope, promise), v8::Global::new(scope, reason));
        self.slot::<LostEvents>().0.borrow_mut().push(event);
        self.hooks().set_shared(Shared::TickInfo, tick_info::HAS_REJECTION);
        self.hooks().set_shared(Shared::TickInfo, tick_info::HAS_LOST_EVENTS);
        // Nothing here may run JavaScript.
        let Some(message) = thrown else { return };
        let excerpt = crate::uncaught::source_excerpt(scope, message).unwrap_or_default();
        let text = message.get(scope).to_rust_string_lossy(scope);
        let text = text.strip_prefix("Uncaught ").unwrap_or(&text);
        sys::exit::write_stderr(format!("Exception in PromiseRejectCallback:\n{excerpt}{text}\n\n").as_bytes());
    }

    /// The events that wait, without rejections of promises that have a handler by now.
    pub fn take_lost_promise_events<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Vec<PromiseEvent<'s>> {
        let unhandled = v8::PromiseRejectEvent::PromiseRejectWithNoHandler as i32;
        let events = self.slot::<LostEvents>().0.take().into_iter();
        let events = events
            .map(|(kind, promise, reason)| (kind, v8::Local::new(scope, &promise), v8::Local::new(scope, &reason)));
        events.filter(|(kind, promise, _)| *kind != unhandled || !promise.has_handler()).collect()
    }
}
