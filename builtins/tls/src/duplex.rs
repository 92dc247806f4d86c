//! A transport over a stream of JavaScript, for TLS inside another protocol.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use runtime::engine::v8;
use runtime::{Bytes, Callback, Consumer, JsError, ToV8, Transport, TransportHandle, Written, class, sys};

/// The transport as JavaScript holds it.
pub(crate) struct DuplexTransport {
    core: Rc<Core>,
}

struct Core {
    functions: RefCell<Option<Rc<Functions>>>,
    consumer: RefCell<Option<Rc<dyn Consumer>>>,
    /// Bytes that the stream has and has not yet called back for.
    pending: Cell<usize>,
}

struct Functions {
    /// `(bytes)`; `written` answers.
    write: Callback,
    /// `()`: the stream is to be ended.
    end: Callback,
    /// `(wanted)`: the stream is to flow or to pause.
    reading: Callback,
}

#[class]
impl DuplexTransport {
    /// `new DuplexTransport(onWrite, onEnd, onReading)`
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        on_write: v8::Local<'_, v8::Function>,
        on_end: v8::Local<'_, v8::Function>,
        on_reading: v8::Local<'_, v8::Function>,
    ) -> DuplexTransport {
        let functions = Functions {
            write: Callback::new(scope, on_write),
            end: Callback::new(scope, on_end),
            reading: Callback::new(scope, on_reading),
        };
        let core = Core {
            functions: RefCell::new(Some(Rc::new(functions))),
            consumer: RefCell::default(),
            pending: Cell::new(0),
        };
        DuplexTransport { core: Rc::new(core) }
    }

    /// The stream for native code.
    #[method]
    fn transport<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, JsError> {
        TransportHandle::wrap(scope, self.core.clone())
    }

    /// Bytes came from the stream.
    #[method]
    fn receive(&self, bytes: Bytes) {
        if let Some(consumer) = self.core.consumer() {
            consumer.receive(&bytes);
        }
    }

    /// The stream has ended, or failed with this number.
    #[method]
    fn ended(&self, status: i32) {
        if let Some(consumer) = self.core.consumer() {
            consumer.end(status);
        }
    }

    /// The stream is done with so many bytes.
    #[method]
    fn written(&self, count: u32, status: i32) {
        let pending = self.core.pending.get().saturating_sub(count as usize);
        self.core.pending.set(pending);
        if let Some(consumer) = self.core.consumer().filter(|_| pending == 0 || status != 0) {
            consumer.written(status);
        }
    }

    /// Lets go of the functions.
    #[method]
    fn release(&self) {
        let (functions, consumer) = (self.core.functions.take(), self.core.consumer.take());
        drop((functions, consumer));
    }
}

impl Core {
    fn consumer(&self) -> Option<Rc<dyn Consumer>> {
        self.consumer.borrow().clone()
    }

    fn functions(&self) -> sys::Result<Rc<Functions>> {
        self.functions.borrow().clone().ok_or(sys::Error::not_open("write"))
    }
}

impl Transport for Core {
    fn consume(&self, consumer: Option<Rc<dyn Consumer>>) {
        let before = self.consumer.replace(consumer);
        drop(before);
    }

    fn set_reading(&self, reading: bool) -> sys::Result<()> {
        self.functions()?.reading.call(|scope| [v8::Boolean::new(scope, reading).into()]);
        Ok(())
    }

    fn write(&self, bytes: Vec<u8>) -> sys::Result<Written> {
        let functions = self.functions()?;
        self.pending.set(self.pending.get() + bytes.len());
        functions.write.call(|scope| [bytes.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into())]);
        Ok(if self.pending.get() == 0 { Written::All } else { Written::Later })
    }

    fn shutdown(&self) -> sys::Result<()> {
        self.functions()?.end.call(|_| []);
        Ok(())
    }

    fn pending(&self) -> usize {
        self.pending.get()
    }

    fn has_input(&self) -> bool {
        false
    }
}
