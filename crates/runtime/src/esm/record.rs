//! What is known of a module besides what V8 holds.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use engine::v8;

use crate::{current, state};

/// What a module asks for in one `import`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The text after `from`.
    pub specifier: String,
    /// The attributes as key, value, key, value, …
    pub attributes: Vec<String>,
    /// Evaluation rather than source phase.
    pub evaluates: bool,
    /// Line of the statement, from 0.
    pub line: i32,
    /// Column of the statement, from 0.
    pub column: i32,
}

/// The module, what its imports are linked to, and what JavaScript attached to it.
pub struct ModuleRecord {
    module: v8::Global<v8::Module>,
    context: v8::Global<v8::Context>,
    host: v8::Global<v8::Value>,
    /// Sets the exports of a synthetic module.
    evaluation: Option<v8::Global<v8::Function>>,
    links: RefCell<HashMap<Key, v8::Global<v8::Module>>>,
    /// What `import source` of it gives.
    source: RefCell<Option<v8::Global<v8::Object>>>,
    hash: i32,
}

/// A specifier with its attributes; two imports that agree in them are one.
type Key = (String, Vec<String>);

/// The modules of an isolate, which their wrappers hold. V8's hash of a module is not unique.
#[derive(Default)]
pub(super) struct Records {
    by_hash: RefCell<HashMap<i32, Vec<Weak<ModuleRecord>>>>,
}

impl Records {
    /// The record of a module.
    pub(super) fn find(
        &self,
        scope: &v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::Module>,
    ) -> Option<Rc<ModuleRecord>> {
        let records = self.by_hash.borrow();
        let candidates = records.get(&module.get_identity_hash().get())?;
        candidates.iter().filter_map(Weak::upgrade).find(|record| v8::Local::new(scope, &record.module) == module)
    }
}

impl ModuleRecord {
    /// Registers a module of the current context. `host` is handed to the hooks; `evaluation` is called with no arguments to evaluate a synthetic module.
    pub fn register(
        scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::Module>,
        host: v8::Local<'_, v8::Value>,
        evaluation: Option<v8::Local<'_, v8::Function>>,
    ) -> Rc<ModuleRecord> {
        let context = scope.get_current_context();
        let hash = module.get_identity_hash().get();
        let record = Rc::new(ModuleRecord {
            module: v8::Global::new(scope, module),
            context: v8::Global::new(scope, context),
            host: v8::Global::new(scope, host),
            evaluation: evaluation.map(|function| v8::Global::new(scope, function)),
            links: RefCell::default(),
            source: RefCell::default(),
            hash,
        });
        let records = state(scope).slot::<Records>();
        records.by_hash.borrow_mut().entry(hash).or_default().push(Rc::downgrade(&record));
        record
    }

    /// V8's module.
    pub fn module<'s>(&self, scope: &v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Module> {
        v8::Local::new(scope, &self.module)
    }

    /// The context it belongs to: the current one when it was registered.
    pub fn context<'s>(&self, scope: &v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Context> {
        v8::Local::new(scope, &self.context)
    }

    /// What JavaScript attached.
    pub fn host<'s>(&self, scope: &v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Local::new(scope, &self.host)
    }

    /// The function that evaluates a synthetic module.
    pub fn evaluation<'s>(&self, scope: &v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
        self.evaluation.as_ref().map(|function| v8::Local::new(scope, function))
    }

    /// Sets the module that `request` names.
    pub fn link(&self, request: &Request, module: &ModuleRecord) {
        let key = (request.specifier.clone(), request.attributes.clone());
        self.links.borrow_mut().insert(key, module.module.clone());
    }

    /// Sets what `import source` of it gives, an object that inherits from `%AbstractModuleSource%`.
    pub fn set_source(&self, scope: &v8::PinScope<'_, '_>, source: v8::Local<'_, v8::Object>) {
        *self.source.borrow_mut() = Some(v8::Global::new(scope, source));
    }

    /// What `import source` of it gives.
    pub(super) fn source<'s>(&self, scope: &v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
        self.source.borrow().as_ref().map(|source| v8::Local::new(scope, source))
    }

    /// The module that a request is linked to.
    pub(super) fn linked<'s>(
        &self,
        scope: &v8::PinScope<'s, '_>,
        specifier: String,
        attributes: Vec<String>,
    ) -> Option<v8::Local<'s, v8::Module>> {
        self.links.borrow().get(&(specifier, attributes)).map(|module| v8::Local::new(scope, module))
    }
}

/// Called by the garbage collector, with the module's wrapper.
impl Drop for ModuleRecord {
    fn drop(&mut self) {
        let Some(runtime) = current() else { return };
        let records = runtime.slot::<Records>();
        let Ok(mut by_hash) = records.by_hash.try_borrow_mut() else { return };
        if let Some(candidates) = by_hash.get_mut(&self.hash) {
            candidates.retain(|record| record.strong_count() > 0);
            if candidates.is_empty() {
                by_hash.remove(&self.hash);
            }
        }
    }
}

/// The imports of a module, in their order.
pub fn requests_of(scope: &mut v8::PinScope<'_, '_>, module: v8::Local<'_, v8::Module>) -> Vec<Request> {
    let requests = module.get_module_requests();
    let mut found = Vec::with_capacity(requests.length());
    for index in 0..requests.length() {
        let request =
            requests.get(scope, index).and_then(|request| v8::Local::<v8::ModuleRequest>::try_from(request).ok());
        let Some(request) = request else { continue };
        let place = module.source_offset_to_location(request.get_source_offset());
        let list = request.get_import_attributes();
        found.push(Request {
            specifier: request.get_specifier().to_rust_string_lossy(scope),
            attributes: attribute_texts(scope, list, 3),
            evaluates: request.get_phase() == v8::ModuleImportPhase::kEvaluation,
            line: place.get_line_number(),
            column: place.get_column_number(),
        });
    }
    found
}

/// Keys and values of V8's list of import attributes, of which each takes up `stride` places.
pub(super) fn attribute_texts(
    scope: &mut v8::PinScope<'_, '_>,
    list: v8::Local<'_, v8::FixedArray>,
    stride: usize,
) -> Vec<String> {
    let places = (0..list.length()).filter(|place| place % stride < 2);
    places
        .filter_map(|place| list.get(scope, place))
        .filter_map(|text| v8::Local::<v8::Value>::try_from(text).ok())
        .map(|text| text.to_rust_string_lossy(scope))
        .collect()
}
