//! Functions on paths below a directory. The kernel resolves them beneath it; the last part of a path is handled by calls that take a
//! directory and a name, so that nothing can be exchanged in between.

use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use rustix::fs::{self, AtFlags, CWD, Mode, OFlags, ResolveFlags};

use crate::descriptors::{Descriptor, Descriptors};
use crate::files::{os_flags, put_stat, timestamps};
use crate::{Errno, Memory, Result, Wasi, rights};

/// `lookupflags`: the last part of the path may be a symbolic link.
const FOLLOW: u32 = 1;

/// WASI's `oflags`.
const CREATE: u32 = 1;
const DIRECTORY: u32 = 1 << 1;
const EXCLUSIVE: u32 = 1 << 2;
const TRUNCATE: u32 = 1 << 3;

/// Opens `path` beneath `directory`.
fn open_beneath(directory: &Descriptor, path: &str, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    Ok(fs::openat2(directory, path, flags | OFlags::CLOEXEC, mode, resolve)?)
}

/// A path as the directory it lies in and its last part.
struct Place {
    parent: OwnedFd,
    name: String,
}

impl Place {
    fn of(directory: &Descriptor, path: &str) -> Result<Self> {
        if path.is_empty() {
            return Err(Errno::NOENT);
        }
        // A name with slashes behind it means a directory, as the calls that take one find out themselves.
        let whole = path.trim_end_matches('/');
        let (parent, name) = whole.rsplit_once('/').map_or((".", whole), |(parent, name)| (parent, name));
        if whole.is_empty() || path.starts_with('/') {
            return Err(Errno::NOTCAPABLE);
        }
        let parent = open_beneath(directory, parent, OFlags::PATH | OFlags::DIRECTORY, Mode::empty())?;
        Ok(Self { parent, name: format!("{name}{}", &path[whole.len()..]) })
    }

    /// The name where a slash behind it would be a mistake that the call does not see.
    fn bare_name(&self) -> &str {
        self.name.trim_end_matches('/')
    }
}

fn directory_with(descriptors: &Descriptors, fd: u32, rights: u64) -> Result<&Descriptor> {
    let directory = descriptors.get(fd)?;
    if directory.kind != crate::descriptors::Kind::Directory {
        return Err(Errno::NOTDIR);
    }
    directory.require(rights)?;
    Ok(directory)
}

/// The flags that end in a link itself, or where it points.
fn follow_flag(flags: u32) -> OFlags {
    if flags & FOLLOW != 0 { OFlags::empty() } else { OFlags::NOFOLLOW }
}

impl Wasi {
    pub fn path_create_directory(&self, memory: &mut Memory<'_>, fd: u32, path: u32, length: u32) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_CREATE_DIRECTORY)?;
        let place = Place::of(directory, &memory.path(path, length)?)?;
        Ok(fs::mkdirat(&place.parent, place.bare_name(), Mode::from_raw_mode(0o777))?)
    }

