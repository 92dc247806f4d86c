//! Files and directories: one blocking function an operation, called inline or on the pool.
//!
//! Every function makes its system calls until they are through (`EINTR` never leaves this crate) and reports the
//! failing call by the name libuv gives it, with the paths it was about. Paths are bytes in the form of
//! [`std::path::Path`], so names that are not UTF-8 pass through unchanged. Nothing here knows of encodings, of
//! JavaScript or of the event loop, apart from [`watch_loop`].

mod c_path;
mod constants;
mod copy_file;
mod directory;
mod file;
mod metadata;
mod names;
mod pin;
mod read_tree;
mod realpath;
mod rm;
mod stat;
mod statfs;
#[cfg(test)]
mod test_dir;
#[cfg(target_os = "linux")]
pub mod watch;
#[cfg(target_os = "linux")]
pub mod watch_loop;
mod whole_file;

pub use constants::constants;
pub use copy_file::{Cloning, CopyMode, copy_file};
pub use directory::{Dir, Entry, Kind, make_dir, make_dir_all, make_temp_dir, read_dir, remove_dir};
pub use file::{
    OpenAccess, close, datasync, open, read, read_vectored, sync, truncate, truncate_path, write, write_vectored,
};
pub use metadata::{
    Links, access, change_mode, change_mode_of, change_owner, change_owner_of, exists, set_times, set_times_of,
};
pub use names::{link, read_link, rename, symlink, unlink};
pub use pin::{Hold, Pinned, Place, Use, anywhere};
pub use read_tree::read_tree;
pub use realpath::{follow_links, real_path, real_path_by_system};
pub use rm::{Removal, remove};
pub use stat::{Stat, Timestamp, stat, stat_fd, stat_if_exists};
pub use statfs::{StatFs, stat_fs};
pub use whole_file::{ReadError, Source, Target, append_file, read_file, replace_file, write_file};

/// A file descriptor as the system and JavaScript both see it.
pub type Fd = std::os::fd::RawFd;
