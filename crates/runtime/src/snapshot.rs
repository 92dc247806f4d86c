//! Snapshots: the heap of a realm as bytes, from which later isolates of the same build start. The build makes one of the realm that every
//! program needs, and a program can make one of itself (`--build-snapshot`).
//!
//! V8 ends the process where it meets what it cannot serialise: handles from outside, native objects, other contexts. So everything of the
//! runtime's own is let go of first, and what is left then is refused.

use std::fmt;
use std::rc::Rc;

use engine::{class, convert::string, flags, platform, v8};
use sys::event_loop::Loop;

use crate::boot::{Boot, MAIN_CONTEXT, Origin, Realm};
use crate::builtin::Builtins;
use crate::inspector::Agent;
use crate::options::Options;
use crate::state::{self, Runtime};

/// The property of the hooks that lists the paths of the classes of a snapshot in their order there, by commas.
const CLASSES: &str = "classes";

/// Handles that are the snapshot's own: of its two contexts, and the runtime's of the main one.
const OWN_HANDLES: usize = 3;

/// The plain context and the main one.
const OWN_CONTEXTS: usize = 2;

/// Why a heap cannot be a snapshot.
#[derive(Debug)]
pub enum Refusal {
    /// Native objects live: classes, and how many of each.
    NativeObjects(Vec<(&'static str, usize)>),
    /// So many contexts of `node:vm` or `ShadowRealm` live.
    Contexts(usize),
    /// Native code holds so many objects.
    Handles(usize),
    /// The inspector has been used: V8 has put functions of its own into the heap for it.
    Inspected,
    /// V8 made none.
    Engine,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NativeObjects(classes) => {
                let classes: Vec<_> = classes.iter().map(|(name, count)| format!("{count} {name}")).collect();
                write!(f, "native objects cannot be in a startup snapshot: {}", classes.join(", "))
            }
            Self::Contexts(count) => write!(f, "{count} further contexts cannot be in a startup snapshot"),
            Self::Handles(count) => write!(f, "{count} objects are held by native code"),
            Self::Inspected => write!(f, "a heap that was inspected cannot be a startup snapshot"),
            Self::Engine => write!(f, "V8 made no snapshot"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Runs the bootstrap and serialises the heap it leaves.
///
/// # Errors
/// When the bootstrap leaves what cannot be serialised: a defect of the builtins.
pub fn create(builtins: Builtins, event_loop: Loop) -> Result<Vec<u8>, Refusal> {
    let (origin, options) = (Origin::Source, Options::default());
    Realm::serializable(Boot { builtins, origin, code_cache: &[], options, event_loop, control: None }).into_snapshot()
}

impl Realm {
    /// A realm that [`Realm::into_snapshot`] can serialise.
    pub fn serializable(boot: Boot) -> Self {
        class::watch_live_objects();
        Self::made_by(boot, |params| v8::Isolate::snapshot_creator(None, Some(params)))
    }

    /// Serialises the heap. What the program left open is closed before.
    ///
    /// # Errors
    /// When the heap holds what belongs to this process. Then the isolate stays, as V8 cannot dispose of one that was to be serialised.
    pub fn into_snapshot(mut self) -> Result<Vec<u8>, Refusal> {
        let runtime = self.runtime.clone();
        let Some(mut isolate) = self.isolate.take() else { unreachable!("only dropping a realm takes its isolate") };
        runtime.clean_up();
        if Agent::existing(&runtime).is_some() {
            std::mem::forget(isolate);
            return Err(Refusal::Inspected);
        }
        add_contexts(&mut isolate, &runtime);
        let_go(&mut isolate, &runtime);
        if let Some(refusal) = refusal(&mut isolate) {
            std::mem::forget(isolate);
            return Err(refusal);
        }
        let route = platform::close_route(&isolate);
        isolate.remove_slot::<Rc<Runtime>>();
        state::set_current(None);
        drop(self);
        drop(runtime);
        let blob = isolate.create_blob(v8::FunctionCodeHandling::Keep).map(|blob| blob.to_vec());
        drop(route);
        blob.ok_or(Refusal::Engine)
    }
}

fn add_contexts(isolate: &mut v8::OwnedIsolate, runtime: &Rc<Runtime>) {
    v8::scope!(let scope, isolate);
    let context = v8::Local::new(scope, &runtime.context);
    // What every new context begins as must have nothing of the bootstrap.
    let plain = v8::Context::new(scope, v8::ContextOptions::default());
    scope.set_default_context(plain);
    let index = scope.add_context(context);
    assert_eq!(index, MAIN_CONTEXT, "no context was added before");
    let scope = &mut v8::ContextScope::new(scope, context);
    let Some(hooks) = runtime.hooks.object(scope) else { return };
    save_classes(runtime, scope, hooks);
    scope.add_context_data(context, hooks);
}

/// Puts the classes used so far into the snapshot, and their names into the hooks.
fn save_classes(runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>, hooks: v8::Local<'_, v8::Object>) {
    let all =
        runtime.builtins.list.iter().flat_map(|builtin| builtin.classes.iter().map(move |class| (builtin, class)));
    let saved = all.filter(|(_, class)| class.save(scope).is_some());
    let saved: Vec<_> = saved.map(|(builtin, class)| builtin.class_path(class)).collect();
    let (key, names) = (string(scope, CLASSES), string(scope, &saved.join(",")));
    hooks.set(scope, key.into(), names.into());
}

/// Takes the classes that a snapshot holds, so that their objects are of the same classes as those its JavaScript knows.
pub(crate) fn adopt_classes(runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>, hooks: v8::Local<'_, v8::Object>) {
    let key = string(scope, CLASSES);
    let Some(names) = hooks.get(scope, key.into()).filter(|names| names.is_string()) else { return };
    let names = names.to_rust_string_lossy(scope);
    for (place, path) in names.split(',').enumerate() {
        if let Some(class) = runtime.builtins.class(path) {
            class.adopt(scope, place);
        }
    }
}

/// Drops every handle of the runtime's own, and collects what that frees.
fn let_go(isolate: &mut v8::OwnedIsolate, runtime: &Rc<Runtime>) {
    runtime.clear();
    class::release_templates(isolate);
    for _ in 0..3 {
        collect(isolate);
        // Registries with dead targets cannot be serialised: V8 calls them in tasks of the loop.
        runtime.finish_background_work();
    }
    runtime.event_loop.dismantle();
    runtime.clear();
    collect(isolate);
}

/// Collects all garbage, by what the heap itself says: words on the stack that look like pointers do not count.
fn collect(isolate: &mut v8::OwnedIsolate) {
    flags::set("--expose-gc");
    isolate.request_garbage_collection_for_testing(v8::GarbageCollectionType::Full);
    flags::set("--no-expose-gc");
}

fn refusal(isolate: &mut v8::OwnedIsolate) -> Option<Refusal> {
    let objects = class::live_objects();
    let contexts = isolate.get_heap_statistics().number_of_native_contexts();
    let handles = handles(isolate);
    if !objects.is_empty() {
        return Some(Refusal::NativeObjects(objects));
    }
    if contexts > OWN_CONTEXTS {
        return Some(Refusal::Contexts(contexts - OWN_CONTEXTS));
    }
    (handles > OWN_HANDLES).then(|| Refusal::Handles(handles - OWN_HANDLES))
}

/// How many handles from outside there are.
fn handles(isolate: &mut v8::OwnedIsolate) -> usize {
    let before = isolate.get_heap_statistics().used_global_handles_size();
    let _one = {
        v8::scope!(let scope, isolate);
        let value = v8::undefined(scope);
        v8::Global::new(scope, value)
    };
    let one = isolate.get_heap_statistics().used_global_handles_size() - before;
    before / one.max(1)
}
