//! Loading addons: `process.dlopen()`.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use runtime::engine::string;
use runtime::sys::library::Library;
use runtime::{JsError, OpError, Thrown, v8};

use crate::abi::{EXPERIMENTAL, Val};
use crate::entry::EnvPtr;
use crate::env::Env;
use crate::program::VERSION;

/// `napi_addon_register_func`.
type Register = unsafe extern "C" fn(env: EnvPtr, exports: Val) -> Val;
/// `node_api_addon_get_api_version_func`.
type GetVersion = unsafe extern "C" fn() -> i32;

/// The version of addons that do not tell theirs.
const DEFAULT_VERSION: i32 = 8;
/// `process.versions.modules`: the version of V8's interface that the reported Node has.
const NODE_MODULE_VERSION: c_int = 147;

/// `napi_module`.
#[repr(C)]
pub struct NapiModule {
    nm_version: c_int,
    nm_flags: c_uint,
    nm_filename: *const c_char,
    nm_register_func: Option<Register>,
    nm_modname: *const c_char,
    nm_priv: *mut c_void,
    reserved: [*mut c_void; 4],
}

/// How an addon wants to be initialised.
#[derive(Clone, Copy)]
enum Found {
    NodeApi(Option<Register>),
    /// Made for V8's own interface, of this version.
    V8(c_int),
}

thread_local! {
    /// What the constructors of the library that this thread is opening have registered.
    static REGISTERED: Cell<Option<Found>> = const { Cell::new(None) };
}

/// What libraries registered when they were first opened: their constructors do not run again.
static KNOWN: OnceLock<Mutex<HashMap<Library, Found>>> = OnceLock::new();

fn known() -> MutexGuard<'static, HashMap<Library, Found>> {
    KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_module_register(module: *mut NapiModule) {
    // SAFETY: addons pass their static description.
    if let Some(module) = unsafe { module.as_ref() } {
        REGISTERED.set(Some(Found::NodeApi(module.nm_register_func)));
    }
}

/// The registration of addons for V8's own interface. Their symbols are missing, so that few come this far; those are told why they do
/// not work.
#[unsafe(no_mangle)]
pub extern "C" fn node_module_register(module: *mut c_void) {
    // SAFETY: the description begins with its version, as `napi_module` does.
    if let Some(version) = unsafe { module.cast::<c_int>().as_ref() } {
        REGISTERED.set(Some(Found::V8(*version)));
    }
}

/// Loads the addon `file` into `module.exports`.
///
/// # Errors
/// `ERR_DLOPEN_FAILED`, or what the addon threw.
pub fn load(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Object>,
    file: &str,
    flags: c_int,
) -> Result<(), OpError> {
    let (library, found) = open(file, flags).map_err(|text| failure(&text))?;
    match found {
        Some(Found::NodeApi(Some(register))) => initialise(scope, module, register, version_of(library)),
        Some(Found::NodeApi(None)) => Err(failure("Module has no declared entry point.").into()),
        Some(Found::V8(version)) => Err(failure(&made_for_v8(file, version)).into()),
        None => {
            library.close();
            Err(failure(&format!("Module did not self-register: '{file}'.")).into())
        }
    }
}

fn failure(text: &str) -> JsError {
    JsError::error(text.to_owned()).with_code("ERR_DLOPEN_FAILED")
}

/// Opens the library and finds out how to initialise it.
fn open(file: &str, flags: c_int) -> Result<(Library, Option<Found>), String> {
    let mut known = known();
    REGISTERED.set(None);
    let library = Library::open(Path::new(file), flags).map_err(with_reason)?;
    if let Some(registered) = REGISTERED.take() {
        known.insert(library, registered);
    }
    let found = entry_point(library).map(|register| Found::NodeApi(Some(register)));
    Ok((library, found.or_else(|| known.get(&library).copied())))
}

