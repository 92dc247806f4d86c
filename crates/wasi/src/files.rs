//! Functions on open descriptors.

use std::os::fd::AsFd;

use rustix::fs::{
    self, Advice, Dir, FallocateFlags, OFlags, SeekFrom, Stat, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT,
};

use crate::descriptors::{Descriptor, Kind};
use crate::{Errno, Memory, Result, Wasi, rights};

/// WASI's `fdflags`.
const APPEND: u32 = 1;
const DSYNC: u32 = 1 << 1;
const NONBLOCK: u32 = 1 << 2;
const RSYNC: u32 = 1 << 3;
const SYNC: u32 = 1 << 4;

/// The system's flags for `fdflags`.
pub(crate) fn os_flags(flags: u32) -> OFlags {
    let pairs = [
        (APPEND, OFlags::APPEND),
        (DSYNC, OFlags::DSYNC),
        (NONBLOCK, OFlags::NONBLOCK),
        (RSYNC, OFlags::RSYNC),
        (SYNC, OFlags::SYNC),
    ];
    pairs.into_iter().filter(|(flag, _)| flags & flag != 0).fold(OFlags::empty(), |all, (_, flag)| all | flag)
}

fn wasi_flags(flags: OFlags) -> u16 {
    let mut found = 0;
    for (flag, os) in
        [(APPEND, OFlags::APPEND), (DSYNC, OFlags::DSYNC), (NONBLOCK, OFlags::NONBLOCK), (SYNC, OFlags::SYNC)]
    {
        if flags.contains(os) {
            found |= flag as u16;
        }
    }
    found
}

/// Writes a `filestat` of 64 bytes.
pub(crate) fn put_stat(memory: &mut Memory<'_>, address: u32, stat: &Stat) -> Result {
    let mut bytes = [0; 64];
    bytes[0..8].copy_from_slice(&stat.st_dev.to_le_bytes());
    bytes[8..16].copy_from_slice(&stat.st_ino.to_le_bytes());
    bytes[16] = Kind::of(stat.st_mode) as u8;
    bytes[24..32].copy_from_slice(&stat.st_nlink.to_le_bytes());
    bytes[32..40].copy_from_slice(&(stat.st_size as u64).to_le_bytes());
    let times = [
        (stat.st_atime, stat.st_atime_nsec as i64),
        (stat.st_mtime, stat.st_mtime_nsec as i64),
        (stat.st_ctime, stat.st_ctime_nsec as i64),
    ];
    for (index, (seconds, nanoseconds)) in times.into_iter().enumerate() {
        let time = seconds.wrapping_mul(1_000_000_000).wrapping_add(nanoseconds);
        bytes[40 + 8 * index..48 + 8 * index].copy_from_slice(&time.to_le_bytes());
    }
    memory.put(address, &bytes)
}

/// The times that `fstflags` ask for: as given, now, or as they are.
pub(crate) fn timestamps(accessed: u64, modified: u64, flags: u32) -> Result<Timestamps> {
    let time = |given: u64, set: u32, now: u32| match (flags & set != 0, flags & now != 0) {
        (true, true) => Err(Errno::INVAL),
        (true, false) => Ok(Timespec { tv_sec: (given / 1_000_000_000) as i64, tv_nsec: (given % 1_000_000_000) as _ }),
        (false, true) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_NOW as _ }),
        (false, false) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT as _ }),
    };
    Ok(Timestamps { last_access: time(accessed, 1, 2)?, last_modification: time(modified, 4, 8)? })
}

impl Wasi {
    pub fn fd_advise(&self, _memory: &mut Memory<'_>, fd: u32, offset: u64, length: u64, advice: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_ADVISE)?;
        let advice = match advice {
            0 => Advice::Normal,
            1 => Advice::Sequential,
            2 => Advice::Random,
            3 => Advice::WillNeed,
            4 => Advice::DontNeed,
            5 => Advice::NoReuse,
            _ => return Err(Errno::INVAL),
        };
        Ok(fs::fadvise(descriptor, offset, std::num::NonZeroU64::new(length), advice)?)
    }

    pub fn fd_allocate(&self, _memory: &mut Memory<'_>, fd: u32, offset: u64, length: u64) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_ALLOCATE)?;
        Ok(fs::fallocate(descriptor, FallocateFlags::empty(), offset, length)?)
    }

