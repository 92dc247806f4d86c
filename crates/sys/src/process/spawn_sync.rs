//! Running a child to its end while everything else of this thread waits.

use std::io::ErrorKind;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use super::exit::{ExitStatus, reap};
use super::spawn::{Child, Command, Stdio, spawn};
use crate::net::{self, Socket};
use crate::this_process::kill;
use crate::{Error, Result};

/// A descriptor of the child, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncPipe {
    /// As [`Stdio`].
    Plain(Stdio),
    /// A pipe: the child reads `input` from it, and what it writes to it is kept.
    Pipe(SyncInput),
}

/// What a child reads from a pipe.
pub type SyncInput = Vec<u8>;

/// When to kill the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncLimits {
    /// After this time.
    pub timeout: Option<Duration>,
    /// When a pipe has given more bytes than this; those of the read that went over are kept.
    pub max_buffer: Option<usize>,
    /// By this signal.
    pub kill_signal: i32,
}

/// What became of the child.
#[derive(Debug)]
pub struct SyncOutput {
    /// Its number.
    pub pid: i32,
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote, by place; `None` for what was no pipe.
    pub output: Vec<Option<Vec<u8>>>,
    /// `ETIMEDOUT` or `ENOBUFS` when a limit ended it, or the error of moving the bytes.
    pub error: Option<Error>,
}

/// Starts `command` with `pipes` in place of its stdio, feeds and reads them, and waits for its end and theirs.
///
/// # Errors
/// As [`spawn`], `EMFILE`.
pub fn spawn_sync(command: &Command, pipes: Vec<SyncPipe>, limits: SyncLimits) -> Result<SyncOutput> {
    let mut command = command.clone();
    let mut ends = Vec::with_capacity(pipes.len());
    let mut theirs = Vec::new();
    command.stdio.clear();
    for pipe in pipes {
        let (end, stdio) = match pipe {
            SyncPipe::Plain(stdio) => (None, stdio),
            SyncPipe::Pipe(input) => {
                let (our, their) = Socket::pair()?;
                net::set_nonblocking(their.fd(), false)?;
                let stdio = Stdio::Fd(their.fd());
                theirs.push(their);
                (Some(End::new(our, input)), stdio)
            }
        };
        ends.push(end);
        command.stdio.push(stdio);
    }
    let child = spawn(&command)?;
    drop(theirs);
    Session { child, ends, limits, deadline: deadline(limits.timeout), error: None, killed: false }.run()
}

fn deadline(timeout: Option<Duration>) -> Option<Instant> {
    Instant::now().checked_add(timeout?)
}

/// Our end of a pipe.
struct End {
    /// `None` once the child has closed its end.
    socket: Option<Socket>,
    input: Vec<u8>,
    written: usize,
    output: Vec<u8>,
    shut: bool,
}

impl End {
    fn new(socket: Socket, input: Vec<u8>) -> Self {
        End { socket: Some(socket), input, written: 0, output: Vec::new(), shut: false }
    }

    fn wants_write(&self) -> bool {
        !self.shut
    }

    /// Writes what fits; after the last byte the child reads the end. A child that does not read is no error.
    fn feed(&mut self) -> Result<()> {
        let Some(socket) = &self.socket else { return Ok(()) };
        match net::write(socket.fd(), &self.input[self.written..]) {
            Ok(count) => self.written += count.unwrap_or(0),
            Err(error) if matches!(error.errno, libc::EPIPE | libc::ECONNRESET) => self.written = self.input.len(),
            Err(error) => return Err(error),
        }
        if self.written == self.input.len() {
            self.shut = true;
            // The child may have closed the pipe already, which ends it as well.
            let _ = socket.shutdown(net::Shutdown::Write);
        }
        Ok(())
    }

