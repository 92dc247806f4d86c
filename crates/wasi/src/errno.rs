//! WASI's error numbers.

use rustix::io::Errno as Os;

/// `errno` of WASI preview 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub u16);

impl Errno {
    pub(crate) const BADF: Errno = Errno(8);
    pub(crate) const FAULT: Errno = Errno(21);
    pub(crate) const INVAL: Errno = Errno(28);
    pub(crate) const IO: Errno = Errno(29);
    pub(crate) const ILSEQ: Errno = Errno(25);
    pub(crate) const NOBUFS: Errno = Errno(42);
    pub(crate) const NOENT: Errno = Errno(44);
    pub(crate) const NOTDIR: Errno = Errno(54);
    pub(crate) const NOTSOCK: Errno = Errno(57);
    pub(crate) const OVERFLOW: Errno = Errno(61);
    pub(crate) const SPIPE: Errno = Errno(70);
    /// Also what the kernel's refusal to leave a directory becomes.
    pub(crate) const NOTCAPABLE: Errno = Errno(76);

    /// The name by which programs know it: `ENOENT`.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or("EIO")
    }
}

/// Names in the order of their numbers.
const NAMES: [&str; 77] = [
    "ESUCCESS",
    "E2BIG",
    "EACCES",
    "EADDRINUSE",
    "EADDRNOTAVAIL",
    "EAFNOSUPPORT",
    "EAGAIN",
    "EALREADY",
    "EBADF",
    "EBADMSG",
    "EBUSY",
    "ECANCELED",
    "ECHILD",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "EDEADLK",
    "EDESTADDRREQ",
    "EDOM",
    "EDQUOT",
    "EEXIST",
    "EFAULT",
    "EFBIG",
    "EHOSTUNREACH",
    "EIDRM",
    "EILSEQ",
    "EINPROGRESS",
    "EINTR",
    "EINVAL",
    "EIO",
    "EISCONN",
    "EISDIR",
    "ELOOP",
    "EMFILE",
    "EMLINK",
    "EMSGSIZE",
    "EMULTIHOP",
    "ENAMETOOLONG",
    "ENETDOWN",
    "ENETRESET",
    "ENETUNREACH",
    "ENFILE",
    "ENOBUFS",
    "ENODEV",
    "ENOENT",
    "ENOEXEC",
    "ENOLCK",
    "ENOLINK",
    "ENOMEM",
    "ENOMSG",
    "ENOPROTOOPT",
    "ENOSPC",
    "ENOSYS",
    "ENOTCONN",
    "ENOTDIR",
    "ENOTEMPTY",
    "ENOTRECOVERABLE",
    "ENOTSOCK",
    "ENOTSUP",
    "ENOTTY",
    "ENXIO",
    "EOVERFLOW",
    "EOWNERDEAD",
    "EPERM",
    "EPIPE",
    "EPROTO",
    "EPROTONOSUPPORT",
    "EPROTOTYPE",
    "ERANGE",
    "EROFS",
    "ESPIPE",
    "ESRCH",
    "ESTALE",
    "ETIMEDOUT",
    "ETXTBSY",
    "EXDEV",
    "ENOTCAPABLE",
];

/// What can come from the calls that are made here.
const KNOWN: [(Os, u16); 34] = [
    (Os::TOOBIG, 1),
    (Os::ACCESS, 2),
    (Os::AGAIN, 6),
    (Os::BADF, 8),
    (Os::BUSY, 10),
    (Os::CONNRESET, 15),
    (Os::DQUOT, 19),
    (Os::EXIST, 20),
    (Os::FAULT, 21),
    (Os::FBIG, 22),
    (Os::ILSEQ, 25),
    (Os::INTR, 27),
    (Os::INVAL, 28),
    (Os::IO, 29),
    (Os::ISDIR, 31),
    (Os::LOOP, 32),
    (Os::MFILE, 33),
    (Os::MLINK, 34),
    (Os::NAMETOOLONG, 37),
    (Os::NFILE, 41),
    (Os::NODEV, 43),
    (Os::NOENT, 44),
    (Os::NOMEM, 48),
    (Os::NOSPC, 51),
    (Os::NOSYS, 52),
    (Os::NOTDIR, 54),
    (Os::NOTEMPTY, 55),
    (Os::OPNOTSUPP, 58),
    (Os::NXIO, 60),
    (Os::PERM, 63),
    (Os::PIPE, 64),
    (Os::ROFS, 69),
    (Os::SPIPE, 70),
    (Os::XDEV, 76),
];

impl From<Os> for Errno {
    fn from(error: Os) -> Self {
        KNOWN.iter().find(|(os, _)| *os == error).map_or(Errno::IO, |(_, number)| Errno(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_agree() {
        assert_eq!(Errno::from(Os::NOENT).name(), "ENOENT");
        assert_eq!(Errno::NOTCAPABLE.name(), "ENOTCAPABLE");
        assert_eq!(Errno::SPIPE.name(), "ESPIPE");
        assert_eq!(Errno::from(Os::XDEV), Errno::NOTCAPABLE);
    }
}
