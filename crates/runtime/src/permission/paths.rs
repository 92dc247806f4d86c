//! Sets of paths that a program may read or write. The working directory is an argument.
//!
//! A path is covered when it is as it is written and also where its links lead: Node asks for the first only, so there a link that
//! was made before leads out of what is granted.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

use sys::fs::{Links, follow_links};

/// What paths a grant covers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    /// This file or directory.
    Exact(PathBuf),
    /// Everything whose path begins with these bytes.
    Prefix(Vec<u8>),
}

impl Pattern {
    fn covers(&self, path: &Path) -> bool {
        match self {
            Pattern::Exact(exact) => exact == path,
            Pattern::Prefix(prefix) => path.as_os_str().as_bytes().starts_with(prefix),
        }
    }

    /// What it covers where links lead. The last part of a prefix is the beginning of a name and no link.
    fn behind_links(&self) -> Pattern {
        match self {
            Pattern::Exact(path) => Pattern::Exact(follow_links(path, Links::Follow)),
            Pattern::Prefix(prefix) => {
                let name = prefix.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
                let directory = follow_links(Path::new(OsStr::from_bytes(&prefix[..name])), Links::Follow);
                Pattern::Prefix([&with_slash(&directory), &prefix[name..]].concat())
            }
        }
    }
}

/// The paths of a permission.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    all: bool,
    /// As they were written.
    patterns: Vec<Pattern>,
    /// Where they led when they were granted.
    behind_links: Vec<Pattern>,
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
            self.add(Pattern::Prefix(with_slash(path)));
        }
        self.add(Pattern::Exact(path.to_path_buf()));
    }

    fn add(&mut self, pattern: Pattern) {
        self.behind_links.push(pattern.behind_links());
        self.patterns.push(pattern);
    }

    fn grant_prefix(&mut self, start: &str, directory: &Path) {
        let path = absolute(Path::new(start), directory);
        if start.ends_with('/') {
            self.add(Pattern::Prefix(with_slash(&path)));
            self.add(Pattern::Exact(path));
        } else {
            self.add(Pattern::Prefix(path.into_os_string().into_vec()));
        }
    }

    /// Whether `path` is covered, with or without what a link at its end leads to.
    pub(super) fn allow(&self, path: &Path, links: Links, directory: &Path) -> bool {
        self.all
            || covers(&self.patterns, &absolute(path, directory))
                && covers(&self.behind_links, &follow_links(&directory.join(path), links))
    }

    /// Whether a path without links lies where the grants lead.
    pub(super) fn reach(&self, path: &Path) -> bool {
        self.all || covers(&self.behind_links, path)
    }

    /// Whether every path is covered.
    pub(super) fn allow_all(&self) -> bool {
        self.all
    }

    /// Takes away the grants of this path and below; of a path that only a wider grant covers nothing can be taken.
    pub(super) fn revoke(&mut self, path: &Path, directory: &Path) {
        revoke(&mut self.behind_links, &follow_links(&directory.join(path), Links::Follow));
        revoke(&mut self.patterns, &absolute(path, directory));
    }

    /// Takes all grants away.
    pub(super) fn clear(&mut self) {
        *self = Paths::default();
    }
}

fn covers(patterns: &[Pattern], path: &Path) -> bool {
    patterns.iter().any(|pattern| pattern.covers(path))
}

fn revoke(patterns: &mut Vec<Pattern>, path: &Path) {
    let below = with_slash(path);
    patterns.retain(|pattern| match pattern {
        Pattern::Exact(exact) => exact != path,
        Pattern::Prefix(prefix) => *prefix != below && prefix != path.as_os_str().as_bytes(),
    });
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
        paths.allow(Path::new(path), Links::Follow, Path::new("/start"))
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
        assert!(paths.allow(Path::new("tmp/file"), Links::Follow, Path::new("/")));
        assert!(!paths.allow(Path::new("tmp/file"), Links::Follow, Path::new("/elsewhere")));
    }

    #[test]
    fn revoking_takes_back_what_was_granted() {
        let mut paths = paths(&["/tmp", "/x"]);
        paths.revoke(Path::new("/tmp"), Path::new("/"));
        assert!(!allowed(&paths, "/tmp/a") && !allowed(&paths, "/tmp") && allowed(&paths, "/x"));
    }

    #[test]
    fn links_do_not_lead_out_of_what_is_granted() {
        let base =
            std::fs::canonicalize(std::env::temp_dir()).unwrap().join(format!("anode-paths-{}", std::process::id()));
        std::fs::create_dir_all(base.join("ok/sub")).unwrap();
        std::fs::create_dir_all(base.join("out")).unwrap();
        for (target, name) in
            [("../out", "ok/link"), ("sub", "ok/inner"), ("../out/new", "ok/dangling"), ("ok", "alias")]
        {
            std::os::unix::fs::symlink(target, base.join(name)).unwrap();
        }
        let granted = |grant: &str, path: &str, links| {
            let mut paths = Paths::default();
            paths.grant(&base.join(grant).to_string_lossy(), Path::new("/"));
            paths.allow(&base.join(path), links, Path::new("/"))
        };
        for path in ["ok/inner/file", "ok/inner/../sub", "ok/new"] {
            assert!(granted("ok", path, Links::Follow), "{path}");
        }
        for path in ["ok/link", "ok/link/file", "ok/link/../ok/sub/../../out", "ok/inner/../../out", "ok/dangling"] {
            assert!(!granted("ok", path, Links::Follow), "{path}");
        }
        assert!(granted("ok", "ok/link", Links::Keep) && !granted("ok", "ok/link/", Links::Keep));
        assert!(granted("alias", "alias/sub", Links::Follow) && granted("alias/s*", "alias/sub", Links::Follow));
        assert!(!granted("alias", "ok/sub", Links::Follow));
        std::fs::remove_dir_all(base).unwrap();
    }
}
