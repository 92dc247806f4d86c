//! The numbers, names and meanings of system errors, as libuv words them.
//!
//! Node prints these texts, so they do not follow the C library's `strerror`. The table covers the numbers libuv
//! names on Linux; a number outside it has no name, only `Unknown system error -N`.

use std::borrow::Cow;

/// libuv's number for an error nobody could name.
pub const UNKNOWN: i32 = 4094;
/// libuv's number for the end of a stream.
pub const EOF: i32 = 4095;
/// libuv's number for text that is not valid Unicode.
pub const ECHARSET: i32 = 4080;
/// libuv's number for a file of the wrong type (a BSD error).
pub const EFTYPE: i32 = 4028;

/// libuv's numbers for the failures of `getaddrinfo`, whose own numbers overlap with `errno`.
pub mod eai {
    pub const ADDRFAMILY: i32 = 3000;
    pub const AGAIN: i32 = 3001;
    pub const BADFLAGS: i32 = 3002;
    pub const CANCELED: i32 = 3003;
    pub const FAIL: i32 = 3004;
    pub const FAMILY: i32 = 3005;
    pub const MEMORY: i32 = 3006;
    pub const NODATA: i32 = 3007;
    pub const NONAME: i32 = 3008;
    pub const OVERFLOW: i32 = 3009;
    pub const SERVICE: i32 = 3010;
    pub const SOCKTYPE: i32 = 3011;
    pub const BADHINTS: i32 = 3013;
    pub const PROTOCOL: i32 = 3014;
}

/// The name of the positive number `errno`, for example `ENOENT`.
pub fn name(errno: i32) -> Cow<'static, str> {
    find(errno).map_or_else(|| unknown(errno), |&(_, name, _)| Cow::Borrowed(name))
}

/// The meaning of the positive number `errno`, for example `no such file or directory`.
pub fn message(errno: i32) -> Cow<'static, str> {
    find(errno).map_or_else(|| unknown(errno), |&(_, _, message)| Cow::Borrowed(message))
}

/// Every known error as (positive number, name, meaning), in the order of `util.getSystemErrorMap()`.
pub fn table() -> &'static [(i32, &'static str, &'static str)] {
    TABLE
}

fn find(errno: i32) -> Option<&'static (i32, &'static str, &'static str)> {
    TABLE.iter().find(|entry| entry.0 == errno)
}

fn unknown(errno: i32) -> Cow<'static, str> {
    Cow::Owned(format!("Unknown system error {}", -errno))
}

