//! Reading sources, and which builtins there are.

use std::path::Path;

use runtime::permission::{self, Permission};
use runtime::sys::fs::{self, Links};
use runtime::{JsError, OpError, Runtime, op, v8};

use crate::host::FileHost;

/// Builtins that exist only with their scheme: `node:test`, but not `test`.
const SCHEME_ONLY: [&str; 6] = ["quic", "sea", "sqlite", "test", "test/reporters", "vfs"];

/// Folders of `node:` modules that Node does not have; they hold parts of other builtins.
const PRIVATE: [&str; 5] = ["bootstrap", "shared", "web", "abort", "blob"];

/// Builtins that an option of its own takes away.
const OPTIONAL: [(&str, &str); 1] = [("sqlite", "--experimental-sqlite")];

/// Whether a builtin can only be loaded as `node:name`.
pub(crate) fn needs_scheme(name: &str) -> bool {
    SCHEME_ONLY.contains(&name)
}

/// Names of the builtins that user code may load, without `node:`, sorted.
pub(crate) fn public_builtins(runtime: &Runtime) -> Vec<String> {
    let specifiers = runtime.builtins().specifiers();
    let public = specifiers.iter().filter_map(|specifier| specifier.strip_prefix("node:"));
    let is_off = |name: &str| OPTIONAL.iter().any(|(known, option)| *known == name && !runtime.options().flag(option));
    let mut names: Vec<String> =
        public.filter(|name| !PRIVATE.contains(name) && !is_off(name)).map(str::to_owned).collect();
    names.sort();
    names
}

/// `[names that need no scheme, names that do]` of the builtins that user code may load.
#[op]
pub(crate) fn builtin_specifiers(scope: &mut v8::PinScope<'_, '_>) -> (Vec<String>, Vec<String>) {
    FileHost::of(scope).builtins().iter().cloned().partition(|name| !needs_scheme(name))
}

/// The text of a source file, without its byte order mark.
#[op]
pub(crate) fn read_source<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    path: String,
) -> Result<v8::Local<'s, v8::String>, OpError> {
    let bytes = read_permitted(scope, Path::new(&path))?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    runtime::engine::utf8::from_utf8_lossy(scope, text).map_err(Into::into)
}

/// The bytes of a file.
#[op]
pub(crate) fn read_bytes(scope: &mut v8::PinScope<'_, '_>, path: String) -> Result<Vec<u8>, OpError> {
    read_permitted(scope, Path::new(&path))
}

/// Reads the file that was asked for, whatever link takes its place meanwhile.
fn read_permitted(scope: &mut v8::PinScope<'_, '_>, path: &Path) -> Result<Vec<u8>, OpError> {
    permission::read(scope, path)?;
    let held = permission::hold(scope, &[Permission::FileSystemRead], path, fs::Use::Target)?;
    let path = held.as_ref().map_or(path, fs::Pinned::path).to_path_buf();
    Ok(fs::read_file(&fs::Source::Path { path, flags: 0 })?)
}

/// 0 for a file, 1 for a directory, -1 for nothing.
#[op]
pub(crate) fn file_kind(path: String) -> i32 {
    match fs::stat(Path::new(&path), Links::Follow) {
        Ok(stat) if is_directory(&stat) => 1,
        Ok(_) => 0,
        Err(_) => -1,
    }
}

/// Whether the metadata is that of a directory (`S_IFDIR`).
pub(crate) fn is_directory(stat: &fs::Stat) -> bool {
    stat.mode & 0o170_000 == 0o040_000
}

/// `path` with its symbolic links resolved.
#[op]
pub(crate) fn real_path(path: String) -> Result<String, OpError> {
    let real = fs::real_path(Path::new(&path))?;
    real.into_os_string().into_string().map_err(|_| JsError::error("the path is not UTF-8").into())
}
