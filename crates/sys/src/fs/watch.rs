//! Changes to files, reported by the kernel through inotify.
//!
//! One [`Watcher`] holds one inotify descriptor, which a loop polls for reading; the system grants few of them. The
//! kernel keys watches by inode, so two names of one file share a watch; [`super::watch_loop`] keeps the books.

use std::ffi::OsString;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use super::c_path::path_call;
use crate::error::{Result, check};

/// What of a file is watched.
const WATCHED: u32 = libc::IN_ATTRIB
    | libc::IN_CREATE
    | libc::IN_MODIFY
    | libc::IN_DELETE
    | libc::IN_DELETE_SELF
    | libc::IN_MOVE_SELF
    | libc::IN_MOVED_FROM
    | libc::IN_MOVED_TO;

/// Changes that leave the name where it was; all others are renames in Node's two words.
const CONTENT: u32 = libc::IN_ATTRIB | libc::IN_MODIFY;

/// What happened to a file, in Node's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Content or attributes changed.
    Content,
    /// A name appeared, disappeared or moved.
    Name,
}

/// The number the kernel gave a watched file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Watch(i32);

/// One report of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub watch: Watch,
    pub change: Change,
    /// The name inside the watched directory; none if the watched file itself changed.
    pub name: Option<OsString>,
}

/// A set of watched files.
#[derive(Debug)]
pub struct Watcher {
    fd: OwnedFd,
}

impl Watcher {
    /// A set without files.
    pub fn new() -> Result<Self> {
        // SAFETY: the call takes flags only.
        let fd = check(unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) }, "inotify_init1")?;
        // SAFETY: the kernel has just given us the descriptor, nobody else has it.
        Ok(Watcher { fd: unsafe { OwnedFd::from_raw_fd(fd) } })
    }

    /// Watches `path`; a file watched already keeps its number.
    pub fn add(&self, path: &Path) -> Result<Watch> {
        let fd = self.as_raw_fd();
        // SAFETY: `path_call` passes a terminated string.
        path_call("watch", path, |text| unsafe { libc::inotify_add_watch(fd, text, WATCHED) }).map(Watch)
    }

    /// Stops watching. The kernel may have done so already, because the file is gone.
    pub fn remove(&self, watch: Watch) {
        // SAFETY: the call takes numbers only, and a number it does not know is an error without effect.
        unsafe { libc::inotify_rm_watch(self.as_raw_fd(), watch.0) };
    }

    /// The events that have arrived, without waiting for one.
    pub fn read(&self) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        let mut buffer = [0u8; 4096];
        loop {
            match super::read(self.as_raw_fd(), &mut buffer, None) {
                Ok(0) => return Ok(events),
                Ok(count) => parse(&buffer[..count], &mut events),
                Err(error) if error.errno == libc::EAGAIN => return Ok(events),
                Err(error) => return Err(error),
            }
        }
    }
}

impl AsRawFd for Watcher {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

/// Appends the events in `bytes`: each a header and a name padded with NUL bytes.
fn parse(mut bytes: &[u8], events: &mut Vec<Event>) {
    const HEADER: usize = size_of::<libc::inotify_event>();
    while bytes.len() >= HEADER {
        // SAFETY: there are enough bytes for a header, and every bit pattern is one.
        let header: libc::inotify_event = unsafe { bytes.as_ptr().cast::<libc::inotify_event>().read_unaligned() };
        let end = HEADER + header.len as usize;
        let name: Vec<u8> = bytes[HEADER..end].iter().copied().take_while(|&byte| byte != 0).collect();
        if header.mask & (WATCHED | libc::IN_UNMOUNT) != 0 {
            events.push(Event {
                watch: Watch(header.wd),
                change: if header.mask & !CONTENT == 0 { Change::Content } else { Change::Name },
                name: (!name.is_empty()).then(|| OsString::from_vec(name)),
            });
        }
        bytes = &bytes[end..];
    }
}

/// Waits until `watcher` has events or `milliseconds` are over.
#[cfg(test)]
fn wait(watcher: &Watcher, milliseconds: i32) {
    let mut poll = libc::pollfd { fd: watcher.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: `poll` is one valid entry.
    crate::error::retry("poll", || unsafe { libc::poll(&raw mut poll, 1, milliseconds) }).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn changes_are_told_apart_from_names() {
        let dir = TestDir::new();
        let watcher = Watcher::new().unwrap();
        let watch = watcher.add(dir.path()).unwrap();
        assert_eq!(watcher.add(dir.path()), Ok(watch));
        assert_eq!(watcher.read(), Ok(vec![]));
        std::fs::write(dir.join("a"), "x").unwrap();
        std::fs::remove_file(dir.join("a")).unwrap();
        wait(&watcher, 1000);
        let events = watcher.read().unwrap();
        let name = Some(OsString::from("a"));
        let expected = [Change::Name, Change::Content, Change::Name];
        assert_eq!(events, expected.map(|change| Event { watch, change, name: name.clone() }));
        watcher.remove(watch);
    }

    #[test]
    fn a_path_that_is_not_there_cannot_be_watched() {
        let error = Watcher::new().unwrap().add(Path::new("/gone")).unwrap_err();
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, watch '/gone'");
    }
}
