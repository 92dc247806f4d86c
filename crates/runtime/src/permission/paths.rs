//! Sets of paths that a program may read or write. Pure: the working directory is an argument.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

/// What paths a grant covers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    /// This file or directory.
    Exact(PathBuf),
    /// Everything whose path begins with these bytes.
    Prefix(Vec<u8>),
}

/// The paths of a permission.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    all: bool,
    patterns: Vec<Pattern>,
}

impl Paths {
    /// Adds what an option names: `*`, a file, a directory with all below it, or a path that ends in `*`. What follows the
    /// first `*` counts for nothing.
    pub(super) fn grant(&mut self, text: &str, directory: &Path) {
        if text == "*" {
            self.all = true;
            return;
        }
        match text.split_once('*') {
            Some((start, _)) => self.grant_prefix(start, directory),
            None => self.grant_path(&absolute(Path::new(text), directory)),
        }
    }

    /// The path, and all below it if it is a directory now.
    fn grant_path(&mut self, path: &Path) {
        if path.is_dir() {
            self.patterns.push(Pattern::Prefix(with_slash(path)));
        }
        self.patterns.push(Pattern::Exact(path.to_path_buf()));
    }

    fn grant_prefix(&mut self, start: &str, directory: &Path) {
        let path = absolute(Path::new(start), directory);
        if start.ends_with('/') {
            self.patterns.push(Pattern::Prefix(with_slash(&path)));
            self.patterns.push(Pattern::Exact(path));
        } else {
            self.patterns.push(Pattern::Prefix(path.into_os_string().into_vec()));
        }
    }

    /// Whether `path`, as it is written, is covered. Links are not followed.
    pub(super) fn allow(&self, path: &Path, directory: &Path) -> bool {
        if self.all {
            return true;
        }
        let path = absolute(path, directory);
        let bytes = path.as_os_str().as_bytes();
        self.patterns.iter().any(|pattern| match pattern {
            Pattern::Exact(exact) => *exact == path,
            Pattern::Prefix(prefix) => bytes.starts_with(prefix),
        })
    }

    /// Whether every path is covered.
    pub(super) fn allow_all(&self) -> bool {
        self.all
    }

    /// Takes away the grants of this path and below; of a path that only a wider grant covers nothing can be taken.
    pub(super) fn revoke(&mut self, path: &Path, directory: &Path) {
        let path = absolute(path, directory);
        let below = with_slash(&path);
        self.patterns.retain(|pattern| match pattern {
            Pattern::Exact(exact) => *exact != path,
            Pattern::Prefix(prefix) => *prefix != below && *prefix != path.as_os_str().as_bytes(),
        });
    }

    /// Takes all grants away.
    pub(super) fn clear(&mut self) {
        *self = Paths::default();
    }
}

fn with_slash(path: &Path) -> Vec<u8> {
    let mut bytes = path.as_os_str().as_bytes().to_vec();
    if bytes.last() != Some(&b'/') {
        bytes.push(b'/');
    }
    bytes
}

/// The path from the root without `.`, `..` and repeated slashes.
fn absolute(path: &Path, directory: &Path) -> PathBuf {
    let mut result = PathBuf::from(OsString::from("/"));
    for component in directory.join(path).components() {
        match component {
            Component::ParentDir => {
                result.pop();
            }
            Component::Normal(name) => result.push(name),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(grants: &[&str]) -> Paths {
        let mut paths = Paths::default();
        for grant in grants {
            paths.grant(grant, Path::new("/start"));
        }
        paths
    }

    fn allowed(paths: &Paths, path: &str) -> bool {
        paths.allow(Path::new(path), Path::new("/start"))
    }

    #[test]
    fn neighbours_of_a_granted_path_are_not_granted() {
        let paths = paths(&["/a/b", "/files/index.js", "/files/i"]);
        for path in ["/a/b", "/a/./b/", "/a/c/../b", "/files/i"] {
            assert!(allowed(&paths, path), "{path}");
        }
        for path in ["/a/bc", "/a", "/a/b/c", "/a/b/../c", "/files/index", "/"] {
            assert!(!allowed(&paths, path), "{path}");
        }
    }

    #[test]
    fn a_star_grants_what_begins_like_it() {
        let paths = paths(&["/example/foo*", "/home/*", "/deep/*.js"]);
        for path in ["/example/foo", "/example/foo2/file", "/home", "/home/", "/home/x", "/deep/any.txt"] {
            assert!(allowed(&paths, path), "{path}");
        }
        for path in ["/example/fo", "/hom", "/home2", "/home/../etc", "/example/foo/../../etc"] {
            assert!(!allowed(&paths, path), "{path}");
        }
    }

    #[test]
    fn directories_are_granted_whole_and_relative_paths_begin_at_the_directory() {
        let mut paths = Paths::default();
        paths.grant("tmp", Path::new("/"));
        assert!(paths.allow(Path::new("tmp/file"), Path::new("/")));
        assert!(!paths.allow(Path::new("tmp/file"), Path::new("/elsewhere")));
    }

    #[test]
    fn revoking_takes_back_what_was_granted() {
        let mut paths = paths(&["/tmp", "/x"]);
        paths.revoke(Path::new("/tmp"), Path::new("/"));
        assert!(!allowed(&paths, "/tmp/a") && !allowed(&paths, "/tmp") && allowed(&paths, "/x"));
    }
}
