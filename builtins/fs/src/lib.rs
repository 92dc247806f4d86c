//! `node:fs`: the border between its JavaScript and `sys::fs`. One family per file, arguments in, one call, value out.
//!
//! JavaScript has checked what arrives here. An op called with a callback runs on the pool, without one it runs inline.

mod arguments;
mod constants;
mod descriptor;
mod directory;
mod metadata;
mod names;
mod opened;
mod read_file;
mod values;
mod watch;
mod write_file;

runtime::builtin! {
    name: "fs",
    requests: runtime::Request { resource: "FSReqCallback", provider: "FSREQCALLBACK", traced: None },
    ops: [
        constants::constants,
        descriptor::open,
        descriptor::close,
        descriptor::read,
        descriptor::readv,
        descriptor::write,
        descriptor::writev,
        descriptor::ftruncate,
        descriptor::fsync,
        descriptor::fdatasync,
        opened::pack_descriptor,
        opened::unpack_descriptor,
        opened::unpack_descriptor_for_handle,
        opened::leave_descriptors_open,
        directory::readdir,
        directory::read_tree,
        directory::open_dir,
        directory::read_dir,
        directory::close_dir,
        directory::mkdir,
        directory::mkdir_all,
        directory::mkdtemp,
        directory::rmdir,
        directory::rm,
        metadata::access,
        metadata::exists,
        metadata::stat,
        metadata::lstat,
        metadata::fstat,
        metadata::stat_if_exists,
        metadata::lstat_if_exists,
        metadata::statfs,
        metadata::chmod,
        metadata::fchmod,
        metadata::chown,
        metadata::lchown,
        metadata::fchown,
        metadata::utimes,
        metadata::lutimes,
        metadata::futimes,
        names::rename,
        names::link,
        names::symlink,
        names::unlink,
        names::truncate,
        names::copy_file,
        names::readlink,
        names::realpath,
        names::realpath_native,
        read_file::read_file,
        read_file::read_file_utf8,
        write_file::write_file,
        write_file::write_file_utf8,
    ],
    classes: [directory::DirHandle, watch::FsEvent],
}
