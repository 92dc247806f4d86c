//! V8's code caches of loaded files in a directory, `module.enableCompileCache()`.
//!
//! A cache file is named by a hash of its module's name and holds the hash of the source it was made from in front of V8's data, so a changed
//! source is noticed before V8 looks. V8 refuses data of another build by itself. Caches are made when the process ends, because then they
//! hold the functions that have been compiled lazily.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use runtime::engine::v8::script_compiler::CachedData;
use runtime::sys::fs::{self, Target};
use runtime::{OpError, op, state, v8};

/// Length of the source hash in front of V8's data.
const HEADER: usize = 8;

/// Linux's `O_WRONLY | O_CREAT | O_TRUNC`.
const WRITE_NEW: i32 = 0o1 | 0o100 | 0o1000;

/// The cache of one isolate; nothing happens before a directory is set.
#[derive(Default)]
pub(crate) struct CompileCache {
    directory: RefCell<Option<PathBuf>>,
    pending: RefCell<Vec<Pending>>,
}

/// A compiled text whose cache is yet to be written.
struct Pending {
    file: PathBuf,
    source_hash: u64,
    code: Code,
}

/// What V8 can make a cache of.
pub(crate) enum Code {
    Function(v8::Global<v8::Function>),
    Module(v8::Global<v8::UnboundModuleScript>),
}

/// A text that is about to be compiled.
pub(crate) struct Lookup {
    file: PathBuf,
    source_hash: u64,
    /// V8's data of an earlier run.
    pub(crate) data: Option<Vec<u8>>,
}

impl CompileCache {
    /// The cache of the isolate of `scope`.
    pub(crate) fn of(scope: &v8::Isolate) -> Rc<CompileCache> {
        state(scope).slot::<CompileCache>()
    }

    /// What is known of a text; `None` while there is no directory.
    pub(crate) fn look_up(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        name: v8::Local<'_, v8::String>,
        source: v8::Local<'_, v8::String>,
    ) -> Option<Lookup> {
        let directory = self.directory.borrow().clone()?;
        let name = name.to_rust_string_lossy(scope);
        let source_hash = hash(&source.to_rust_string_lossy(scope));
        let file = directory.join(format!("{:016x}", hash(&name)));
        let data = read(&file, source_hash);
        Some(Lookup { file, source_hash, data })
    }

    /// Remembers compiled code to make a cache of at the end.
    pub(crate) fn keep(&self, lookup: Lookup, code: Code) {
        let Lookup { file, source_hash, .. } = lookup;
        self.pending.borrow_mut().push(Pending { file, source_hash, code });
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// V8's data in a cache file that was made from the same source.
fn read(file: &Path, source_hash: u64) -> Option<Vec<u8>> {
    let mut bytes = fs::read_file(&fs::Source::Path { path: file.to_owned(), flags: 0 }).ok()?;
    if bytes.get(..HEADER)? != source_hash.to_le_bytes() {
        return None;
    }
    Some(bytes.split_off(HEADER))
}

impl Pending {
    fn data(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<Vec<u8>> {
        let cache: v8::UniqueRef<CachedData<'static>> = match &self.code {
            Code::Function(function) => v8::Local::new(scope, function).create_code_cache()?,
            Code::Module(script) => v8::Local::new(scope, script).create_code_cache()?,
        };
        Some([&self.source_hash.to_le_bytes()[..], &cache].concat())
    }

    /// Written beside and renamed, so that no reader sees half a file. A cache that cannot be written is only a loss of time.
    fn write(&self, data: &[u8]) -> Option<()> {
        let beside = self.file.with_extension("new");
        fs::write_file(&Target::Path { path: beside.clone(), flags: WRITE_NEW, mode: 0o644 }, data).ok()?;
        fs::rename(&beside, &self.file).ok()
    }
}

/// Uses `directory` from now on; it is made if it is missing.
#[op]
pub(crate) fn open_compile_cache(scope: &mut v8::PinScope<'_, '_>, directory: String) -> Result<(), OpError> {
    let directory = PathBuf::from(directory);
    fs::make_dir_all(&directory, 0o777)?;
    *CompileCache::of(scope).directory.borrow_mut() = Some(directory);
    Ok(())
}

/// Writes the caches of what has been compiled since the last call.
#[op]
pub(crate) fn flush_compile_cache(scope: &mut v8::PinScope<'_, '_>) {
    let pending = std::mem::take(&mut *CompileCache::of(scope).pending.borrow_mut());
    for entry in pending {
        if let Some(data) = entry.data(scope) {
            entry.write(&data);
        }
    }
}
