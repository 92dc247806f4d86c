//! The class of servers: a socket that takes connections.

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::os::fd::IntoRawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::rc::{Rc, Weak};

use runtime::engine::{class::instantiate, v8};
use runtime::permission::{self, Permission};
use runtime::sys::event_loop::{Interest, IoHandle, Loop, Timer};
use runtime::sys::net::{Address, BindOptions, Domain, Socket, parse_ip};
use runtime::sys::{self, Error};
use runtime::{Bytes, Callback, OpError, class, state};

use crate::address::AddressResult;
use crate::connection::{Functions, Kind};
use crate::status;
use crate::stream::Stream;

/// Connections taken in a row before the other handles get their turn.
const ACCEPTS: usize = 64;
/// How long a server that ran out of descriptors waits before it tries again, in milliseconds.
const PAUSE: u64 = 100;
/// Bits of the flags of `listen`.
const IPV6_ONLY: i32 = 1;
const REUSE_PORT: i32 = 2;

/// A server as JavaScript holds it.
pub(crate) struct Listener {
    core: Rc<Core>,
}

struct Core {
    kind: Kind,
    event_loop: Loop,
    descriptor: RefCell<Option<Descriptor>>,
    referenced: Cell<bool>,
    /// Where a server of a Unix domain socket was bound; it goes with the server, whatever a program may do to files.
    path: RefCell<Option<PathBuf>>,
    functions: RefCell<Option<Rc<Handlers>>>,
}

/// A listening socket on the loop. The handle comes first, so that it leaves the loop before it is closed.
struct Descriptor {
    io: IoHandle,
    /// Ends the pause of a server that ran out of descriptors.
    resume: Timer,
    socket: Socket,
}

/// What JavaScript wants to hear of: connections, and what happens on them.
struct Handlers {
    connection: Callback,
    read: v8::Global<v8::Function>,
    done: v8::Global<v8::Function>,
}

#[class]
impl Listener {
    /// `new Listener(kind, onConnection, onRead, onDone)`: `onConnection(status, stream)` is called for every
    /// connection, with a stream made as by `new Stream(kind, onRead, onDone)`.
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        kind: i32,
        on_connection: v8::Local<'_, v8::Function>,
        on_read: v8::Local<'_, v8::Function>,
        on_done: v8::Local<'_, v8::Function>,
    ) -> Listener {
        let functions = Handlers {
            connection: Callback::with_receiver(scope, this, on_connection),
            read: v8::Global::new(scope, on_read),
            done: v8::Global::new(scope, on_done),
        };
        let core = Core {
            kind: Kind::from_number(kind),
            event_loop: state(scope).event_loop().clone(),
            descriptor: RefCell::default(),
            referenced: Cell::new(true),
            path: RefCell::default(),
            functions: RefCell::new(Some(Rc::new(functions))),
        };
        Listener { core: Rc::new(core) }
    }

    /// Binds to an IP address. Flag 1 refuses IPv4 on an IPv6 address, flag 2 shares the port.
    #[method]
    fn bind(&self, scope: &mut v8::PinScope<'_, '_>, host: String, port: i32, flags: i32) -> Result<i32, OpError> {
        permission::require(scope, Permission::Net, "")?;
        let options = BindOptions { ipv6_only: flags & IPV6_ONLY != 0, reuse_port: flags & REUSE_PORT != 0 };
        let address = parse_ip(&host, port as u16).map(Address::Ip).ok_or(Error::invalid("bind"));
        Ok(status(address.and_then(|address| self.core.bind(&address, options))))
    }

    /// Binds to the path of a Unix domain socket.
    #[method]
    fn bind_path(&self, scope: &mut v8::PinScope<'_, '_>, path: Bytes) -> Result<i32, OpError> {
        permission::require(scope, Permission::Net, &String::from_utf8_lossy(&path))?;
        let bound = self.core.bind(&Address::Unix(path.to_vec()), BindOptions::default());
        // An abstract name has no path.
        if bound.is_ok() && path.first() != Some(&0) {
            self.core.path.replace(Some(PathBuf::from(OsStr::from_bytes(&path))));
        }
        Ok(status(bound))
    }

    /// Lets others connect to the path that the server is bound to, or not.
    #[method]
    fn change_path_mode(&self, mode: u32) -> i32 {
        let path = self.core.path.borrow();
        status(path.as_deref().map_or(Err(Error::not_open("chmod")), |path| sys::fs::change_mode(path, mode)))
    }

    /// Takes over a descriptor.
    #[method]
    fn open(&self, fd: i32) -> i32 {
        status(Socket::take_over(fd).and_then(|socket| self.core.attach(socket)))
    }

    /// Begins to take connections.
    #[method]
    fn listen(&self, scope: &mut v8::PinScope<'_, '_>, backlog: i32) -> Result<i32, OpError> {
        permission::require(scope, Permission::Net, "")?;
        Ok(status(self.core.listen(backlog)))
    }

    /// Closes the descriptor. Nothing is called afterwards but `callback`, in the closing phase.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>, callback: Option<v8::Local<'_, v8::Function>>) {
        self.core.close();
        let callback = callback.map(|callback| Callback::new(scope, callback));
        // Also without a callback: a closing handle keeps the loop alive for its turn, and `beforeExit` comes once more.
        self.core.event_loop.close_soon(move || {
            if let Some(callback) = callback {
                callback.call(|_| []);
            }
        });
    }

    /// Gives the descriptor away and forgets everything else; -1 without one. The path stays.
    #[method]
    fn detach(&self) -> i32 {
        self.core.path.take();
        let descriptor = self.core.descriptor.take();
        self.core.close();
        descriptor.map_or(-1, |Descriptor { io, socket, .. }| {
            io.deregister();
            socket.into_fd().into_raw_fd()
        })
    }

    /// The own address.
    #[method]
    fn getsockname(&self) -> AddressResult {
        AddressResult(self.core.with_socket(Socket::local_address))
    }

    /// The descriptor; -1 without one.
    #[getter]
    fn fd(&self) -> i32 {
        self.core.with_socket(|socket| Ok(socket.fd())).unwrap_or(-1)
    }

    /// Lets the server keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.set_referenced(true);
    }

    /// Lets the loop end although the server listens.
    #[method]
    fn unref(&self) {
        self.core.set_referenced(false);
    }

    /// Whether the server keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.core.referenced.get() && self.core.functions.borrow().is_some()
    }
}

