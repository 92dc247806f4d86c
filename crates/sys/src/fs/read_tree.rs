//! A directory and everything below it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::directory::{Entry, Kind, read_dir};
use super::metadata::Links;
use super::stat::stat;
use crate::error::Result;

/// The names below `path`, relative to it, one directory after the other in the order they were found. A link to a directory is
/// entered where `follows` says so; a cycle of links ends where the system gives up on it.
pub fn read_tree(path: &Path, follows: impl Fn(&Path) -> bool) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut waiting = VecDeque::from([PathBuf::new()]);
    while let Some(relative) = waiting.pop_front() {
        let directory = if relative.as_os_str().is_empty() { path.to_owned() } else { path.join(&relative) };
        for entry in read_dir(&directory)? {
            let name = relative.join(&entry.name);
            if enters(&path.join(&name), entry.kind, &follows) {
                waiting.push_back(name.clone());
            }
            found.push(Entry { name: name.into_os_string(), kind: entry.kind });
        }
    }
    Ok(found)
}

fn enters(path: &Path, kind: Kind, follows: impl Fn(&Path) -> bool) -> bool {
    match kind {
        Kind::Directory => true,
        Kind::Link => follows(path) && stat(path, Links::Follow).is_ok_and(|stat| stat.is(libc::S_IFDIR)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    fn names(path: &Path, follows: impl Fn(&Path) -> bool) -> Vec<String> {
        let entries = read_tree(path, follows).unwrap();
        entries.into_iter().map(|entry| entry.name.into_string().unwrap()).collect()
    }

    #[test]
    fn upper_levels_come_first() {
        let dir = TestDir::new();
        std::fs::create_dir_all(dir.join("d/e")).unwrap();
        std::fs::write(dir.join("d/e/f"), "").unwrap();
        std::os::unix::fs::symlink("d", dir.join("l")).unwrap();
        assert_eq!(names(dir.path(), |_| false), ["d", "l", "d/e", "d/e/f"]);
        assert_eq!(names(dir.path(), |link| link.ends_with("l")), ["d", "l", "d/e", "l/e", "d/e/f", "l/e/f"]);
    }
}
