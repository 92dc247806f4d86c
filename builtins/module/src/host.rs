//! The file system as module resolution sees it, with what it remembers.
//!
//! `package.json` files and real paths are remembered for the life of the process, as in Node; whether a file exists only for the duration
//! of one outermost `require`, because programs create files and then require them.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use node_resolve::{Deprecation, FileKind, Host};
use package_json::{PackageJson, ParseError};
use runtime::sys::fs::{self, Links};
use runtime::{op, state, v8};

/// What reading one `package.json` gave.
type Package = Result<Option<Rc<PackageJson>>, ParseError>;

/// The host of one isolate.
#[derive(Default)]
pub(crate) struct FileHost {
    caching: Cell<bool>,
    kinds: RefCell<HashMap<String, FileKind>>,
    real_paths: RefCell<HashMap<String, String>>,
    packages: RefCell<HashMap<String, Package>>,
    deprecations: RefCell<Vec<Deprecation>>,
    /// The subjects of deprecations that one warning is enough for.
    warned: RefCell<HashSet<String>>,
    builtins: RefCell<Option<Rc<Vec<String>>>>,
}

impl FileHost {
    /// The host of the isolate of `scope`; where the current context is that of a `ShadowRealm`, one without builtins.
    pub(crate) fn of(scope: &mut v8::PinScope<'_, '_>) -> Rc<FileHost> {
        let runtime = state(scope);
        if runtime::shadow_realm::is_current(scope) {
            return runtime.slot::<RealmHost>().0.clone();
        }
        let host = runtime.slot::<FileHost>();
        if host.builtins.borrow().is_none() {
            *host.builtins.borrow_mut() = Some(Rc::new(crate::sources::public_builtins(&runtime)));
        }
        host
    }

    /// Names of the builtins that user code may load, without `node:`, sorted.
    pub(crate) fn builtins(&self) -> Rc<Vec<String>> {
        self.builtins.borrow().clone().unwrap_or_default()
    }
}

/// The host of all `ShadowRealm`s of an isolate.
struct RealmHost(Rc<FileHost>);

impl Default for RealmHost {
    fn default() -> Self {
        Self(Rc::new(FileHost { builtins: RefCell::new(Some(Rc::default())), ..FileHost::default() }))
    }
}

impl Host for FileHost {
    fn kind(&self, path: &str) -> FileKind {
        if !self.caching.get() {
            return kind_on_disk(path);
        }
        if let Some(kind) = self.kinds.borrow().get(path) {
            return *kind;
        }
        let kind = kind_on_disk(path);
        self.kinds.borrow_mut().insert(path.to_owned(), kind);
        kind
    }

    fn real_path(&self, path: &str) -> String {
        if let Some(known) = self.real_paths.borrow().get(path) {
            return known.clone();
        }
        let real = fs::real_path(Path::new(path)).ok().and_then(|real| real.into_os_string().into_string().ok());
        let real = real.unwrap_or_else(|| path.to_owned());
        self.real_paths.borrow_mut().insert(path.to_owned(), real.clone());
        real
    }

    fn package_json(&self, path: &str) -> Package {
        if let Some(known) = self.packages.borrow().get(path) {
            return known.clone();
        }
        let package = match fs::read_file(&fs::Source::Path { path: path.into(), flags: 0 }) {
            Ok(text) => package_json::parse(&text).map(|package| Some(Rc::new(package))),
            Err(_) => Ok(None),
        };
        self.packages.borrow_mut().insert(path.to_owned(), package.clone());
        package
    }

    fn is_builtin(&self, name: &str) -> bool {
        self.builtins().binary_search_by(|builtin| builtin.as_str().cmp(name)).is_ok()
            && !crate::sources::needs_scheme(name)
    }

    fn deprecated(&self, deprecation: Deprecation) {
        if deprecation.once.as_ref().is_some_and(|subject| !self.warned.borrow_mut().insert(subject.clone())) {
            return;
        }
        self.deprecations.borrow_mut().push(deprecation);
    }
}

fn kind_on_disk(path: &str) -> FileKind {
    match fs::stat(Path::new(path), Links::Follow) {
        Ok(stat) if crate::sources::is_directory(&stat) => FileKind::Directory,
        Ok(_) => FileKind::File,
        Err(_) => FileKind::Missing,
    }
}

/// Starts or ends remembering which files exist.
#[op]
pub(crate) fn set_stat_cache(scope: &mut v8::PinScope<'_, '_>, on: bool) {
    let host = FileHost::of(scope);
    host.caching.set(on);
    host.kinds.borrow_mut().clear();
}

/// The deprecations met since the last call, as `[code, message]`; undefined where there are none.
#[op]
pub(crate) fn take_deprecations(scope: &mut v8::PinScope<'_, '_>) -> Option<Vec<(String, String)>> {
    let met = std::mem::take(&mut *FileHost::of(scope).deprecations.borrow_mut());
    if met.is_empty() {
        return None;
    }
    Some(met.into_iter().map(|deprecation| (deprecation.code.to_owned(), deprecation.message)).collect())
}

/// Forgets every `package.json`.
#[op]
pub(crate) fn clear_package_cache(scope: &mut v8::PinScope<'_, '_>) {
    FileHost::of(scope).packages.borrow_mut().clear();
}