    pub fn fd_close(&mut self, _memory: &mut Memory<'_>, fd: u32) -> Result {
        self.descriptors.close(fd)
    }

    pub fn fd_datasync(&self, _memory: &mut Memory<'_>, fd: u32) -> Result {
        Ok(fs::fdatasync(self.descriptors.with(fd, rights::FD_DATASYNC)?)?)
    }

    pub fn fd_sync(&self, _memory: &mut Memory<'_>, fd: u32) -> Result {
        Ok(fs::fsync(self.descriptors.with(fd, rights::FD_SYNC)?)?)
    }

    pub fn fd_fdstat_get(&self, memory: &mut Memory<'_>, fd: u32, result: u32) -> Result {
        let descriptor = self.descriptors.get(fd)?;
        let mut bytes = [0; 24];
        bytes[0] = descriptor.kind as u8;
        bytes[2..4].copy_from_slice(&wasi_flags(fs::fcntl_getfl(descriptor)?).to_le_bytes());
        bytes[8..16].copy_from_slice(&descriptor.rights.to_le_bytes());
        bytes[16..24].copy_from_slice(&descriptor.inheriting.to_le_bytes());
        memory.put(result, &bytes)
    }

    pub fn fd_fdstat_set_flags(&self, _memory: &mut Memory<'_>, fd: u32, flags: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_FDSTAT_SET_FLAGS)?;
        Ok(fs::fcntl_setfl(descriptor, os_flags(flags))?)
    }

    /// Rights can only be given up.
    pub fn fd_fdstat_set_rights(&mut self, _memory: &mut Memory<'_>, fd: u32, base: u64, inheriting: u64) -> Result {
        let descriptor = self.descriptors.get_mut(fd)?;
        if base & !descriptor.rights != 0 || inheriting & !descriptor.inheriting != 0 {
            return Err(Errno::NOTCAPABLE);
        }
        descriptor.rights = base;
        descriptor.inheriting = inheriting;
        Ok(())
    }

    pub fn fd_filestat_get(&self, memory: &mut Memory<'_>, fd: u32, result: u32) -> Result {
        let stat = fs::fstat(self.descriptors.with(fd, rights::FD_FILESTAT_GET)?)?;
        put_stat(memory, result, &stat)
    }

    pub fn fd_filestat_set_size(&self, _memory: &mut Memory<'_>, fd: u32, size: u64) -> Result {
        Ok(fs::ftruncate(self.descriptors.with(fd, rights::FD_FILESTAT_SET_SIZE)?, size)?)
    }