impl Core {
    fn bind(self: &Rc<Self>, address: &Address, options: BindOptions) -> sys::Result<()> {
        let socket = Socket::new(Domain::of(address))?;
        socket.bind(address, options)?;
        self.attach(socket)
    }

    fn attach(self: &Rc<Self>, socket: Socket) -> sys::Result<()> {
        let kind = if self.kind == Kind::Tcp { "TCPServerWrap" } else { "PipeServerWrap" };
        let core = Rc::downgrade(self);
        let ready = Box::new(move |_| on_ready(&core));
        let io = IoHandle::with_kind(&self.event_loop, kind, socket.fd(), Interest::NONE, ready)?;
        if !self.referenced.get() {
            io.unreference();
        }
        let core = Rc::downgrade(self);
        let resume = Timer::new(&self.event_loop, Box::new(move |_| resume(&core)));
        self.descriptor.replace(Some(Descriptor { io, resume, socket }));
        Ok(())
    }

    fn listen(&self, backlog: i32) -> sys::Result<()> {
        self.with_socket(|socket| socket.listen(backlog))?;
        self.watch(Interest::READABLE)
    }

    fn watch(&self, interest: Interest) -> sys::Result<()> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => descriptor.io.reregister(interest),
            None => Err(Error::not_open("listen")),
        }
    }

    fn with_socket<R>(&self, call: impl FnOnce(&Socket) -> sys::Result<R>) -> sys::Result<R> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => call(&descriptor.socket),
            None => Err(Error::not_open("listen")),
        }
    }

    fn set_referenced(&self, referenced: bool) {
        self.referenced.set(referenced);
        match &*self.descriptor.borrow() {
            Some(descriptor) if referenced => descriptor.io.reference(),
            Some(descriptor) => descriptor.io.unreference(),
            None => {}
        }
    }

    fn close(&self) {
        if let Some(path) = self.path.take() {
            // Somebody else may have taken it away.
            let _ = sys::fs::unlink(&path);
        }
        let descriptor = self.descriptor.take();
        drop(descriptor);
        let functions = self.functions.take();
        drop(functions);
    }

    fn accept_all(&self) {
        for _ in 0..ACCEPTS {
            match self.with_socket(Socket::accept) {
                Ok(Some(socket)) => self.tell(socket),
                Ok(None) => return,
                Err(_) if self.descriptor.borrow().is_none() => return,
                Err(_) => return self.pause(),
            }
        }
    }

    /// Takes no connections for a while: without free descriptors the next attempt would fail at once, and the
    /// waiting connection would keep the loop busy.
    fn pause(&self) {
        // Watching less cannot fail on an open descriptor.
        let _ = self.watch(Interest::NONE);
        if let Some(descriptor) = &*self.descriptor.borrow() {
            descriptor.resume.start(PAUSE, 0);
            if !self.referenced.get() {
                descriptor.resume.unreference();
            }
        }
    }

    fn tell(&self, socket: Socket) {
        let Some(functions) = self.functions.borrow().clone() else { return };
        let stream = Stream::connected(&self.event_loop, self.kind, socket);
        functions.connection.call(|scope| functions.arguments(scope, stream));
    }
}

impl Handlers {
    /// `(status, stream)` for `onConnection`.
    fn arguments<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: sys::Result<Stream>,
    ) -> [v8::Local<'s, v8::Value>; 2] {
        let errno = stream.as_ref().map_or_else(Error::uv_errno, |_| 0);
        let object = stream.ok().and_then(|stream| self.wrap(scope, stream));
        let object = object.map_or_else(|| v8::undefined(scope).into(), Into::into);
        [v8::Integer::new(scope, errno).into(), object]
    }

    fn wrap<'s>(&self, scope: &mut v8::PinScope<'s, '_>, stream: Stream) -> Option<v8::Local<'s, v8::Object>> {
        let object = instantiate(scope, stream)?;
        let (on_read, on_done) = (v8::Local::new(scope, &self.read), v8::Local::new(scope, &self.done));
        let functions = Functions::new(scope, object, on_read, on_done);
        runtime::Native::<Stream>::of(scope, object)?.tell(functions);
        Some(object)
    }
}

fn on_ready(core: &Weak<Core>) {
    if let Some(core) = core.upgrade() {
        core.accept_all();
    }
}

fn resume(core: &Weak<Core>) {
    if let Some(core) = core.upgrade() {
        // A server closed in the meantime has nothing to watch.
        let _ = core.watch(Interest::READABLE);
    }
}