    /// Reads what is there.
    fn drain(&mut self) -> Result<()> {
        const STEP: usize = 64 * 1024;
        while let Some(socket) = &self.socket {
            let mut buffer = [MaybeUninit::uninit(); STEP];
            match net::read(socket.fd(), &mut buffer) {
                Ok(None) => return Ok(()),
                Ok(Some(0)) => self.socket = None,
                Err(error) if error.errno == libc::ECONNRESET => self.socket = None,
                Err(error) => return Err(error),
                // SAFETY: the read has initialised this many bytes.
                Ok(Some(count)) => self.output.extend_from_slice(unsafe { buffer[..count].assume_init_ref() }),
            }
        }
        Ok(())
    }
}

struct Session {
    child: Child,
    ends: Vec<Option<End>>,
    limits: SyncLimits,
    deadline: Option<Instant>,
    error: Option<Error>,
    killed: bool,
}

impl Session {
    fn run(mut self) -> Result<SyncOutput> {
        let mut ended = false;
        while !ended || self.ends.iter().flatten().any(|end| end.socket.is_some()) {
            ended |= self.turn(ended);
        }
        let status = reap(self.child.pid)?;
        let output = self.ends.into_iter().map(|end| end.map(|end| end.output)).collect();
        Ok(SyncOutput { pid: self.child.pid, status, output, error: self.error })
    }

    /// Waits for something to happen and handles it; tells whether the child has ended.
    fn turn(&mut self, ended: bool) -> bool {
        let mut polls = vec![poll_entry(if ended { -1 } else { self.child.pidfd.as_raw_fd() }, libc::POLLIN)];
        polls.extend(self.ends.iter().map(|end| match end {
            Some(End { socket: Some(socket), .. }) => poll_entry(socket.fd(), events_of(end)),
            _ => poll_entry(-1, 0),
        }));
        if !wait(&mut polls, self.deadline) {
            self.deadline = None;
            self.kill(limit_error(libc::ETIMEDOUT));
        }
        for (index, poll) in polls[1..].iter().enumerate().filter(|(_, poll)| poll.revents != 0) {
            self.serve(index, poll.revents);
        }
        polls[0].revents != 0
    }

    fn serve(&mut self, index: usize, events: i16) {
        let Some(end) = &mut self.ends[index] else { return };
        let fed = if events & libc::POLLOUT != 0 { end.feed() } else { Ok(()) };
        let moved = if events & !libc::POLLOUT != 0 { fed.and_then(|()| end.drain()) } else { fed };
        let full = self.limits.max_buffer.is_some_and(|limit| end.output.len() > limit);
        if let Err(error) = moved {
            end.socket = None;
            self.kill(error);
        } else if full {
            self.kill(limit_error(libc::ENOBUFS));
        }
    }

    /// Kills the child and stops reading; the first reason is the one told.
    fn kill(&mut self, reason: Error) {
        self.error.get_or_insert(reason);
        for end in self.ends.iter_mut().flatten() {
            end.socket = None;
        }
        if !std::mem::replace(&mut self.killed, true) {
            // The child may have ended by itself; it is still ours to reap, so the number is not another's.
            let _ = kill(self.child.pid, self.limits.kill_signal);
        }
    }
}

fn limit_error(errno: i32) -> Error {
    Error::new(errno, "spawnSync")
}

fn poll_entry(fd: RawFd, events: i16) -> libc::pollfd {
    libc::pollfd { fd, events, revents: 0 }
}

fn events_of(end: &Option<End>) -> i16 {
    let writes = end.as_ref().is_some_and(End::wants_write);
    if writes { libc::POLLIN | libc::POLLOUT } else { libc::POLLIN }
}

/// Waits until an entry is ready; `false` when the deadline came first.
fn wait(polls: &mut [libc::pollfd], deadline: Option<Instant>) -> bool {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        // Rounded up, so that the deadline has passed when the wait ends.
        let millis = left.map_or(-1, |left| i32::try_from(left.as_millis() + 1).unwrap_or(i32::MAX));
        // SAFETY: the slice has the given length.
        let ready = unsafe { libc::poll(polls.as_mut_ptr(), polls.len() as libc::nfds_t, millis) };
        let interrupted = ready < 0 && std::io::Error::last_os_error().kind() == ErrorKind::Interrupted;
        if ready > 0 {
            return true;
        }
        if !interrupted && deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return false;
        }
    }
}
