//! Code caches of the builtin modules, made in the build. A module's function is run before its cache is taken, so that the functions its
//! top level calls are in the cache too.

use std::cell::RefCell;

use engine::v8;
use sys::event_loop::Loop;

use crate::boot::{Boot, Origin, Realm};
use crate::builtin::Builtins;
use crate::options::Options;
use crate::recording::{Kind, Recording};
use crate::shadow_realm;

/// The cache of a module among those of all, which are sorted by specifier.
pub(crate) fn of(caches: &'static [(&'static str, &'static [u8])], specifier: &str) -> Option<&'static [u8]> {
    let index = caches.binary_search_by(|(name, _)| (*name).cmp(specifier)).ok()?;
    Some(caches[index].1)
}

/// The functions compiled so far, kept while caches are being made.
#[derive(Default)]
pub(crate) struct Compiled(RefCell<Option<Vec<Module>>>);

/// A module's specifier and function.
type Module = (String, v8::Global<v8::Function>);

impl Compiled {
    /// Keeps a function if caches are being made.
    pub(crate) fn note(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        specifier: &str,
        function: v8::Local<'_, v8::Function>,
    ) {
        if let Some(list) = self.0.borrow_mut().as_mut() {
            list.push((specifier.to_owned(), v8::Global::new(scope, function)));
        }
    }
}

/// A module's specifier and its code cache.
pub type CodeCache = (String, Vec<u8>);

/// Loads every module that the snapshot does not hold and that the program's own realm can load, and gives their caches sorted by specifier with the messages of those that did not load.
pub fn create(builtins: Builtins, snapshot: &'static [u8], event_loop: Loop) -> (Vec<CodeCache>, Vec<String>) {
    let specifiers = builtins.specifiers();
    let realm = Realm::new(Boot {
        builtins,
        origin: Origin::Snapshot(snapshot),
        code_cache: &[],
        options: Options::default(),
        event_loop,
        control: None,
    });
    let runtime = realm.runtime();
    // While a profile is taken V8 keeps the source positions of all that it compiles. Of functions that come without them it finds them by
    // compiling anew, which with coverage makes other code: the profiler then read past the end of the positions.
    let _keeps_positions =
        Recording::start(runtime, Kind::Cpu, r#"{"interval":1000}"#).expect("the inspector takes profiles");
    let compiled = runtime.slot::<Compiled>();
    *compiled.0.borrow_mut() = Some(Vec::new());
    runtime.isolate.with_scope(&runtime.context, |scope| {
        let failures = specifiers
            .iter()
            .filter(|specifier| **specifier != shadow_realm::REALM_MODULE)
            .filter_map(|specifier| load(scope, specifier))
            .collect();
        let functions = compiled.0.borrow_mut().take().unwrap_or_default();
        let mut caches: Vec<CodeCache> = functions
            .into_iter()
            .filter_map(|(specifier, function)| {
                let cache = v8::Local::new(scope, function).create_code_cache()?;
                Some((specifier, cache.to_vec()))
            })
            .collect();
        caches.sort();
        caches.dedup_by(|a, b| a.0 == b.0);
        (caches, failures)
    })
}

/// Loads a module; the text of what went wrong.
fn load(scope: &mut v8::PinScope<'_, '_>, specifier: &str) -> Option<String> {
    v8::tc_scope!(let scope, scope);
    let require = crate::state(scope).hooks.function(scope, crate::Hook::Require)?;
    let receiver = v8::undefined(scope);
    let argument = engine::string(scope, specifier);
    if require.call(scope, receiver.into(), &[argument.into()]).is_some() {
        return None;
    }
    let reason = scope.stack_trace().or_else(|| scope.exception())?.to_rust_string_lossy(scope);
    Some(format!("{specifier}: {}", reason.lines().next().unwrap_or_default()))
}
