//! `os.constants`: the numbers of this platform by their C names, in the order in which Node lists them.

use runtime::op;

/// One group: its name and its members.
type Group = (String, Vec<(String, i32)>);

macro_rules! group {
    ($title:literal: $($name:ident),* $(,)?) => {
        ($title, &[$((stringify!($name), libc::$name)),*])
    };
}

const GROUPS: [(&str, &[(&str, i32)]); 2] = [
    group!("dlopen": RTLD_LAZY, RTLD_NOW, RTLD_GLOBAL, RTLD_LOCAL, RTLD_DEEPBIND),
    group!(
        "errno":
        E2BIG, EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY, EBADF, EBADMSG, EBUSY, ECANCELED,
        ECHILD, ECONNABORTED, ECONNREFUSED, ECONNRESET, EDEADLK, EDESTADDRREQ, EDOM, EDQUOT, EEXIST, EFAULT, EFBIG,
        EHOSTUNREACH, EIDRM, EILSEQ, EINPROGRESS, EINTR, EINVAL, EIO, EISCONN, EISDIR, ELOOP, EMFILE, EMLINK,
        EMSGSIZE, EMULTIHOP, ENAMETOOLONG, ENETDOWN, ENETRESET, ENETUNREACH, ENFILE, ENOBUFS, ENODATA, ENODEV,
        ENOENT, ENOEXEC, ENOLCK, ENOLINK, ENOMEM, ENOMSG, ENOPROTOOPT, ENOSPC, ENOSR, ENOSTR, ENOSYS, ENOTCONN,
        ENOTDIR, ENOTEMPTY, ENOTSOCK, ENOTSUP, ENOTTY, ENXIO, EOPNOTSUPP, EOVERFLOW, EPERM, EPIPE, EPROTO,
        EPROTONOSUPPORT, EPROTOTYPE, ERANGE, EROFS, ESPIPE, ESRCH, ESTALE, ETIME, ETIMEDOUT, ETXTBSY, EWOULDBLOCK,
        EXDEV,
    ),
];

/// The groups that only this builtin needs; the signals are `internal:shared/signals`.
#[op]
pub(crate) fn constants() -> Vec<Group> {
    GROUPS.iter().map(|(title, members)| (String::from(*title), owned(members))).collect()
}

fn owned(members: &[(&str, i32)]) -> Vec<(String, i32)> {
    members.iter().map(|(name, value)| (String::from(*name), *value)).collect()
}
