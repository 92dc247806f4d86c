//! The numbers that `fs.constants` shows, from the headers of the system this was built for.

use super::Kind;

/// Names and values in the order Node lists them.
pub fn constants() -> Vec<(&'static str, i32)> {
    [links(), open_access(), kinds(), types(), open_flags(), permissions(), modes()].concat()
}

fn links() -> Vec<(&'static str, i32)> {
    vec![("UV_FS_SYMLINK_DIR", 1), ("UV_FS_SYMLINK_JUNCTION", 2)]
}

fn open_access() -> Vec<(&'static str, i32)> {
    vec![("O_RDONLY", libc::O_RDONLY), ("O_WRONLY", libc::O_WRONLY), ("O_RDWR", libc::O_RDWR)]
}

fn kinds() -> Vec<(&'static str, i32)> {
    vec![
        ("UV_DIRENT_UNKNOWN", Kind::Unknown as i32),
        ("UV_DIRENT_FILE", Kind::File as i32),
        ("UV_DIRENT_DIR", Kind::Directory as i32),
        ("UV_DIRENT_LINK", Kind::Link as i32),
        ("UV_DIRENT_FIFO", Kind::Fifo as i32),
        ("UV_DIRENT_SOCKET", Kind::Socket as i32),
        ("UV_DIRENT_CHAR", Kind::Char as i32),
        ("UV_DIRENT_BLOCK", Kind::Block as i32),
    ]
}

fn types() -> Vec<(&'static str, i32)> {
    vec![
        ("S_IFMT", libc::S_IFMT as i32),
        ("S_IFREG", libc::S_IFREG as i32),
        ("S_IFDIR", libc::S_IFDIR as i32),
        ("S_IFCHR", libc::S_IFCHR as i32),
        ("S_IFBLK", libc::S_IFBLK as i32),
        ("S_IFIFO", libc::S_IFIFO as i32),
        ("S_IFLNK", libc::S_IFLNK as i32),
        ("S_IFSOCK", libc::S_IFSOCK as i32),
    ]
}

fn open_flags() -> Vec<(&'static str, i32)> {
    vec![
        ("O_CREAT", libc::O_CREAT),
        ("O_EXCL", libc::O_EXCL),
        // Windows' alone.
        ("UV_FS_O_FILEMAP", 0),
        ("UV_FS_O_TEMPORARY", 0),
        ("UV_FS_O_SHORT_LIVED", 0),
        ("UV_FS_O_SEQUENTIAL", 0),
        ("UV_FS_O_RANDOM", 0),
        ("O_NOCTTY", libc::O_NOCTTY),
        ("O_TRUNC", libc::O_TRUNC),
        ("O_APPEND", libc::O_APPEND),
        ("O_DIRECTORY", libc::O_DIRECTORY),
        #[cfg(target_os = "linux")]
        ("O_NOATIME", libc::O_NOATIME),
        ("O_NOFOLLOW", libc::O_NOFOLLOW),
        ("O_SYNC", libc::O_SYNC),
        ("O_DSYNC", libc::O_DSYNC),
        #[cfg(target_vendor = "apple")]
        ("O_SYMLINK", libc::O_SYMLINK),
        #[cfg(target_os = "linux")]
        ("O_DIRECT", libc::O_DIRECT),
        ("O_NONBLOCK", libc::O_NONBLOCK),
    ]
}

fn permissions() -> Vec<(&'static str, i32)> {
    vec![
        ("S_IRWXU", libc::S_IRWXU as i32),
        ("S_IRUSR", libc::S_IRUSR as i32),
        ("S_IWUSR", libc::S_IWUSR as i32),
        ("S_IXUSR", libc::S_IXUSR as i32),
        ("S_IRWXG", libc::S_IRWXG as i32),
        ("S_IRGRP", libc::S_IRGRP as i32),
        ("S_IWGRP", libc::S_IWGRP as i32),
        ("S_IXGRP", libc::S_IXGRP as i32),
        ("S_IRWXO", libc::S_IRWXO as i32),
        ("S_IROTH", libc::S_IROTH as i32),
        ("S_IWOTH", libc::S_IWOTH as i32),
        ("S_IXOTH", libc::S_IXOTH as i32),
    ]
}

/// `access` and `copyFile`.
fn modes() -> Vec<(&'static str, i32)> {
    vec![
        ("F_OK", libc::F_OK),
        ("R_OK", libc::R_OK),
        ("W_OK", libc::W_OK),
        ("X_OK", libc::X_OK),
        ("UV_FS_COPYFILE_EXCL", 1),
        ("COPYFILE_EXCL", 1),
        ("UV_FS_COPYFILE_FICLONE", 2),
        ("COPYFILE_FICLONE", 2),
        ("UV_FS_COPYFILE_FICLONE_FORCE", 4),
        ("COPYFILE_FICLONE_FORCE", 4),
    ]
}