/// Says why a symbol of V8 or Node is missing; the loader only names it.
fn with_reason(text: String) -> String {
    let is_of_v8 = ["undefined symbol: _ZN2v8", "undefined symbol: _ZNK2v8", "undefined symbol: _ZN4node"];
    if is_of_v8.iter().any(|symbol| text.contains(symbol)) {
        return format!("{text}\nThe addon uses the C++ interface of V8, which is not offered: only Node-API is.");
    }
    text
}

fn entry_point(library: Library) -> Option<Register> {
    let address = library.symbol(c"napi_register_module_v1")?;
    // SAFETY: a symbol of this name has this type, by the interface.
    Some(unsafe { std::mem::transmute::<*mut c_void, Register>(address) })
}

fn version_of(library: Library) -> i32 {
    let Some(address) = library.symbol(c"node_api_module_get_api_version_v1") else { return DEFAULT_VERSION };
    // SAFETY: as in `entry_point`.
    let version = unsafe { std::mem::transmute::<*mut c_void, GetVersion>(address) };
    // SAFETY: the function takes nothing and has no conditions.
    unsafe { version() }
}

fn made_for_v8(file: &str, version: c_int) -> String {
    if version == NODE_MODULE_VERSION {
        return format!("The module '{file}'\nuses the C++ interface of V8, which is not offered: only Node-API is.");
    }
    format!(
        "The module '{file}'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION {version}. \
         This version of Node.js requires\nNODE_MODULE_VERSION {NODE_MODULE_VERSION}. Please try re-compiling or \
         re-installing\nthe module (for instance, using `npm rebuild` or `npm install`)."
    )
}

fn initialise(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Object>,
    register: Register,
    version: i32,
) -> Result<(), OpError> {
    let filename = file_url(scope, module)?;
    let version = checked_version(&filename, version)?;
    let key = string(scope, "exports");
    let exports = module.get(scope, key.into()).ok_or(Thrown)?;
    let env = Env::create(scope, filename, version);
    // SAFETY: the symbol or the registration has this type, by the interface.
    let call = |env| unsafe { register(env, Val::from(exports)) };
    let keep = |scope: &mut v8::PinScope<'_, '_>, value: Val| Some(v8::Global::new(scope, value.returned(scope).ok()?));
    let (returned, exception) = env.call(scope, call, keep);
    if let Some(exception) = exception {
        let exception = v8::Local::new(scope, exception);
        scope.throw_exception(exception);
        return Err(Thrown.into());
    }
    if let Some(returned) = returned
        && returned != exports
    {
        let returned = v8::Local::new(scope, returned);
        module.set(scope, key.into(), returned).ok_or(Thrown)?;
    }
    Ok(())
}

fn checked_version(filename: &CStr, version: i32) -> Result<i32, JsError> {
    if version <= DEFAULT_VERSION {
        return Ok(DEFAULT_VERSION);
    }
    if version <= VERSION as i32 || version == EXPERIMENTAL {
        return Ok(version);
    }
    let name = filename.to_string_lossy();
    Err(failure(&format!(
        "{name} requires Node-API version {version}, but this version of Node.js only supports version {VERSION} add-ons."
    )))
}

/// `module.filename` as a URL, empty without one.
fn file_url(scope: &mut v8::PinScope<'_, '_>, module: v8::Local<'_, v8::Object>) -> Result<CString, OpError> {
    let key = string(scope, "filename");
    let filename = module.get(scope, key.into()).ok_or(Thrown)?;
    if !filename.is_string() {
        return Ok(CString::default());
    }
    let runtime = runtime::state(scope);
    let url = runtime.require(scope, "node:url").ok_or(Thrown)?;
    let key = string(scope, "pathToFileURL");
    let to_url = url.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
    let href = to_url.ok_or(Thrown)?.call(scope, url.into(), &[filename]).ok_or(Thrown)?;
    let href = href.to_string(scope).ok_or(Thrown)?.to_rust_string_lossy(scope);
    Ok(CString::new(href).unwrap_or_default())
}
