//! Caches of what loaded modules were compiled to, in a directory: `module.enableCompileCache()`.
//!
//! There is a file for each module, named by a digest of its kind and name. V8 refuses data of another build by itself. Code caches are made
//! when the process ends, because then they hold the functions that have been compiled lazily. `NODE_DEBUG_NATIVE=COMPILE_CACHE` tells what
//! happens, in Node's words.

mod file;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Arguments;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use node_resolve::FileUrl;
use runtime::engine::v8::script_compiler::CachedData;
use runtime::permission::{self, Permission};
use runtime::sys::{exit, fs};
use runtime::{op, state, v8};

/// The caches of one isolate; nothing happens before there is a directory.
#[derive(Default)]
pub(crate) struct CompileCache {
    place: RefCell<Option<Place>>,
    entries: RefCell<BTreeMap<PathBuf, Entry>>,
    /// Tells what happens.
    verbose: Cell<bool>,
}

/// Where caches are.
struct Place {
    directory: PathBuf,
    /// The directory as it was permitted, where that is limited: links on the way to it may be exchanged until the caches are written.
    held: Option<fs::Pinned>,
    /// Modules are named by their paths relative to the directory, so that both can be moved together.
    portable: bool,
}

/// What a cache is of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    CommonJs,
    Esm,
    StrippedTypes,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::CommonJs => "CommonJS",
            Self::Esm => "ESM",
            Self::StrippedTypes => "StrippedTypeScript",
        }
    }
}

/// A text of which a cache is wanted.
struct Entry {
    kind: Kind,
    name: String,
    source: u64,
    state: State,
}

/// What is to be written of an entry.
enum State {
    /// Nothing: it has not been compiled.
    Unused,
    /// Nothing: the file has it.
    Same,
    /// What was made of the text in this run.
    Made(Code),
}

/// What a cache can be made of.
pub(crate) enum Code {
    Function(v8::Global<v8::Function>),
    Module(v8::Global<v8::UnboundModuleScript>),
    Text(String),
}

/// A text that is about to be compiled.
pub(crate) struct Lookup {
    file: PathBuf,
    /// What an earlier run has left.
    pub(crate) data: Option<Vec<u8>>,
}

impl CompileCache {
    /// The caches of the isolate of `scope`.
    pub(crate) fn of(scope: &v8::Isolate) -> Rc<CompileCache> {
        state(scope).slot::<CompileCache>()
    }

    /// What is known of a text of V8's; `None` while there is no directory.
    pub(crate) fn look_up(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        kind: Kind,
        name: v8::Local<'_, v8::String>,
        source: v8::Local<'_, v8::String>,
    ) -> Option<Lookup> {
        self.place.borrow().as_ref()?;
        let (name, source) = (name.to_rust_string_lossy(scope), source.to_rust_string_lossy(scope));
        self.look_up_text(kind, &name, &source)
    }

    fn look_up_text(&self, kind: Kind, name: &str, source: &str) -> Option<Lookup> {
        let place = self.place.borrow();
        let place = place.as_ref()?;
        let file = place.file_of(kind, name);
        let source = file::digest(source.as_bytes());
        let read = file::read(&place.held(&file), source);
        let outcome = match &read {
            Ok(data) => format!(" success, size={}", data.len()),
            Err(miss) => miss.to_string(),
        };
        self.tell(format_args!("reading cache from {} for {} {name}...{outcome}", file.display(), kind.name()));
        let entry = Entry { kind, name: name.to_owned(), source, state: State::Unused };
        // A name may be compiled again with another text; what is written must carry the digest of that one.
        self.entries.borrow_mut().insert(file.clone(), entry);
        Some(Lookup { file, data: read.ok() })
    }

    /// V8 has taken the data of the lookup.
    pub(crate) fn accept(&self, lookup: &Lookup) {
        self.settle(lookup, State::Same, "accepted, keeping");
    }

    /// The text was compiled anew; the cache is made of `code` at the end.
    pub(crate) fn keep(&self, lookup: &Lookup, code: Code) {
        let how = if lookup.data.is_some() { "rejected, updating" } else { "not initialized, initializing" };
        self.settle(lookup, State::Made(code), how);
    }

    fn settle(&self, lookup: &Lookup, state: State, how: &str) {
        if let Some(entry) = self.entries.borrow_mut().get_mut(&lookup.file) {
            self.tell(format_args!("V8 code cache for {entry} was {how} the in-memory entry"));
            entry.state = state;
        }
    }

