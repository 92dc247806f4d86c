//! Where a program named without a slash is looked for.

use std::ffi::CString;
use std::os::unix::ffi::OsStringExt;

use super::spawn::c_string;
use crate::Result;

/// Where programs are without a `PATH`.
const DEFAULT: &[u8] = b"/bin:/usr/bin";
const NAME: &[u8] = b"PATH=";

/// The paths under which `file` may be, in the order of the child's `PATH`. `environment` is the child's; `None` is ours.
///
/// # Errors
/// `EINVAL` when a text holds a NUL byte.
pub(super) fn candidates(file: &[u8], environment: Option<&[Vec<u8>]>) -> Result<Vec<CString>> {
    if file.is_empty() || file.contains(&b'/') {
        return Ok(vec![c_string(file)?]);
    }
    let path = match environment {
        Some(variables) => variables.iter().find_map(|variable| variable.strip_prefix(NAME)).map(<[u8]>::to_vec),
        None => std::env::var_os("PATH").map(OsStringExt::into_vec),
    };
    path.as_deref().unwrap_or(DEFAULT).split(|&byte| byte == b':').map(|directory| join(directory, file)).collect()
}

/// An empty directory is the current one.
fn join(directory: &[u8], file: &[u8]) -> Result<CString> {
    match directory {
        [] => c_string(file),
        _ => c_string(&[directory, b"/", file].concat()),
    }
}

/// Whether the search goes on after a place that failed with `errno`.
pub(super) fn goes_on(errno: i32) -> bool {
    matches!(errno, libc::EACCES | libc::ENOENT | libc::ENOTDIR | libc::ESTALE | libc::ENODEV | libc::ETIMEDOUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(file: &[u8], path: &[u8]) -> Vec<CString> {
        candidates(file, Some(&[b"HOME=/".to_vec(), [NAME, path].concat()])).unwrap()
    }

    #[test]
    fn a_name_is_looked_for_in_every_directory() {
        assert_eq!(paths(b"ls", b"/a::/b/"), [c"/a/ls", c"ls", c"/b//ls"].map(CString::from));
        assert_eq!(paths(b"./ls", b"/a"), [CString::from(c"./ls")]);
        assert_eq!(paths(b"", b"/a"), [CString::from(c"")]);
    }

    #[test]
    fn without_a_path_there_is_a_default() {
        assert_eq!(candidates(b"ls", Some(&[])).unwrap(), [c"/bin/ls", c"/usr/bin/ls"].map(CString::from));
    }
}
