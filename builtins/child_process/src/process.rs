//! The class of running children.

use std::cell::{Cell, RefCell};
use std::os::fd::IntoRawFd;
use std::rc::Rc;

use runtime::engine::v8;
use runtime::permission::{self, Permission};
use runtime::sys::net::Socket;
use runtime::sys::process::{ExitStatus, ExitWatch, Stdio, spawn};
use runtime::sys::this_process::kill;
use runtime::sys::{self, Error, net};
use runtime::{Callback, OpError, class, state};

use crate::command::CommandArg;

/// The stdio entry for a pipe to us; other negative ones are ignored, the rest are descriptors.
const PIPE: i32 = -2;

/// A child as JavaScript holds it.
pub(crate) struct Process {
    pid: Cell<i32>,
    watch: Rc<RefCell<Option<ExitWatch>>>,
    on_exit: Rc<RefCell<Option<Callback>>>,
    /// Our ends of the pipes by place, until they are taken. JavaScript that is ended in the middle of a spawn takes none.
    pipes: RefCell<Vec<Option<Socket>>>,
}

#[class]
impl Process {
    /// `new Process(onExit)`: `onExit(code, signal)` is called once when the child has ended.
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        on_exit: v8::Local<'_, v8::Function>,
    ) -> Process {
        let on_exit = Callback::with_receiver(scope, this, on_exit);
        Process {
            pid: Cell::new(0),
            watch: Rc::default(),
            on_exit: Rc::new(RefCell::new(Some(on_exit))),
            pipes: RefCell::default(),
        }
    }

    /// Starts the command: 0, or an error number. An entry of `stdio` is a descriptor, -1 for nothing, or -2 for a pipe.
    #[method]
    fn spawn(&self, scope: &mut v8::PinScope<'_, '_>, command: CommandArg, stdio: Vec<i32>) -> Result<i32, OpError> {
        permission::require(scope, Permission::ChildProcess, &command.file())?;
        let result = self.start(scope, command, &stdio);
        if result.is_err() {
            self.on_exit.take();
        }
        Ok(result.map_or_else(|error| error.uv_errno(), |()| 0))
    }

    /// The descriptor of our end of the pipe at a place, which is the caller's from now on; -1 for none.
    #[method]
    fn take_pipe(&self, place: usize) -> i32 {
        self.pipes.borrow_mut().get_mut(place).and_then(Option::take).map_or(-1, IntoRawFd::into_raw_fd)
    }

    /// Sends a signal: 0, or an error number.
    #[method]
    fn kill(&self, signal: i32) -> i32 {
        if self.watch.borrow().is_none() {
            return Error::no_process("kill").uv_errno();
        }
        kill(self.pid.get(), signal).map_or_else(|error| error.uv_errno(), |()| 0)
    }

    /// The number of the child.
    #[getter]
    fn pid(&self) -> i32 {
        self.pid.get()
    }

    /// Lets the child keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.with_watch(ExitWatch::reference);
    }

    /// Lets the loop end although the child runs.
    #[method]
    fn unref(&self) {
        self.with_watch(ExitWatch::unreference);
    }

    /// Whether the child keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.watch.borrow().as_ref().is_some_and(ExitWatch::is_referenced)
    }

    /// Calls `callback` in the closing phase. The child was reaped when its end was told.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>, callback: Option<v8::Local<'_, v8::Function>>) {
        self.watch.take();
        self.on_exit.take();
        if let Some(callback) = callback {
            let callback = Callback::new(scope, callback);
            state(scope).event_loop().close_soon(move || callback.call(|_| []));
        }
    }
}

impl Process {
    fn start(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        CommandArg(mut command): CommandArg,
        stdio: &[i32],
    ) -> sys::Result<()> {
        let Pipes { ours, stdio, theirs } = Pipes::open(stdio)?;
        command.stdio = stdio;
        // Also those of a child that does not start: what reads them finds their end.
        self.pipes.replace(ours);
        let child = spawn(&command)?;
        drop(theirs);
        self.pid.set(child.pid);
        let (watch, on_exit) = (Rc::clone(&self.watch), Rc::clone(&self.on_exit));
        let event_loop = state(scope).event_loop().clone();
        let ended = move |status| {
            watch.take();
            if let Some(on_exit) = on_exit.take() {
                tell(&on_exit, status);
            }
        };
        self.watch.replace(Some(ExitWatch::new(&event_loop, child, ended)?));
        Ok(())
    }

    fn with_watch(&self, call: impl FnOnce(&ExitWatch)) {
        if let Some(watch) = &*self.watch.borrow() {
            call(watch);
        }
    }
}

fn tell(on_exit: &Callback, status: ExitStatus) {
    let (code, signal) = match status {
        ExitStatus::Code(code) => (code, 0),
        ExitStatus::Signal(signal) => (0, signal),
    };
    on_exit.call(|scope| [v8::Integer::new(scope, code).into(), v8::Integer::new(scope, signal).into()]);
}

/// The pipes of a child that is about to start.
struct Pipes {
    ours: Vec<Option<Socket>>,
    stdio: Vec<Stdio>,
    /// The child's ends, open until it has them.
    theirs: Vec<Socket>,
}

impl Pipes {
    fn open(stdio: &[i32]) -> sys::Result<Pipes> {
        let mut pipes = Pipes { ours: Vec::new(), stdio: Vec::new(), theirs: Vec::new() };
        for &entry in stdio {
            pipes.add(entry)?;
        }
        Ok(pipes)
    }

    fn add(&mut self, entry: i32) -> sys::Result<()> {
        if entry != PIPE {
            self.ours.push(None);
            self.stdio.push(if entry < 0 { Stdio::Ignore } else { Stdio::Fd(entry) });
            return Ok(());
        }
        let (ours, theirs) = Socket::pair()?;
        net::set_nonblocking(theirs.fd(), false)?;
        self.stdio.push(Stdio::Fd(theirs.fd()));
        self.ours.push(Some(ours));
        self.theirs.push(theirs);
        Ok(())
    }
}
