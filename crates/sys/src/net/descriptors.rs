//! Sending descriptors to other processes over Unix domain sockets.

use std::collections::VecDeque;
use std::mem::{MaybeUninit, size_of, zeroed};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::socket::Socket;
use super::transfer::available;
use crate::Result;
use crate::error::{check, retry};

/// The most descriptors taken with one receive; others are closed by the system.
const DESCRIPTORS_MAX: usize = 16;

/// Room for the control message of descriptors, aligned as its header wants it.
#[repr(C, align(8))]
struct Control([u8; 128]);

impl Socket {
    /// Writes from `bytes`, together with a copy of `descriptor`; `None` when nothing fits now.
    ///
    /// # Errors
    /// As [`super::write`].
    pub fn send_with(&self, bytes: &[u8], descriptor: Option<&OwnedFd>) -> Result<Option<usize>> {
        let Some(descriptor) = descriptor else { return super::write(self.fd(), bytes) };
        let mut piece = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
        let mut control = Control([0; 128]);
        // SAFETY: the message points to `piece` and `control`, which outlive the call; the control buffer is larger
        // than one header with one descriptor.
        let count = unsafe {
            let message = message(&mut piece, &mut control, libc::CMSG_SPACE(size_of::<RawFd>() as u32) as usize);
            let header = libc::CMSG_FIRSTHDR(&raw const message);
            (*header).cmsg_level = libc::SOL_SOCKET;
            (*header).cmsg_type = libc::SCM_RIGHTS;
            (*header).cmsg_len = libc::CMSG_LEN(size_of::<RawFd>() as u32) as usize;
            libc::CMSG_DATA(header).cast::<RawFd>().write_unaligned(descriptor.as_raw_fd());
            retry("write", || libc::sendmsg(self.fd(), &raw const message, libc::MSG_NOSIGNAL))
        };
        available(count)
    }

    /// Appends what is there to `buffer`, as far as its spare capacity goes, and what descriptors came with it to
    /// `descriptors`. 0 is the end, `None` that nothing is there yet.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn receive_with(&self, buffer: &mut Vec<u8>, descriptors: &mut VecDeque<OwnedFd>) -> Result<Option<usize>> {
        let spare = buffer.spare_capacity_mut();
        let mut piece = libc::iovec { iov_base: spare.as_mut_ptr().cast(), iov_len: spare.len() };
        let mut control = Control([0; 128]);
        const { assert!(DESCRIPTORS_MAX * size_of::<RawFd>() + 32 <= size_of::<Control>()) };
        // SAFETY: as in `send_with`.
        let (message, count) = unsafe {
            let mut message = message(&mut piece, &mut control, size_of::<Control>());
            let count = retry("read", || libc::recvmsg(self.fd(), &raw mut message, libc::MSG_CMSG_CLOEXEC));
            (message, available(count)?)
        };
        let Some(count) = count else { return Ok(None) };
        // SAFETY: the system has filled in the message, and this many bytes of the spare capacity.
        unsafe {
            collect_descriptors(&message, descriptors);
            buffer.set_len(buffer.len() + count);
        }
        Ok(Some(count))
    }
}

/// # Safety
/// The message must not outlive its parts.
unsafe fn message(piece: &mut libc::iovec, control: &mut Control, length: usize) -> libc::msghdr {
    // SAFETY: all-zero bytes are a valid `msghdr`.
    let mut message: libc::msghdr = unsafe { zeroed() };
    message.msg_iov = piece;
    message.msg_iovlen = 1;
    message.msg_control = control.0.as_mut_ptr().cast();
    message.msg_controllen = length;
    message
}

/// # Safety
/// `message` must be filled in by `recvmsg`; its descriptors become ours.
unsafe fn collect_descriptors(message: &libc::msghdr, descriptors: &mut VecDeque<OwnedFd>) {
    // SAFETY: the headers lie in the control buffer, and the descriptors were made for us.
    unsafe {
        let mut header = libc::CMSG_FIRSTHDR(message);
        while let Some(found) = header.as_ref() {
            if found.cmsg_level == libc::SOL_SOCKET && found.cmsg_type == libc::SCM_RIGHTS {
                let length = found.cmsg_len - libc::CMSG_LEN(0) as usize;
                let first = libc::CMSG_DATA(header).cast::<RawFd>();
                let fds = (0..length / size_of::<RawFd>()).map(|index| first.add(index).read_unaligned());
                descriptors.extend(fds.map(|fd| OwnedFd::from_raw_fd(fd)));
            }
            header = libc::CMSG_NXTHDR(message, header);
        }
    }
}

/// A second descriptor for what `fd` leads to.
///
/// # Errors
/// `EBADF`, `EMFILE`.
pub fn duplicate(fd: RawFd) -> Result<OwnedFd> {
    // SAFETY: the call has no memory preconditions, and the new descriptor is nobody else's.
    let duplicated = check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) }, "dup")?;
    // SAFETY: as above.
    Ok(unsafe { OwnedFd::from_raw_fd(duplicated) })
}

/// Whether a descriptor is a socket connected to another one.
pub fn has_peer(fd: RawFd) -> bool {
    let mut address = MaybeUninit::<libc::sockaddr_storage>::uninit();
    let mut length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
    // SAFETY: `address` has room for `length` bytes, and nothing reads them.
    unsafe { libc::getpeername(fd, address.as_mut_ptr().cast(), &raw mut length) == 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_descriptor_travels_with_its_bytes() {
        let (near, far) = Socket::pair().unwrap();
        let (gift, other) = Socket::pair().unwrap();
        let gift = gift.into_fd();
        assert_eq!(near.send_with(b"take", Some(&gift)), Ok(Some(4)));
        let (mut bytes, mut descriptors) = (Vec::with_capacity(64), VecDeque::new());
        assert_eq!(far.receive_with(&mut bytes, &mut descriptors), Ok(Some(4)));
        assert_eq!(bytes, b"take");
        assert_eq!(descriptors.len(), 1);
        super::super::write(descriptors[0].as_raw_fd(), b"!").unwrap();
        let mut answer = Vec::with_capacity(8);
        super::super::read_spare(other.fd(), &mut answer).unwrap();
        assert_eq!(answer, b"!");
        assert_eq!(far.receive_with(&mut bytes, &mut descriptors), Ok(None));
    }
}
