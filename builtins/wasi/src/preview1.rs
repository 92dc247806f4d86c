//! The functions of preview 1 as methods of one native class. Each takes the module's memory first and gives WASI's error number.

#![expect(clippy::too_many_arguments, reason = "the functions are those of the specification, parameter by parameter")]

use std::cell::RefCell;

use runtime::sys::net::duplicate;
use runtime::{JsError, OpError, Slice, class};
use wasi::{Memory, Result, Wasi};

/// One module's system.
pub(crate) struct Preview1(RefCell<Wasi>);

fn number(result: Result) -> u32 {
    result.err().map_or(0, |error| u32::from(error.0))
}

fn bytes(texts: Vec<String>) -> Vec<Vec<u8>> {
    texts.into_iter().map(String::into_bytes).collect()
}

#[class]
impl Preview1 {
    /// `environment` holds `NAME=value`; `preopens` the names that the module sees, each followed by the real one.
    #[constructor]
    fn new(
        arguments: Vec<String>,
        environment: Vec<String>,
        preopens: Vec<String>,
        stdin: i32,
        stdout: i32,
        stderr: i32,
    ) -> std::result::Result<Preview1, OpError> {
        let streams = [duplicate(stdin)?, duplicate(stdout)?, duplicate(stderr)?];
        let mut wasi = Wasi::new(bytes(arguments), bytes(environment), streams);
        for pair in preopens.chunks_exact(2) {
            wasi.preopen(&pair[0], &pair[1]).map_err(|error| {
                let code = format!("UVWASI_{}", error.name());
                JsError::error(format!("{code}, uvwasi_init")).with_code(code)
            })?;
        }
        Ok(Preview1(RefCell::new(wasi)))
    }

    #[method]
    fn args_get(&self, mut memory: Slice<'_>, pointers: u32, buffer: u32) -> u32 {
        number(self.0.borrow().args_get(&mut Memory::new(memory.as_mut_slice()), pointers, buffer))
    }

    #[method]
    fn args_sizes_get(&self, mut memory: Slice<'_>, count: u32, size: u32) -> u32 {
        number(self.0.borrow().args_sizes_get(&mut Memory::new(memory.as_mut_slice()), count, size))
    }

    #[method]
    fn clock_res_get(&self, mut memory: Slice<'_>, id: u32, result: u32) -> u32 {
        number(self.0.borrow().clock_res_get(&mut Memory::new(memory.as_mut_slice()), id, result))
    }

    #[method]
    fn clock_time_get(&self, mut memory: Slice<'_>, id: u32, precision: u64, result: u32) -> u32 {
        number(self.0.borrow().clock_time_get(&mut Memory::new(memory.as_mut_slice()), id, precision, result))
    }

    #[method]
    fn environ_get(&self, mut memory: Slice<'_>, pointers: u32, buffer: u32) -> u32 {
        number(self.0.borrow().environ_get(&mut Memory::new(memory.as_mut_slice()), pointers, buffer))
    }

    #[method]
    fn environ_sizes_get(&self, mut memory: Slice<'_>, count: u32, size: u32) -> u32 {
        number(self.0.borrow().environ_sizes_get(&mut Memory::new(memory.as_mut_slice()), count, size))
    }

    #[method]
    fn fd_advise(&self, mut memory: Slice<'_>, fd: u32, offset: u64, length: u64, advice: u32) -> u32 {
        number(self.0.borrow().fd_advise(&mut Memory::new(memory.as_mut_slice()), fd, offset, length, advice))
    }

    #[method]
    fn fd_allocate(&self, mut memory: Slice<'_>, fd: u32, offset: u64, length: u64) -> u32 {
        number(self.0.borrow().fd_allocate(&mut Memory::new(memory.as_mut_slice()), fd, offset, length))
    }

    #[method]
    fn fd_close(&self, mut memory: Slice<'_>, fd: u32) -> u32 {
        number(self.0.borrow_mut().fd_close(&mut Memory::new(memory.as_mut_slice()), fd))
    }

    #[method]
    fn fd_datasync(&self, mut memory: Slice<'_>, fd: u32) -> u32 {
        number(self.0.borrow().fd_datasync(&mut Memory::new(memory.as_mut_slice()), fd))
    }

    #[method]
    fn fd_fdstat_get(&self, mut memory: Slice<'_>, fd: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_fdstat_get(&mut Memory::new(memory.as_mut_slice()), fd, result))
    }

    #[method]
    fn fd_fdstat_set_flags(&self, mut memory: Slice<'_>, fd: u32, flags: u32) -> u32 {
        number(self.0.borrow().fd_fdstat_set_flags(&mut Memory::new(memory.as_mut_slice()), fd, flags))
    }

