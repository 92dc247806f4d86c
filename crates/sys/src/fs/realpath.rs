//! Paths without links, as the system finds them and as Node does.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use super::c_path::{c_bytes, path_call, path_from};
use super::metadata::Links;
use super::names::read_link;
use super::stat::stat;
use crate::error::Result;

/// The path without links by `realpath(3)`; an error names `path` as it was given.
pub fn real_path_by_system(path: &Path) -> Result<PathBuf> {
    let mut found = std::ptr::null_mut();
    path_call("realpath", path, |text| {
        // SAFETY: `path_call` passes a terminated string; a null buffer asks the library to allocate one.
        found = unsafe { libc::realpath(text, std::ptr::null_mut()) };
        if found.is_null() { -1 } else { 0 }
    })?;
    // SAFETY: a call that succeeded returned a terminated string, which is ours to free.
    let resolved = path_from(unsafe { c_bytes(found) });
    // SAFETY: the library allocated it, and it is not used after this.
    unsafe { libc::free(found.cast()) };
    Ok(resolved)
}

/// The path without links, found step by step: an error names the step that failed and not the whole path. A name
/// below a pipe or socket is taken as it is, for `/dev/stdin` leads to such names. `path` is absolute.
pub fn real_path(path: &Path) -> Result<PathBuf> {
    let mut resolved = PathBuf::from("/");
    let mut rest: Vec<Box<OsStr>> = names_of(path);
    while let Some(name) = rest.pop() {
        if name.as_bytes() == b".." {
            resolved.pop();
            continue;
        }
        resolved.push(&*name);
        let here = stat(&resolved, Links::Keep)?;
        if here.is(libc::S_IFLNK) {
            // A link in a cycle, or one that leads nowhere, fails here.
            let behind = stat(&resolved, Links::Follow)?;
            let target = read_link(&resolved)?;
            if behind.is(libc::S_IFIFO) || behind.is(libc::S_IFSOCK) {
                resolved = target_of(&resolved, &target);
                continue;
            }
            resolved = if target.is_absolute() { PathBuf::from("/") } else { above(&resolved) };
            rest.extend(names_of(&target));
        }
    }
    Ok(resolved)
}

/// How many links the system follows in one path.
const MOST_LINKS: usize = 40;

/// Where a path leads, as far as it exists; what is missing at its end stays as it is written. With [`Links::Keep`] a link that is the
/// whole of the last name is not followed, as by `lstat`. More links than the system follows lead nowhere: none of it opens either.
/// `path` is absolute.
pub fn follow_links(path: &Path, links: Links) -> PathBuf {
    let keeps_last = links == Links::Keep && ends_with_name(path);
    let mut resolved = PathBuf::from("/");
    let mut rest: Vec<Box<OsStr>> = names_of(path);
    let mut followed = 0;
    while let Some(name) = rest.pop() {
        if name.as_bytes() == b".." {
            resolved.pop();
            continue;
        }
        resolved.push(&*name);
        let is_last = rest.is_empty();
        if (keeps_last && is_last) || followed == MOST_LINKS {
            continue;
        }
        if let Ok(target) = read_link(&resolved) {
            followed += 1;
            resolved = if target.is_absolute() { PathBuf::from("/") } else { above(&resolved) };
            rest.extend(names_of(&target));
        }
    }
    resolved
}

/// Whether the system takes the last part of a path as a name: a slash or dot after it asks for what a link leads to.
fn ends_with_name(path: &Path) -> bool {
    let bytes = path.as_os_str().as_bytes();
    !bytes.ends_with(b"/") && !bytes.ends_with(b"/.")
}

/// The names of a path, the first one last; `.` and the root are left out.
fn names_of(path: &Path) -> Vec<Box<OsStr>> {
    let named = path.components().filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    let mut names: Vec<Box<OsStr>> = named.map(|part| part.as_os_str().into()).collect();
    names.reverse();
    names
}

fn above(path: &Path) -> PathBuf {
    path.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned)
}

fn target_of(link: &Path, target: &Path) -> PathBuf {
    above(link).join(target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;
    use std::os::unix::fs::symlink;

    #[test]
    fn both_agree_on_paths_that_exist() {
        let dir = TestDir::new();
        std::fs::create_dir_all(dir.join("a/b")).unwrap();
        symlink("a/b", dir.join("l")).unwrap();
        symlink("../l/..", dir.join("a/m")).unwrap();
        for path in ["l", "a/m/b", "a/../l/../b/.", "l/"] {
            let path = dir.join(path);
            assert_eq!(real_path(&path).unwrap(), real_path_by_system(&path).unwrap(), "{}", path.display());
        }
    }

    #[test]
    fn links_are_followed_as_far_as_the_path_exists() {
        let dir = TestDir::new();
        let base = real_path_by_system(dir.path()).unwrap();
        std::fs::create_dir_all(base.join("a/b")).unwrap();
        for (target, name) in
            [("a/b", "l"), ("../gone/x", "a/dangling"), ("l", "l2"), ("loop2", "loop"), ("loop", "loop2")]
        {
            symlink(target, base.join(name)).unwrap();
        }
        let follow = |path: &str, links| follow_links(&base.join(path), links);
        for (path, found) in
            [("l/../c", "a/c"), ("a/dangling", "gone/x"), ("l2/new/y", "a/b/new/y"), ("a/./b/../../n", "n")]
        {
            assert_eq!(follow(path, Links::Follow), base.join(found), "{path}");
        }
        for (path, found) in [("l2", "l2"), ("l2/", "a/b"), ("l2/.", "a/b"), ("l2/x", "a/b/x"), ("l2/..", "a")] {
            assert_eq!(follow(path, Links::Keep), base.join(found), "{path}");
        }
        assert!(follow("loop/x", Links::Follow).starts_with(&base));
    }

    #[test]
    fn errors_name_the_step_or_the_whole() {
        let dir = TestDir::new();
        let base = real_path_by_system(dir.path()).unwrap();
        symlink("l2", base.join("l1")).unwrap();
        symlink("l1", base.join("l2")).unwrap();
        let step = real_path(&base.join("gone/x")).unwrap_err();
        assert_eq!((step.syscall, step.path), ("lstat", Some(base.join("gone").as_os_str().as_bytes().to_vec())));
        let cycle = real_path(&base.join("l1")).unwrap_err();
        assert_eq!((cycle.errno, cycle.syscall), (libc::ELOOP, "stat"));
        let whole = real_path_by_system(Path::new("gone/x")).unwrap_err();
        assert_eq!(whole.to_string(), "ENOENT: no such file or directory, realpath 'gone/x'");
    }
}
