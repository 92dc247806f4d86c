//! Operations on absolute POSIX paths, by text alone.

/// `reference` seen from the directory `base`, with `.`, `..` and doubled slashes folded and no slash at the end.
pub fn resolve(base: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let base = if reference.starts_with('/') { "" } else { base };
    for part in base.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The directory that holds `path`; `/` for the root itself.
pub fn parent(path: &str) -> &str {
    match path.trim_end_matches('/').rfind('/') {
        None | Some(0) => "/",
        Some(at) => &path[..at],
    }
}

/// The directory of a file; a path that ends in a slash is a directory already.
pub fn directory_of(file: &str) -> &str {
    match file.strip_suffix('/') {
        Some("") => "/",
        Some(directory) => directory,
        None => parent(file),
    }
}

/// `name` inside the directory `directory`.
pub fn join(directory: &str, name: &str) -> String {
    format!("{}/{name}", directory.trim_end_matches('/'))
}

/// `path` as seen from the directory `from`: `./x` below it, `../x` elsewhere.
pub fn relative(from: &str, path: &str) -> String {
    let split = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (split(from), split(path));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = if from.len() == shared { "./".to_owned() } else { "../".repeat(from.len() - shared) };
    up + &to[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_by_text() {
        assert_eq!(resolve("/a/b", "../c/./d//e/"), "/a/c/d/e");
        assert_eq!(resolve("/a/b", "/x/../y"), "/y");
        assert_eq!(resolve("/", "../.."), "/");
    }

    #[test]
    fn finds_the_parent() {
        assert_eq!(parent("/a/b"), "/a");
        assert_eq!(parent("/a"), "/");
        assert_eq!(parent("/"), "/");
        assert_eq!((directory_of("/a/b"), directory_of("/a/b/"), directory_of("/")), ("/a", "/a/b", "/"));
    }

    #[test]
    fn relates_two_paths() {
        assert_eq!(relative("/a", "/a/b/c.js"), "./b/c.js");
        assert_eq!(relative("/a/x", "/a/c.js"), "../c.js");
    }
}