    #[method]
    fn fd_fdstat_set_rights(&self, mut memory: Slice<'_>, fd: u32, base: u64, inheriting: u64) -> u32 {
        number(self.0.borrow_mut().fd_fdstat_set_rights(&mut Memory::new(memory.as_mut_slice()), fd, base, inheriting))
    }

    #[method]
    fn fd_filestat_get(&self, mut memory: Slice<'_>, fd: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_filestat_get(&mut Memory::new(memory.as_mut_slice()), fd, result))
    }

    #[method]
    fn fd_filestat_set_size(&self, mut memory: Slice<'_>, fd: u32, size: u64) -> u32 {
        number(self.0.borrow().fd_filestat_set_size(&mut Memory::new(memory.as_mut_slice()), fd, size))
    }

    #[method]
    fn fd_filestat_set_times(&self, mut memory: Slice<'_>, fd: u32, accessed: u64, modified: u64, flags: u32) -> u32 {
        number(self.0.borrow().fd_filestat_set_times(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            accessed,
            modified,
            flags,
        ))
    }

    #[method]
    fn fd_pread(&self, mut memory: Slice<'_>, fd: u32, vectors: u32, count: u32, offset: u64, result: u32) -> u32 {
        number(self.0.borrow().fd_pread(&mut Memory::new(memory.as_mut_slice()), fd, vectors, count, offset, result))
    }

    #[method]
    fn fd_prestat_get(&self, mut memory: Slice<'_>, fd: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_prestat_get(&mut Memory::new(memory.as_mut_slice()), fd, result))
    }

    #[method]
    fn fd_prestat_dir_name(&self, mut memory: Slice<'_>, fd: u32, buffer: u32, length: u32) -> u32 {
        number(self.0.borrow().fd_prestat_dir_name(&mut Memory::new(memory.as_mut_slice()), fd, buffer, length))
    }

    #[method]
    fn fd_pwrite(&self, mut memory: Slice<'_>, fd: u32, vectors: u32, count: u32, offset: u64, result: u32) -> u32 {
        number(self.0.borrow().fd_pwrite(&mut Memory::new(memory.as_mut_slice()), fd, vectors, count, offset, result))
    }

    #[method]
    fn fd_read(&self, mut memory: Slice<'_>, fd: u32, vectors: u32, count: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_read(&mut Memory::new(memory.as_mut_slice()), fd, vectors, count, result))
    }

    #[method]
    fn fd_readdir(&self, mut memory: Slice<'_>, fd: u32, buffer: u32, length: u32, cookie: u64, result: u32) -> u32 {
        number(self.0.borrow_mut().fd_readdir(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            buffer,
            length,
            cookie,
            result,
        ))
    }

    #[method]
    fn fd_renumber(&self, mut memory: Slice<'_>, from: u32, to: u32) -> u32 {
        number(self.0.borrow_mut().fd_renumber(&mut Memory::new(memory.as_mut_slice()), from, to))
    }

    #[method]
    fn fd_seek(&self, mut memory: Slice<'_>, fd: u32, offset: i64, whence: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_seek(&mut Memory::new(memory.as_mut_slice()), fd, offset, whence, result))
    }

    #[method]
    fn fd_sync(&self, mut memory: Slice<'_>, fd: u32) -> u32 {
        number(self.0.borrow().fd_sync(&mut Memory::new(memory.as_mut_slice()), fd))
    }

    #[method]
    fn fd_tell(&self, mut memory: Slice<'_>, fd: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_tell(&mut Memory::new(memory.as_mut_slice()), fd, result))
    }

    #[method]
    fn fd_write(&self, mut memory: Slice<'_>, fd: u32, vectors: u32, count: u32, result: u32) -> u32 {
        number(self.0.borrow().fd_write(&mut Memory::new(memory.as_mut_slice()), fd, vectors, count, result))
    }

    #[method]
    fn path_create_directory(&self, mut memory: Slice<'_>, fd: u32, path: u32, length: u32) -> u32 {
        number(self.0.borrow().path_create_directory(&mut Memory::new(memory.as_mut_slice()), fd, path, length))
    }

    #[method]
    fn path_filestat_get(
        &self,
        mut memory: Slice<'_>,
        fd: u32,
        flags: u32,
        path: u32,
        length: u32,
        result: u32,
    ) -> u32 {
        number(self.0.borrow().path_filestat_get(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            flags,
            path,
            length,
            result,
        ))
    }

    #[method]
    fn path_filestat_set_times(
        &self,
        mut memory: Slice<'_>,
        fd: u32,
        flags: u32,
        path: u32,
        length: u32,
        accessed: u64,
        modified: u64,
        which: u32,
    ) -> u32 {
        number(self.0.borrow().path_filestat_set_times(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            flags,
            path,
            length,
            accessed,
            modified,
            which,
        ))
    }

