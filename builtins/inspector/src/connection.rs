//! A front end in the program itself: `inspector.Session`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use runtime::engine::string;
use runtime::inspector::{Agent, FrontEnd};
use runtime::permission::{self, Permission};
use runtime::{OpError, class, v8};

/// `new Connection(onMessage)`: connects to the inspector of this thread; `onMessage(text)` gets each answer and event.
pub(crate) struct Connection(RefCell<Option<Rc<FrontEnd>>>);

#[class]
impl Connection {
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        on_message: v8::Local<'s, v8::Function>,
    ) -> Result<Connection, OpError> {
        let hear = listener(scope, on_message, "Connect")?;
        Ok(Connection(RefCell::new(Some(Agent::of(&runtime::state(scope)).connect(hear)))))
    }

    /// Sends one message; answers come before this returns.
    #[method]
    fn dispatch(&self, _scope: &mut v8::PinScope<'_, '_>, text: String) {
        let front_end = self.0.borrow().clone();
        if let Some(front_end) = front_end {
            front_end.dispatch(&text);
        }
    }

    #[method]
    fn disconnect(&self, _scope: &mut v8::PinScope<'_, '_>) {
        let front_end = self.0.borrow_mut().take();
        if let Some(front_end) = front_end {
            front_end.disconnect();
        }
    }
}

/// `new MainThreadConnection(onMessage)`: connects a worker to the inspector of the main thread, whose answers come later.
pub(crate) struct MainThreadConnection(Cell<Option<u32>>);

#[class]
impl MainThreadConnection {
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        on_message: v8::Local<'s, v8::Function>,
    ) -> Result<MainThreadConnection, OpError> {
        let hear = listener(scope, on_message, "ConnectToMainThread")?;
        Ok(MainThreadConnection(Cell::new(Agent::of(&runtime::state(scope)).connect_to_main(hear))))
    }

    /// Sends one message.
    #[method]
    fn dispatch(&self, scope: &mut v8::PinScope<'_, '_>, text: String) {
        if let Some(listener) = self.0.get() {
            Agent::of(&runtime::state(scope)).ask_main(listener, text);
        }
    }

    #[method]
    fn disconnect(&self, scope: &mut v8::PinScope<'_, '_>) {
        if let Some(listener) = self.0.take() {
            Agent::of(&runtime::state(scope)).leave_main(listener);
        }
    }
}

/// What hands messages to a function of the program, which must be allowed to inspect; `purpose` is for the refusal.
fn listener(
    scope: &mut v8::PinScope<'_, '_>,
    on_message: v8::Local<'_, v8::Function>,
    purpose: &str,
) -> Result<Rc<dyn Fn(String)>, OpError> {
    permission::require(scope, Permission::Inspector, purpose)?;
    let on_message = v8::Global::new(scope, on_message);
    Ok(Rc::new(move |text: String| deliver(&on_message, &text)))
}

/// Calls in the async context of what runs: a listener sees the stores of the code that it inspects.
fn deliver(on_message: &v8::Global<v8::Function>, text: &str) {
    let Some(runtime) = runtime::state::current() else { return };
    runtime.call_into_js(|scope| {
        let (on_message, text) = (v8::Local::new(scope, on_message), string(scope, text));
        let receiver = v8::undefined(scope);
        runtime.call_reporting(scope, on_message, receiver.into(), &[text.into()]);
    });
}