    pub fn fd_filestat_set_times(
        &self,
        _memory: &mut Memory<'_>,
        fd: u32,
        accessed: u64,
        modified: u64,
        flags: u32,
    ) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_FILESTAT_SET_TIMES)?;
        Ok(fs::futimens(descriptor, &timestamps(accessed, modified, flags)?)?)
    }

    pub fn fd_prestat_get(&self, memory: &mut Memory<'_>, fd: u32, result: u32) -> Result {
        let shown = self.descriptors.get(fd)?.shown.as_ref().ok_or(Errno::INVAL)?;
        // The tag of a directory is 0.
        memory.put_u32(result, 0)?;
        memory.put_u32(result.wrapping_add(4), shown.len() as u32)
    }

    pub fn fd_prestat_dir_name(&self, memory: &mut Memory<'_>, fd: u32, buffer: u32, length: u32) -> Result {
        let shown = self.descriptors.get(fd)?.shown.as_ref().ok_or(Errno::BADF)?;
        if shown.len() > length as usize {
            return Err(Errno::NOBUFS);
        }
        memory.put(buffer, shown.as_bytes())
    }

    pub fn fd_renumber(&mut self, _memory: &mut Memory<'_>, from: u32, to: u32) -> Result {
        self.descriptors.renumber(from, to)
    }

    pub fn fd_seek(&self, memory: &mut Memory<'_>, fd: u32, offset: i64, whence: u32, result: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_SEEK)?;
        let position = match whence {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::INVAL)?),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(Errno::INVAL),
        };
        memory.put_u64(result, fs::seek(descriptor, position)?)
    }

    pub fn fd_tell(&self, memory: &mut Memory<'_>, fd: u32, result: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_TELL)?;
        memory.put_u64(result, fs::tell(descriptor)?)
    }

    // ---- reading and writing ----

    pub fn fd_read(&self, memory: &mut Memory<'_>, fd: u32, vectors: u32, count: u32, result: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_READ)?;
        let total = each_vector(memory, vectors, count, |memory, address, length, _| {
            Ok(rustix::io::read(descriptor, memory.bytes_mut(address, length)?)?)
        })?;
        memory.put_u32(result, total)
    }

    pub fn fd_pread(
        &self,
        memory: &mut Memory<'_>,
        fd: u32,
        vectors: u32,
        count: u32,
        offset: u64,
        result: u32,
    ) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_READ)?;
        require_positions(descriptor)?;
        let total = each_vector(memory, vectors, count, |memory, address, length, done| {
            Ok(rustix::io::pread(descriptor, memory.bytes_mut(address, length)?, offset + u64::from(done))?)
        })?;
        memory.put_u32(result, total)
    }

    pub fn fd_write(&self, memory: &mut Memory<'_>, fd: u32, vectors: u32, count: u32, result: u32) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_WRITE)?;
        let total = each_vector(memory, vectors, count, |memory, address, length, _| {
            Ok(rustix::io::write(descriptor, memory.bytes(address, length)?)?)
        })?;
        memory.put_u32(result, total)
    }

    pub fn fd_pwrite(
        &self,
        memory: &mut Memory<'_>,
        fd: u32,
        vectors: u32,
        count: u32,
        offset: u64,
        result: u32,
    ) -> Result {
        let descriptor = self.descriptors.with(fd, rights::FD_WRITE)?;
        require_positions(descriptor)?;
        let total = each_vector(memory, vectors, count, |memory, address, length, done| {
            Ok(rustix::io::pwrite(descriptor, memory.bytes(address, length)?, offset + u64::from(done))?)
        })?;
        memory.put_u32(result, total)
    }

    /// Entries follow each other without gaps; the last one is cut where the buffer ends, which tells the module to ask again.
    pub fn fd_readdir(
        &mut self,
        memory: &mut Memory<'_>,
        fd: u32,
        buffer: u32,
        length: u32,
        cookie: u64,
        result: u32,
    ) -> Result {
        let descriptor = self.descriptors.get_mut(fd)?;
        descriptor.require(rights::FD_READDIR)?;
        if cookie == 0 {
            descriptor.names = names_of(descriptor)?;
        }
        let mut used = 0;
        for (index, (inode, kind, name)) in descriptor.names.iter().enumerate().skip(cookie as usize) {
            let mut entry = [0; 24];
            entry[0..8].copy_from_slice(&(index as u64 + 1).to_le_bytes());
            entry[8..16].copy_from_slice(&inode.to_le_bytes());
            entry[16..20].copy_from_slice(&(name.len() as u32).to_le_bytes());
            entry[20] = *kind as u8;
            for part in [&entry[..], name] {
                let room = part.len().min((length - used) as usize);
                memory.put(buffer.wrapping_add(used), &part[..room])?;
                used += room as u32;
            }
            if used == length {
                break;
            }
        }
        memory.put_u32(result, used)
    }
}

/// Streams have no positions.
fn require_positions(descriptor: &Descriptor) -> Result {
    if descriptor.rights & rights::FD_SEEK == 0 { Err(Errno::SPIPE) } else { Ok(()) }
}

/// Reads or writes buffer by buffer until one is not filled; what went before an error counts.
fn each_vector(
    memory: &mut Memory<'_>,
    vectors: u32,
    count: u32,
    mut transfer: impl FnMut(&mut Memory<'_>, u32, u32, u32) -> Result<usize>,
) -> Result<u32> {
    let mut total = 0;
    for (address, length) in memory.vectors(vectors, count)? {
        match transfer(memory, address, length, total) {
            Ok(moved) => {
                total += moved as u32;
                if moved < length as usize {
                    break;
                }
            }
            Err(_) if total > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(total)
}

fn names_of(descriptor: &Descriptor) -> Result<Vec<(u64, Kind, Vec<u8>)>> {
    let mut directory = Dir::read_from(descriptor.as_fd())?;
    directory.rewind();
    let mut names = Vec::new();
    for entry in directory {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        // As in Node, a directory does not list itself and its parent.
        if name != b"." && name != b".." {
            names.push((entry.ino(), Kind::of(entry.file_type().as_raw_mode()), name.to_vec()));
        }
    }
    Ok(names)
}