    #[method]
    fn path_link(
        &self,
        mut memory: Slice<'_>,
        from_fd: u32,
        flags: u32,
        from: u32,
        from_length: u32,
        to_fd: u32,
        to: u32,
        to_length: u32,
    ) -> u32 {
        number(self.0.borrow().path_link(
            &mut Memory::new(memory.as_mut_slice()),
            from_fd,
            flags,
            from,
            from_length,
            to_fd,
            to,
            to_length,
        ))
    }

    #[method]
    fn path_open(
        &self,
        mut memory: Slice<'_>,
        fd: u32,
        lookup: u32,
        path: u32,
        length: u32,
        flags: u32,
        base: u64,
        inheriting: u64,
        fd_flags: u32,
        result: u32,
    ) -> u32 {
        number(self.0.borrow_mut().path_open(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            lookup,
            path,
            length,
            flags,
            base,
            inheriting,
            fd_flags,
            result,
        ))
    }

    #[method]
    fn path_readlink(
        &self,
        mut memory: Slice<'_>,
        fd: u32,
        path: u32,
        length: u32,
        buffer: u32,
        capacity: u32,
        result: u32,
    ) -> u32 {
        number(self.0.borrow().path_readlink(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            path,
            length,
            buffer,
            capacity,
            result,
        ))
    }

    #[method]
    fn path_remove_directory(&self, mut memory: Slice<'_>, fd: u32, path: u32, length: u32) -> u32 {
        number(self.0.borrow().path_remove_directory(&mut Memory::new(memory.as_mut_slice()), fd, path, length))
    }

    #[method]
    fn path_rename(
        &self,
        mut memory: Slice<'_>,
        from_fd: u32,
        from: u32,
        from_length: u32,
        to_fd: u32,
        to: u32,
        to_length: u32,
    ) -> u32 {
        number(self.0.borrow().path_rename(
            &mut Memory::new(memory.as_mut_slice()),
            from_fd,
            from,
            from_length,
            to_fd,
            to,
            to_length,
        ))
    }

    #[method]
    fn path_symlink(
        &self,
        mut memory: Slice<'_>,
        target: u32,
        target_length: u32,
        fd: u32,
        path: u32,
        length: u32,
    ) -> u32 {
        number(self.0.borrow().path_symlink(
            &mut Memory::new(memory.as_mut_slice()),
            target,
            target_length,
            fd,
            path,
            length,
        ))
    }

    #[method]
    fn path_unlink_file(&self, mut memory: Slice<'_>, fd: u32, path: u32, length: u32) -> u32 {
        number(self.0.borrow().path_unlink_file(&mut Memory::new(memory.as_mut_slice()), fd, path, length))
    }

    #[method]
    fn poll_oneoff(&self, mut memory: Slice<'_>, input: u32, output: u32, count: u32, result: u32) -> u32 {
        number(self.0.borrow().poll_oneoff(&mut Memory::new(memory.as_mut_slice()), input, output, count, result))
    }

    #[method]
    fn random_get(&self, mut memory: Slice<'_>, buffer: u32, length: u32) -> u32 {
        number(self.0.borrow().random_get(&mut Memory::new(memory.as_mut_slice()), buffer, length))
    }

    #[method]
    fn sched_yield(&self, mut memory: Slice<'_>) -> u32 {
        number(self.0.borrow().sched_yield(&mut Memory::new(memory.as_mut_slice())))
    }

    #[method]
    fn sock_accept(&self, mut memory: Slice<'_>, fd: u32, flags: u32, result: u32) -> u32 {
        number(self.0.borrow().sock_accept(&mut Memory::new(memory.as_mut_slice()), fd, flags, result))
    }

    #[method]
    fn sock_recv(
        &self,
        mut memory: Slice<'_>,
        fd: u32,
        vectors: u32,
        count: u32,
        flags: u32,
        length: u32,
        found: u32,
    ) -> u32 {
        number(self.0.borrow().sock_recv(
            &mut Memory::new(memory.as_mut_slice()),
            fd,
            vectors,
            count,
            flags,
            length,
            found,
        ))
    }

    #[method]
    fn sock_send(&self, mut memory: Slice<'_>, fd: u32, vectors: u32, count: u32, flags: u32, length: u32) -> u32 {
        number(self.0.borrow().sock_send(&mut Memory::new(memory.as_mut_slice()), fd, vectors, count, flags, length))
    }

    #[method]
    fn sock_shutdown(&self, mut memory: Slice<'_>, fd: u32, how: u32) -> u32 {
        number(self.0.borrow().sock_shutdown(&mut Memory::new(memory.as_mut_slice()), fd, how))
    }
}
