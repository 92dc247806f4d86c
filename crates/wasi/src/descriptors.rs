//! The table of a module's descriptors.

use std::collections::BTreeMap;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{FileType, Mode, OFlags};

use crate::{Errno, Result, rights};

/// WASI's `filetype`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    RegularFile = 4,
    SocketStream = 6,
    SymbolicLink = 7,
}

impl Kind {
    pub(crate) fn of(mode: u32) -> Self {
        match FileType::from_raw_mode(mode) {
            FileType::BlockDevice => Self::BlockDevice,
            FileType::CharacterDevice => Self::CharacterDevice,
            FileType::Directory => Self::Directory,
            FileType::RegularFile => Self::RegularFile,
            FileType::Symlink => Self::SymbolicLink,
            // A pipe is a stream like the others; WASI has no kind of its own for it.
            FileType::Socket | FileType::Fifo => Self::SocketStream,
            FileType::Unknown => Self::Unknown,
        }
    }

    /// The rights that make sense for it.
    fn rights(self) -> u64 {
        match self {
            Self::Directory => rights::DIRECTORY,
            Self::CharacterDevice | Self::SocketStream => rights::STREAM,
            _ => rights::FILE,
        }
    }
}

/// One descriptor.
pub(crate) struct Descriptor {
    file: OwnedFd,
    pub(crate) kind: Kind,
    pub(crate) rights: u64,
    pub(crate) inheriting: u64,
    /// The name under which the module knows a preopened directory.
    pub(crate) shown: Option<String>,
    /// The names of a directory as of its last reading from the start.
    pub(crate) names: Vec<(u64, Kind, Vec<u8>)>,
}

impl Descriptor {
    /// A descriptor with the rights that were asked for and make sense.
    pub(crate) fn new(file: OwnedFd, rights: u64, inheriting: u64) -> Result<Self> {
        let kind = Kind::of(rustix::fs::fstat(&file)?.st_mode);
        Ok(Self { file, kind, rights: rights & kind.rights(), inheriting, shown: None, names: Vec::new() })
    }

    pub(crate) fn require(&self, rights: u64) -> Result {
        if self.rights & rights == rights { Ok(()) } else { Err(Errno::NOTCAPABLE) }
    }
}

impl AsFd for Descriptor {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

/// Descriptors by number; the lowest free number comes first.
pub(crate) struct Descriptors(BTreeMap<u32, Descriptor>);

impl Descriptors {
    pub(crate) fn new(streams: [OwnedFd; 3]) -> Self {
        let streams = streams.into_iter().map(|stream| {
            let kind = rustix::fs::fstat(&stream).map_or(Kind::Unknown, |found| Kind::of(found.st_mode));
            Descriptor { file: stream, kind, rights: kind.rights(), inheriting: 0, shown: None, names: Vec::new() }
        });
        Self((0..).zip(streams).collect())
    }

    pub(crate) fn preopen(&mut self, shown: &str, real: &str) -> Result {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
        let directory = rustix::fs::open(real, flags, Mode::empty())?;
        let mut descriptor = Descriptor::new(directory, rights::ALL, rights::ALL)?;
        descriptor.shown = Some(shown.to_owned());
        self.insert(descriptor);
        Ok(())
    }

    pub(crate) fn insert(&mut self, descriptor: Descriptor) -> u32 {
        let free = (0..).zip(self.0.keys()).find(|(expected, key)| expected != *key).map(|(expected, _)| expected);
        let number = free.unwrap_or(self.0.len() as u32);
        self.0.insert(number, descriptor);
        number
    }

    pub(crate) fn get(&self, fd: u32) -> Result<&Descriptor> {
        self.0.get(&fd).ok_or(Errno::BADF)
    }

    pub(crate) fn get_mut(&mut self, fd: u32) -> Result<&mut Descriptor> {
        self.0.get_mut(&fd).ok_or(Errno::BADF)
    }

    /// The descriptor, if it has `rights`.
    pub(crate) fn with(&self, fd: u32, rights: u64) -> Result<&Descriptor> {
        let descriptor = self.get(fd)?;
        descriptor.require(rights)?;
        Ok(descriptor)
    }

    pub(crate) fn close(&mut self, fd: u32) -> Result {
        self.0.remove(&fd).map(drop).ok_or(Errno::BADF)
    }

    /// Gives `from` the number `to`, whose descriptor is closed.
    pub(crate) fn renumber(&mut self, from: u32, to: u32) -> Result {
        if !self.0.contains_key(&to) {
            return Err(Errno::BADF);
        }
        let descriptor = self.0.remove(&from).ok_or(Errno::BADF)?;
        self.0.insert(to, descriptor);
        Ok(())
    }
}