    /// The text that an earlier run made of a source, or `make` makes now.
    pub(crate) fn text<E>(
        &self,
        name: &str,
        source: &str,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<String, E> {
        let Some(lookup) = self.look_up_text(Kind::StrippedTypes, name, source) else { return make() };
        let kind = Kind::StrippedTypes.name();
        let known = lookup.data.and_then(|data| String::from_utf8(data).ok());
        let (text, state) = match known {
            Some(text) => {
                self.tell(format_args!("retrieving transpile cache for {kind} {name}...success"));
                (text, State::Same)
            }
            None => {
                let text = make()?;
                self.tell(format_args!("saving transpilation cache for {kind} {name}"));
                (text.clone(), State::Made(Code::Text(text)))
            }
        };
        if let Some(entry) = self.entries.borrow_mut().get_mut(&lookup.file) {
            entry.state = state;
        }
        Ok(text)
    }

    fn tell(&self, what: Arguments<'_>) {
        if self.verbose.get() {
            exit::write_stderr(format!("[compile cache] {what}\n").as_bytes());
        }
    }

    /// Writes what has been made since the last time.
    fn flush(&self, scope: &mut v8::PinScope<'_, '_>) {
        for (file, entry) in self.entries.borrow_mut().iter_mut() {
            let reason = match std::mem::replace(&mut entry.state, State::Same) {
                State::Made(code) => {
                    self.save(scope, file, entry, &code);
                    continue;
                }
                State::Same => "cache was the same",
                State::Unused => {
                    entry.state = State::Unused;
                    "the cache was not initialized"
                }
            };
            self.tell(format_args!("skip persisting {entry} because {reason}"));
        }
    }

    /// A cache that cannot be written is only a loss of time.
    fn save(&self, scope: &mut v8::PinScope<'_, '_>, file: &Path, entry: &Entry, code: &Code) {
        let Some(data) = code.data(scope) else { return };
        let temporary = file::beside(file);
        let place = self.place.borrow();
        let Some(place) = place.as_ref() else { return };
        let outcome = match file::write(&place.held(&temporary), &place.held(file), entry.source, &data) {
            Ok(()) => "success".into(),
            Err(error) => error.message(),
        };
        self.tell(format_args!("writing cache for {entry} to temporary file {}...{outcome}", temporary.display()));
    }
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.name)
    }
}

impl Place {
    fn file_of(&self, kind: Kind, name: &str) -> PathBuf {
        let key = format!("{} {}", kind.name(), self.key_of(name));
        self.directory.join(format!("{:016x}", file::digest(key.as_bytes())))
    }

    /// The path by which a file of the directory is used.
    fn held(&self, file: &Path) -> PathBuf {
        match (&self.held, file.file_name()) {
            (Some(held), Some(name)) => held.path().join(name),
            _ => file.to_owned(),
        }
    }

    fn key_of(&self, name: &str) -> String {
        if !self.portable {
            return name.to_owned();
        }
        let path = FileUrl::parse(name).and_then(|url| url.to_path()).unwrap_or_else(|| name.to_owned());
        match path.starts_with('/') {
            true => file::relative(&self.directory, Path::new(&path)).to_string_lossy().into_owned(),
            false => path,
        }
    }
}

impl Code {
    fn data(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<Vec<u8>> {
        let cache: v8::UniqueRef<CachedData<'static>> = match self {
            Code::Text(text) => return Some(text.clone().into_bytes()),
            Code::Function(function) => v8::Local::new(scope, function).create_code_cache()?,
            Code::Module(script) => v8::Local::new(scope, script).create_code_cache()?,
        };
        Some(cache.to_vec())
    }
}

/// Uses `directory` from now on, which is made if it is missing; gives the reason where that cannot be. `portable` makes the directory and
/// the modules movable together, `verbose` tells what happens.
#[op]
pub(crate) fn open_compile_cache(
    scope: &mut v8::PinScope<'_, '_>,
    directory: String,
    portable: bool,
    verbose: bool,
) -> Option<String> {
    let cache = CompileCache::of(scope);
    cache.verbose.set(verbose);
    match open(scope, &cache, Path::new(&directory)) {
        Ok(held) => {
            *cache.place.borrow_mut() = Some(Place { directory: directory.into(), held, portable });
            None
        }
        Err(reason) => {
            cache.tell(format_args!("{reason}"));
            Some(reason)
        }
    }
}

fn open(
    scope: &mut v8::PinScope<'_, '_>,
    cache: &CompileCache,
    directory: &Path,
) -> Result<Option<fs::Pinned>, String> {
    let shown = directory.display().to_string();
    let wanted = [("write", Permission::FileSystemWrite), ("read", Permission::FileSystemRead)];
    for (name, permission) in wanted {
        if permission::is_enabled() && !permission::query(scope, permission, Some(&shown)) {
            return Err(format!("Skipping compile cache because {name} permission for {shown} is not granted"));
        }
    }
    let hold = |step: &Path, how| permission::hold_step(Permission::FileSystemWrite, step, how);
    if let Err(error) = fs::make_dir_all(directory, 0o777, &hold) {
        return Err(format!("Cannot create cache directory: {}", error.message()));
    }
    cache.tell(format_args!("creating cache directory {shown}...success"));
    permission::hold_step(Permission::FileSystemWrite, directory, fs::Use::Target)
        .map_err(|error| format!("Cannot create cache directory: {}", error.message()))
}

/// Writes the caches of what has been compiled so far.
#[op]
pub(crate) fn flush_compile_cache(scope: &mut v8::PinScope<'_, '_>) {
    CompileCache::of(scope).flush(scope);
}
