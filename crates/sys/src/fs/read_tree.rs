//! A directory and everything below it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::directory::{Entry, Kind, read_dir};
use super::metadata::Links;
use super::pin::{Hold, Use, holding};
use super::stat::stat;
use crate::error::Result;

/// The names below `path`, relative to it, one directory after the other in the order they were found. With [`Links::Follow`] links to
/// directories are entered, where `hold` lets them; a cycle of links ends where the system gives up on it.
pub fn read_tree(path: &Path, links: Links, hold: Hold<'_>) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut waiting = VecDeque::from([PathBuf::new()]);
    while let Some(relative) = waiting.pop_front() {
        let directory = if relative.as_os_str().is_empty() { path.to_owned() } else { path.join(&relative) };
        for entry in holding(hold, &directory, Use::Target, read_dir)? {
            let name = relative.join(&entry.name);
            if enters(&path.join(&name), entry.kind, links, hold) {
                waiting.push_back(name.clone());
            }
            found.push(Entry { name: name.into_os_string(), kind: entry.kind });
        }
    }
    Ok(found)
}

fn enters(path: &Path, kind: Kind, links: Links, hold: Hold<'_>) -> bool {
    match kind {
        Kind::Directory => true,
        Kind::Link if links == Links::Follow => {
            let found = holding(hold, path, Use::Target, |held| stat(held, Links::Follow));
            found.is_ok_and(|stat| stat.is(libc::S_IFDIR))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::fs::pin::{Place, anywhere};
    use crate::fs::test_dir::TestDir;

    fn names(path: &Path, links: Links, hold: Hold<'_>) -> Vec<String> {
        let entries = read_tree(path, links, hold).unwrap();
        entries.into_iter().map(|entry| entry.name.into_string().unwrap()).collect()
    }

    fn tree() -> TestDir {
        let dir = TestDir::new();
        std::fs::create_dir_all(dir.join("d/e")).unwrap();
        std::fs::write(dir.join("d/e/f"), "").unwrap();
        std::os::unix::fs::symlink("d", dir.join("l")).unwrap();
        dir
    }

    #[test]
    fn upper_levels_come_first() {
        let dir = tree();
        assert_eq!(names(dir.path(), Links::Keep, &anywhere), ["d", "l", "d/e", "d/e/f"]);
        assert_eq!(names(dir.path(), Links::Follow, &anywhere), ["d", "l", "d/e", "l/e", "d/e/f", "l/e/f"]);
    }

    #[test]
    fn links_that_may_not_be_followed_are_names_only() {
        let dir = tree();
        let hold = |path: &Path, _| match path.ends_with("l") {
            true => Err(Error::new(libc::EACCES, "open")),
            false => Ok(None),
        };
        assert_eq!(names(dir.path(), Links::Follow, &hold), ["d", "l", "d/e", "d/e/f"]);
    }

    #[test]
    fn what_was_held_is_listed_although_a_link_has_taken_its_place() {
        let dir = tree();
        let outside = TestDir::new();
        std::fs::write(outside.join("secret"), "").unwrap();
        // The exchange comes after the directory was held and before it is listed.
        let hold = |path: &Path, how| {
            let pinned = Place::of(path, how)?.pin(path);
            if path.ends_with("d/e") {
                std::fs::rename(path, dir.join("moved")).unwrap();
                std::os::unix::fs::symlink(outside.path(), path).unwrap();
            }
            Ok(Some(pinned))
        };
        assert_eq!(names(dir.path(), Links::Keep, &hold), ["d", "l", "d/e", "d/e/f"]);
    }
}
