//! The modes of a terminal and its size.

use std::ffi::CStr;
use std::mem::zeroed;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::sync::{Mutex, PoisonError};

use crate::error::{check, retry};
use crate::net::set_nonblocking;
use crate::{Error, Result};

/// How a terminal treats what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By lines, with editing, echo and signals: the state it was found in.
    Normal,
    /// Every key at once, without echo and signals; output is still translated.
    Raw,
    /// Every byte at once, nothing translated in either direction.
    Io,
}

/// The terminal whose mode was changed first, as it was before.
static ORIGINAL: Mutex<Option<(RawFd, libc::termios)>> = Mutex::new(None);

/// Whether `fd` is a terminal.
pub fn is_terminal(fd: RawFd) -> bool {
    // SAFETY: the call has no memory preconditions.
    fd >= 0 && unsafe { libc::isatty(fd) } == 1
}

/// Columns and rows of the terminal at `fd`.
///
/// # Errors
/// `ENOTTY` when it is none.
pub fn window_size(fd: RawFd) -> Result<(u16, u16)> {
    // SAFETY: all-zero bytes are a valid `winsize`, which the call fills.
    let size = unsafe {
        let mut size: libc::winsize = zeroed();
        retry("uv_tty_get_winsize", || libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size))?;
        size
    };
    Ok((size.ws_col, size.ws_row))
}

/// A non-blocking descriptor of the terminal at `fd`. It is opened anew, because non-blocking mode belongs to the
/// open file, which other processes share (a shell would find its terminal non-blocking); where that fails it is
/// a duplicate, and so it is for a master: what is opened by a master's name is a new pair.
///
/// # Errors
/// `EMFILE`, `EBADF`.
pub fn open(fd: RawFd) -> Result<OwnedFd> {
    let opened = if is_master(fd) { None } else { reopen(fd).ok() };
    let opened = opened.map_or_else(|| crate::net::duplicate(fd), Ok)?;
    set_nonblocking(std::os::fd::AsRawFd::as_raw_fd(&opened), true)?;
    Ok(opened)
}

/// Whether `fd` is the side of a pseudo-terminal at which the user would sit. Only masters tell the number of their slave.
fn is_master(fd: RawFd) -> bool {
    let mut number: libc::c_int = 0;
    // SAFETY: the call stores one number.
    unsafe { libc::ioctl(fd, libc::TIOCGPTN, &raw mut number) == 0 }
}

fn reopen(fd: RawFd) -> Result<OwnedFd> {
    let mut name = [0; 256];
    // SAFETY: the buffer has the given length.
    let failed = unsafe { libc::ttyname_r(fd, name.as_mut_ptr(), name.len()) };
    if failed != 0 {
        return Err(Error::new(failed, "ttyname"));
    }
    // SAFETY: the call has no memory preconditions.
    let access = check(unsafe { libc::fcntl(fd, libc::F_GETFL) }, "fcntl")? & libc::O_ACCMODE;
    // SAFETY: `ttyname_r` has stored a C string, and the new descriptor is nobody else's.
    unsafe {
        let name = CStr::from_ptr(name.as_ptr());
        let opened = retry("open", || libc::open(name.as_ptr(), access | libc::O_NOCTTY | libc::O_CLOEXEC))?;
        Ok(OwnedFd::from_raw_fd(opened))
    }
}

/// Sets the mode of the terminal at `fd` once pending output is written.
///
/// # Errors
/// `ENOTTY` when it is none.
pub fn set_mode(fd: RawFd, mode: Mode) -> Result<()> {
    let mut original = ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner);
    let current = attributes(fd)?;
    let (_, found) = *original.get_or_insert((fd, current));
    apply(fd, &attributes_of(mode, &found))
}

/// Gives the terminal whose mode was changed back as it was found. It also happens when the process ends.
pub fn reset_mode() {
    let original = ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((fd, found)) = original {
        // The terminal may be gone by now, and then there is nothing to give back.
        let _ = apply(fd, &found);
    }
}

fn attributes(fd: RawFd) -> Result<libc::termios> {
    // SAFETY: all-zero bytes are a valid `termios`, which the call fills.
    unsafe {
        let mut attributes: libc::termios = zeroed();
        check(libc::tcgetattr(fd, &raw mut attributes), "tcgetattr")?;
        Ok(attributes)
    }
}

fn apply(fd: RawFd, attributes: &libc::termios) -> Result<()> {
    // SAFETY: `attributes` is a valid `termios`.
    retry("tcsetattr", || unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, attributes) }).map(drop)
}

fn attributes_of(mode: Mode, found: &libc::termios) -> libc::termios {
    let mut attributes = *found;
    match mode {
        Mode::Normal => {}
        Mode::Raw => {
            attributes.c_iflag &= !(libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON);
            attributes.c_oflag |= libc::ONLCR;
            attributes.c_cflag |= libc::CS8;
            attributes.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
            attributes.c_cc[libc::VMIN] = 1;
            attributes.c_cc[libc::VTIME] = 0;
        }
        // SAFETY: the call only changes the structure it is given.
        Mode::Io => unsafe { libc::cfmakeraw(&raw mut attributes) },
    }
    attributes
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn what_is_no_terminal_has_no_size() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let fd = file.as_raw_fd();
        assert!(!is_terminal(fd));
        assert_eq!(window_size(fd).map_err(|error| error.errno), Err(libc::ENOTTY));
    }

    /// The two sides of a new pseudo-terminal.
    fn pair() -> (OwnedFd, OwnedFd) {
        let (mut leader, mut follower) = (0, 0);
        let null = std::ptr::null_mut();
        // SAFETY: the call stores two descriptors; null names, attributes and sizes are allowed.
        let made = unsafe { libc::openpty(&raw mut leader, &raw mut follower, null, null.cast(), null.cast()) };
        assert_eq!(made, 0);
        // SAFETY: both descriptors are new and nobody else's.
        unsafe { (OwnedFd::from_raw_fd(leader), OwnedFd::from_raw_fd(follower)) }
    }

    #[test]
    fn a_master_stays_the_master_of_its_slave() {
        use std::io::{Read, Write};
        let (leader, follower) = pair();
        let mut opened = std::fs::File::from(open(leader.as_raw_fd()).unwrap());
        std::fs::File::from(follower.try_clone().unwrap()).write_all(b"said").unwrap();
        let mut heard = [0; 4];
        opened.read_exact(&mut heard).unwrap();
        assert_eq!(&heard, b"said");
    }

    #[test]
    fn raw_mode_comes_and_goes() {
        let (_leader, follower) = pair();
        let follower = follower.as_raw_fd();
        let before = attributes(follower).unwrap().c_lflag;
        set_mode(follower, Mode::Raw).unwrap();
        assert_eq!(attributes(follower).unwrap().c_lflag & libc::ICANON, 0);
        reset_mode();
        assert_eq!(attributes(follower).unwrap().c_lflag, before);
        assert!(is_terminal(open(follower).unwrap().as_raw_fd()));
    }
}