const TABLE: &[(i32, &str, &str)] = &[
    (libc::E2BIG, "E2BIG", "argument list too long"),
    (libc::EACCES, "EACCES", "permission denied"),
    (libc::EADDRINUSE, "EADDRINUSE", "address already in use"),
    (libc::EADDRNOTAVAIL, "EADDRNOTAVAIL", "address not available"),
    (libc::EAFNOSUPPORT, "EAFNOSUPPORT", "address family not supported"),
    (libc::EAGAIN, "EAGAIN", "resource temporarily unavailable"),
    (eai::ADDRFAMILY, "EAI_ADDRFAMILY", "address family not supported"),
    (eai::AGAIN, "EAI_AGAIN", "temporary failure"),
    (eai::BADFLAGS, "EAI_BADFLAGS", "bad ai_flags value"),
    (eai::BADHINTS, "EAI_BADHINTS", "invalid value for hints"),
    (eai::CANCELED, "EAI_CANCELED", "request canceled"),
    (eai::FAIL, "EAI_FAIL", "permanent failure"),
    (eai::FAMILY, "EAI_FAMILY", "ai_family not supported"),
    (eai::MEMORY, "EAI_MEMORY", "out of memory"),
    (eai::NODATA, "EAI_NODATA", "no address"),
    (eai::NONAME, "EAI_NONAME", "unknown node or service"),
    (eai::OVERFLOW, "EAI_OVERFLOW", "argument buffer overflow"),
    (eai::PROTOCOL, "EAI_PROTOCOL", "resolved protocol is unknown"),
    (eai::SERVICE, "EAI_SERVICE", "service not available for socket type"),
    (eai::SOCKTYPE, "EAI_SOCKTYPE", "socket type not supported"),
    (libc::EALREADY, "EALREADY", "connection already in progress"),
    (libc::EBADF, "EBADF", "bad file descriptor"),
    (libc::EBUSY, "EBUSY", "resource busy or locked"),
    (libc::ECANCELED, "ECANCELED", "operation canceled"),
    (ECHARSET, "ECHARSET", "invalid Unicode character"),
    (libc::ECONNABORTED, "ECONNABORTED", "software caused connection abort"),
    (libc::ECONNREFUSED, "ECONNREFUSED", "connection refused"),
    (libc::ECONNRESET, "ECONNRESET", "connection reset by peer"),
    (libc::EDESTADDRREQ, "EDESTADDRREQ", "destination address required"),
    (libc::EEXIST, "EEXIST", "file already exists"),
    (libc::EFAULT, "EFAULT", "bad address in system call argument"),
    (libc::EFBIG, "EFBIG", "file too large"),
    (libc::EHOSTUNREACH, "EHOSTUNREACH", "host is unreachable"),
    (libc::EINTR, "EINTR", "interrupted system call"),
    (libc::EINVAL, "EINVAL", "invalid argument"),
    (libc::EIO, "EIO", "i/o error"),
    (libc::EISCONN, "EISCONN", "socket is already connected"),
    (libc::EISDIR, "EISDIR", "illegal operation on a directory"),
    (libc::ELOOP, "ELOOP", "too many symbolic links encountered"),
    (libc::EMFILE, "EMFILE", "too many open files"),
    (libc::EMSGSIZE, "EMSGSIZE", "message too long"),
    (libc::ENAMETOOLONG, "ENAMETOOLONG", "name too long"),
    (libc::ENETDOWN, "ENETDOWN", "network is down"),
    (libc::ENETUNREACH, "ENETUNREACH", "network is unreachable"),
    (libc::ENFILE, "ENFILE", "file table overflow"),
    (libc::ENOBUFS, "ENOBUFS", "no buffer space available"),
    (libc::ENODEV, "ENODEV", "no such device"),
    (libc::ENOENT, "ENOENT", "no such file or directory"),
    (libc::ENOMEM, "ENOMEM", "not enough memory"),
    (libc::ENONET, "ENONET", "machine is not on the network"),
    (libc::ENOPROTOOPT, "ENOPROTOOPT", "protocol not available"),
    (libc::ENOSPC, "ENOSPC", "no space left on device"),
    (libc::ENOSYS, "ENOSYS", "function not implemented"),
    (libc::ENOTCONN, "ENOTCONN", "socket is not connected"),
    (libc::ENOTDIR, "ENOTDIR", "not a directory"),
    (libc::ENOTEMPTY, "ENOTEMPTY", "directory not empty"),
    (libc::ENOTSOCK, "ENOTSOCK", "socket operation on non-socket"),
    (libc::ENOTSUP, "ENOTSUP", "operation not supported on socket"),
    (libc::EOVERFLOW, "EOVERFLOW", "value too large for defined data type"),
    (libc::EPERM, "EPERM", "operation not permitted"),
    (libc::EPIPE, "EPIPE", "broken pipe"),
    (libc::EPROTO, "EPROTO", "protocol error"),
    (libc::EPROTONOSUPPORT, "EPROTONOSUPPORT", "protocol not supported"),
    (libc::EPROTOTYPE, "EPROTOTYPE", "protocol wrong type for socket"),
    (libc::ERANGE, "ERANGE", "result too large"),
    (libc::EROFS, "EROFS", "read-only file system"),
    (libc::ESHUTDOWN, "ESHUTDOWN", "cannot send after transport endpoint shutdown"),
    (libc::ESPIPE, "ESPIPE", "invalid seek"),
    (libc::ESRCH, "ESRCH", "no such process"),
    (libc::ETIMEDOUT, "ETIMEDOUT", "connection timed out"),
    (libc::ETXTBSY, "ETXTBSY", "text file is busy"),
    (libc::EXDEV, "EXDEV", "cross-device link not permitted"),
    (UNKNOWN, "UNKNOWN", "unknown error"),
    (EOF, "EOF", "end of file"),
    (libc::ENXIO, "ENXIO", "no such device or address"),
    (libc::EMLINK, "EMLINK", "too many links"),
    (libc::EHOSTDOWN, "EHOSTDOWN", "host is down"),
    (libc::EREMOTEIO, "EREMOTEIO", "remote I/O error"),
    (libc::ENOTTY, "ENOTTY", "inappropriate ioctl for device"),
    (EFTYPE, "EFTYPE", "inappropriate file type or format"),
    (libc::EILSEQ, "EILSEQ", "illegal byte sequence"),
    (libc::ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT", "socket type not supported"),
    (libc::ENODATA, "ENODATA", "no data available"),
    (libc::EUNATCH, "EUNATCH", "protocol driver not attached"),
    (libc::ENOEXEC, "ENOEXEC", "exec format error"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique() {
        let mut numbers: Vec<i32> = table().iter().map(|entry| entry.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), table().len());
    }

    #[test]
    fn names_and_meanings() {
        assert_eq!(name(libc::EADDRINUSE), "EADDRINUSE");
        assert_eq!(message(libc::EISDIR), "illegal operation on a directory");
        assert_eq!(name(eai::NONAME), "EAI_NONAME");
    }
}
