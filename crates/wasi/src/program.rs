//! Arguments, environment, clocks and random bytes.

use rustix::time::{ClockId, Timespec, clock_getres, clock_gettime};

use crate::{Errno, Memory, Result, Wasi};

/// Writes a list of texts: their addresses at `pointers`, the texts with their zeros at `buffer`.
fn put_texts(memory: &mut Memory<'_>, texts: &[Vec<u8>], pointers: u32, buffer: u32) -> Result {
    let mut at = buffer;
    for (index, text) in texts.iter().enumerate() {
        memory.put_u32(pointers + 4 * index as u32, at)?;
        memory.put(at, text)?;
        at += text.len() as u32;
        memory.put(at, &[0])?;
        at += 1;
    }
    Ok(())
}

fn put_sizes(memory: &mut Memory<'_>, texts: &[Vec<u8>], count: u32, size: u32) -> Result {
    memory.put_u32(count, texts.len() as u32)?;
    memory.put_u32(size, texts.iter().map(|text| text.len() as u32 + 1).sum())
}

pub(crate) fn clock(id: u32) -> Result<ClockId> {
    match id {
        0 => Ok(ClockId::Realtime),
        1 => Ok(ClockId::Monotonic),
        2 => Ok(ClockId::ProcessCPUTime),
        3 => Ok(ClockId::ThreadCPUTime),
        _ => Err(Errno::INVAL),
    }
}

pub(crate) fn nanoseconds(time: Timespec) -> u64 {
    (time.tv_sec as u64).wrapping_mul(1_000_000_000).wrapping_add(time.tv_nsec as u64)
}

impl Wasi {
    pub fn args_get(&self, memory: &mut Memory<'_>, pointers: u32, buffer: u32) -> Result {
        put_texts(memory, &self.arguments, pointers, buffer)
    }

    pub fn args_sizes_get(&self, memory: &mut Memory<'_>, count: u32, size: u32) -> Result {
        put_sizes(memory, &self.arguments, count, size)
    }

    pub fn environ_get(&self, memory: &mut Memory<'_>, pointers: u32, buffer: u32) -> Result {
        put_texts(memory, &self.environment, pointers, buffer)
    }

    pub fn environ_sizes_get(&self, memory: &mut Memory<'_>, count: u32, size: u32) -> Result {
        put_sizes(memory, &self.environment, count, size)
    }

    pub fn clock_res_get(&self, memory: &mut Memory<'_>, id: u32, result: u32) -> Result {
        memory.put_u64(result, nanoseconds(clock_getres(clock(id)?)))
    }

    pub fn clock_time_get(&self, memory: &mut Memory<'_>, id: u32, _precision: u64, result: u32) -> Result {
        memory.put_u64(result, nanoseconds(clock_gettime(clock(id)?)))
    }

    pub fn random_get(&self, memory: &mut Memory<'_>, buffer: u32, length: u32) -> Result {
        let mut rest = memory.bytes_mut(buffer, length)?;
        while !rest.is_empty() {
            let filled = rustix::rand::getrandom(&mut *rest, rustix::rand::GetRandomFlags::empty())?;
            rest = &mut rest[filled..];
        }
        Ok(())
    }

    pub fn sched_yield(&self, _memory: &mut Memory<'_>) -> Result {
        rustix::thread::sched_yield();
        Ok(())
    }

    /// No descriptor of a module is a listening socket: only directories are preopened.
    pub fn sock_accept(&self, _memory: &mut Memory<'_>, fd: u32, _flags: u32, _result: u32) -> Result {
        self.descriptors.get(fd).and(Err(Errno::NOTSOCK))
    }

    pub fn sock_recv(
        &self,
        _memory: &mut Memory<'_>,
        fd: u32,
        _vectors: u32,
        _count: u32,
        _flags: u32,
        _length: u32,
        _found: u32,
    ) -> Result {
        self.descriptors.get(fd).and(Err(Errno::NOTSOCK))
    }

    pub fn sock_send(
        &self,
        _memory: &mut Memory<'_>,
        fd: u32,
        _vectors: u32,
        _count: u32,
        _flags: u32,
        _length: u32,
    ) -> Result {
        self.descriptors.get(fd).and(Err(Errno::NOTSOCK))
    }

    pub fn sock_shutdown(&self, _memory: &mut Memory<'_>, fd: u32, _how: u32) -> Result {
        self.descriptors.get(fd).and(Err(Errno::NOTSOCK))
    }
}
