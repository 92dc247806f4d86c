//! `poll_oneoff`: waiting for clocks and descriptors.

use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::time::clock_gettime;

use crate::program::{clock, nanoseconds};
use crate::{Errno, Memory, Result, Wasi, rights};

/// Bytes of a `subscription` and of an `event`.
const SUBSCRIPTION: u32 = 48;
const EVENT: u32 = 32;

/// `eventtype`
const CLOCK: u8 = 0;
const FD_READ: u8 = 1;
const FD_WRITE: u8 = 2;

/// The clock's time is a moment rather than a span.
const ABSOLUTE: u16 = 1;
/// `eventrwflags`: the other side has closed.
const HANG_UP: u16 = 1;

struct Subscription {
    user_data: u64,
    wants: Wants,
}

enum Wants {
    /// Nanoseconds from now.
    Time(u64),
    Descriptor {
        fd: u32,
        kind: u8,
    },
}

struct Event {
    user_data: u64,
    error: u16,
    kind: u8,
    bytes: u64,
    flags: u16,
}

impl Subscription {
    fn read(memory: &Memory<'_>, at: u32) -> Result<Self> {
        let user_data = memory.u64(at)?;
        let wants = match memory.u8(at + 8)? {
            CLOCK => {
                let (time, flags) = (memory.u64(at + 24)?, memory.u16(at + 40)?);
                let now =
                    if flags & ABSOLUTE == 0 { 0 } else { nanoseconds(clock_gettime(clock(memory.u32(at + 16)?)?)) };
                Wants::Time(time.saturating_sub(now))
            }
            kind @ (FD_READ | FD_WRITE) => Wants::Descriptor { fd: memory.u32(at + 16)?, kind },
            _ => return Err(Errno::INVAL),
        };
        Ok(Self { user_data, wants })
    }
}

impl Event {
    fn write(&self, memory: &mut Memory<'_>, at: u32) -> Result {
        let mut bytes = [0; EVENT as usize];
        bytes[0..8].copy_from_slice(&self.user_data.to_le_bytes());
        bytes[8..10].copy_from_slice(&self.error.to_le_bytes());
        bytes[10] = self.kind;
        bytes[16..24].copy_from_slice(&self.bytes.to_le_bytes());
        bytes[24..26].copy_from_slice(&self.flags.to_le_bytes());
        memory.put(at, &bytes)
    }
}

impl Wasi {
    pub fn poll_oneoff(&self, memory: &mut Memory<'_>, input: u32, output: u32, count: u32, result: u32) -> Result {
        if count == 0 {
            return Err(Errno::INVAL);
        }
        // The whole lists are checked before anything is waited for.
        memory.bytes(input, count.checked_mul(SUBSCRIPTION).ok_or(Errno::OVERFLOW)?)?;
        memory.bytes(output, count.checked_mul(EVENT).ok_or(Errno::OVERFLOW)?)?;
        let read = |index| Subscription::read(memory, input + index * SUBSCRIPTION);
        let subscriptions = (0..count).map(read).collect::<Result<Vec<_>>>()?;
        let events = self.wait(&subscriptions)?;
        for (index, event) in events.iter().enumerate() {
            event.write(memory, output + index as u32 * EVENT)?;
        }
        memory.put_u32(result, events.len() as u32)
    }

    fn wait(&self, subscriptions: &[Subscription]) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        let (mut waiting, mut files) = (Vec::new(), Vec::new());
        for subscription in subscriptions {
            let Wants::Descriptor { fd, kind } = subscription.wants else { continue };
            match self.descriptors.with(fd, rights::POLL_FD_READWRITE) {
                Ok(descriptor) => {
                    let wanted = if kind == FD_READ { PollFlags::IN | PollFlags::RDHUP } else { PollFlags::OUT };
                    waiting.push((subscription.user_data, kind));
                    files.push(PollFd::from_borrowed_fd(descriptor.as_fd(), wanted));
                }
                Err(error) => events.push(event(subscription.user_data, kind, error.0, 0)),
            }
        }
        let clocks = subscriptions.iter().filter_map(|one| match one.wants {
            Wants::Time(time) => Some((time, one.user_data)),
            Wants::Descriptor { .. } => None,
        });
        let first = clocks.min_by_key(|(time, _)| *time);
        let timeout = if events.is_empty() { first.map(|(time, _)| time) } else { Some(0) };
        poll_all(&mut files, timeout)?;
        for ((user_data, kind), file) in waiting.iter().zip(&files) {
            let found = file.revents();
            if !found.is_empty() {
                let flags = if found.intersects(PollFlags::HUP | PollFlags::RDHUP) { HANG_UP } else { 0 };
                let error = if found.contains(PollFlags::NVAL) { Errno::BADF.0 } else { 0 };
                events.push(event(*user_data, *kind, error, flags));
            }
        }
        if let (true, Some((_, user_data))) = (events.is_empty(), first) {
            events.push(event(user_data, CLOCK, 0, 0));
        }
        Ok(events)
    }
}

fn event(user_data: u64, kind: u8, error: u16, flags: u16) -> Event {
    Event { user_data, error, kind, bytes: u64::from(kind == FD_READ && error == 0), flags }
}

/// Waits for any of the descriptors for at most `timeout` nanoseconds; interruptions by signals do not end the wait early.
fn poll_all(files: &mut [PollFd<'_>], timeout: Option<u64>) -> Result {
    let until = timeout.map(|timeout| std::time::Instant::now() + Duration::from_nanos(timeout));
    loop {
        let left = until.map(|until| until.saturating_duration_since(std::time::Instant::now()));
        let left = left.map(|left| Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos() as _ });
        match poll(files, left.as_ref()) {
            Ok(_) => return Ok(()),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