    pub fn path_filestat_get(
        &self,
        memory: &mut Memory<'_>,
        fd: u32,
        flags: u32,
        path: u32,
        length: u32,
        result: u32,
    ) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_FILESTAT_GET)?;
        let path = memory.path(path, length)?;
        let file = open_beneath(directory, &path, OFlags::PATH | follow_flag(flags), Mode::empty())?;
        put_stat(memory, result, &fs::fstat(file)?)
    }

    pub fn path_filestat_set_times(
        &self,
        memory: &mut Memory<'_>,
        fd: u32,
        flags: u32,
        path: u32,
        length: u32,
        accessed: u64,
        modified: u64,
        which: u32,
    ) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_FILESTAT_SET_TIMES)?;
        let path = memory.path(path, length)?;
        let file = open_beneath(directory, &path, OFlags::PATH | follow_flag(flags), Mode::empty())?;
        Ok(fs::utimensat(file, "", &timestamps(accessed, modified, which)?, AtFlags::EMPTY_PATH)?)
    }

    pub fn path_link(
        &self,
        memory: &mut Memory<'_>,
        from_fd: u32,
        flags: u32,
        from: u32,
        from_length: u32,
        to_fd: u32,
        to: u32,
        to_length: u32,
    ) -> Result {
        let source = directory_with(&self.descriptors, from_fd, rights::PATH_LINK_SOURCE)?;
        let target = directory_with(&self.descriptors, to_fd, rights::PATH_LINK_TARGET)?;
        let path = memory.path(from, from_length)?;
        let place = Place::of(target, &memory.path(to, to_length)?)?;
        if flags & FOLLOW == 0 {
            let from = Place::of(source, &path)?;
            return Ok(fs::linkat(&from.parent, &*from.name, &place.parent, &*place.name, AtFlags::empty())?);
        }
        let file = open_beneath(source, &path, OFlags::PATH, Mode::empty())?;
        // The way to link an open file that needs no privilege.
        let file = format!("/proc/self/fd/{}", file.as_fd().as_raw_fd());
        Ok(fs::linkat(CWD, file, &place.parent, &*place.name, AtFlags::SYMLINK_FOLLOW)?)
    }

    pub fn path_open(
        &mut self,
        memory: &mut Memory<'_>,
        fd: u32,
        lookup: u32,
        path: u32,
        length: u32,
        flags: u32,
        base: u64,
        inheriting: u64,
        fd_flags: u32,
        result: u32,
    ) -> Result {
        let create = if flags & CREATE != 0 { rights::PATH_CREATE_FILE } else { 0 };
        let truncate = if flags & TRUNCATE != 0 { rights::PATH_FILESTAT_SET_SIZE } else { 0 };
        let directory = directory_with(&self.descriptors, fd, rights::PATH_OPEN | create | truncate)?;
        if (base | inheriting) & !directory.inheriting != 0 {
            return Err(Errno::NOTCAPABLE);
        }
        let path = memory.path(path, length)?;
        let how = access(flags, base) | open_flags(flags) | os_flags(fd_flags) | follow_flag(lookup);
        let mode = if flags & CREATE != 0 { Mode::from_raw_mode(0o666) } else { Mode::empty() };
        let file = open_beneath(directory, &path, how, mode)?;
        let opened = self.descriptors.insert(Descriptor::new(file, base, inheriting)?);
        memory.put_u32(result, opened)
    }

    pub fn path_readlink(
        &self,
        memory: &mut Memory<'_>,
        fd: u32,
        path: u32,
        length: u32,
        buffer: u32,
        capacity: u32,
        result: u32,
    ) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_READLINK)?;
        let place = Place::of(directory, &memory.path(path, length)?)?;
        let target = fs::readlinkat(&place.parent, &*place.name, Vec::new())?;
        let target = target.to_bytes();
        if target.len() > capacity as usize {
            return Err(Errno::NOBUFS);
        }
        memory.put(buffer, target)?;
        memory.put_u32(result, target.len() as u32)
    }

    pub fn path_remove_directory(&self, memory: &mut Memory<'_>, fd: u32, path: u32, length: u32) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_REMOVE_DIRECTORY)?;
        let place = Place::of(directory, &memory.path(path, length)?)?;
        Ok(fs::unlinkat(&place.parent, place.bare_name(), AtFlags::REMOVEDIR)?)
    }

    pub fn path_unlink_file(&self, memory: &mut Memory<'_>, fd: u32, path: u32, length: u32) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_UNLINK_FILE)?;
        let place = Place::of(directory, &memory.path(path, length)?)?;
        Ok(fs::unlinkat(&place.parent, &*place.name, AtFlags::empty())?)
    }

    pub fn path_rename(
        &self,
        memory: &mut Memory<'_>,
        from_fd: u32,
        from: u32,
        from_length: u32,
        to_fd: u32,
        to: u32,
        to_length: u32,
    ) -> Result {
        let source = directory_with(&self.descriptors, from_fd, rights::PATH_RENAME_SOURCE)?;
        let target = directory_with(&self.descriptors, to_fd, rights::PATH_RENAME_TARGET)?;
        let from = Place::of(source, &memory.path(from, from_length)?)?;
        let to = Place::of(target, &memory.path(to, to_length)?)?;
        Ok(fs::renameat(&from.parent, &*from.name, &to.parent, &*to.name)?)
    }

    /// Where a link points is checked when it is followed; one that names an absolute path never leads anywhere.
    pub fn path_symlink(
        &self,
        memory: &mut Memory<'_>,
        target: u32,
        target_length: u32,
        fd: u32,
        path: u32,
        length: u32,
    ) -> Result {
        let directory = directory_with(&self.descriptors, fd, rights::PATH_SYMLINK)?;
        let target = memory.path(target, target_length)?;
        if target.starts_with('/') {
            return Err(Errno::NOTCAPABLE);
        }
        let place = Place::of(directory, &memory.path(path, length)?)?;
        Ok(fs::symlinkat(target, &place.parent, &*place.name)?)
    }
}

/// Reading, writing or both, by the rights that are asked for.
fn access(flags: u32, base: u64) -> OFlags {
    let reads = base & (rights::FD_READ | rights::FD_READDIR) != 0;
    let writes = base & (rights::FD_WRITE | rights::FD_ALLOCATE | rights::FD_FILESTAT_SET_SIZE | rights::FD_DATASYNC)
        != 0
        && flags & DIRECTORY == 0;
    match (reads, writes) {
        (true, true) => OFlags::RDWR,
        (false, true) => OFlags::WRONLY,
        (_, false) => OFlags::RDONLY,
    }
}

fn open_flags(flags: u32) -> OFlags {
    let pairs = [
        (CREATE, OFlags::CREATE),
        (DIRECTORY, OFlags::DIRECTORY),
        (EXCLUSIVE, OFlags::EXCL),
        (TRUNCATE, OFlags::TRUNC),
    ];
    pairs.into_iter().filter(|(flag, _)| flags & flag != 0).fold(OFlags::empty(), |all, (_, flag)| all | flag)
}
