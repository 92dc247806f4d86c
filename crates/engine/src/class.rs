//! Native classes: Rust values held by JavaScript objects and dropped by the garbage collector.
//!
//! A value lives in a cppgc cell behind `dyn Any`, so that taking it out of the wrong kind of object is a checked downcast and never a
//! reinterpretation of memory. Methods take `&self`; state that changes is in cells, because JavaScript can call back in at any time.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;

use crate::convert::string;
use crate::op::{OpDecl, OpFunction};
use crate::{FromV8, JsError};

/// The cppgc tag of all native objects of this program.
const TAG: u16 = 1;

struct Cell {
    value: Box<dyn Any>,
    class: &'static str,
}

impl Cell {
    fn new<T: NativeClass>(value: T) -> Self {
        count_live(T::DECL.name, 1);
        Self { value: Box::new(value), class: T::DECL.name }
    }
}

/// Called by the garbage collector, on the isolate's thread.
impl Drop for Cell {
    fn drop(&mut self) {
        count_live(self.class, -1);
    }
}

// SAFETY: a `Cell` holds no cppgc members, so there is nothing to trace.
unsafe impl v8::cppgc::GarbageCollected for Cell {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Native"
    }
}

/// What `#[class]` generates for a type.
pub trait NativeClass: 'static + Sized {
    /// The declaration of the JavaScript class.
    const DECL: ClassDecl;
}

/// The declaration of a native class.
#[derive(Clone, Copy, Debug)]
pub struct ClassDecl {
    /// Class name in JavaScript.
    pub name: &'static str,
    /// The type held.
    pub type_id: fn() -> TypeId,
    /// Entry of `new Class()`; it throws `Illegal constructor` for classes without `#[constructor]`.
    pub constructor: OpFunction,
    /// Prototype methods.
    pub methods: &'static [OpDecl],
    /// Prototype getters.
    pub getters: &'static [OpDecl],
}

thread_local! {
    /// How many objects of each class live on this thread, while somebody wants to know.
    static LIVE: RefCell<Option<BTreeMap<&'static str, isize>>> = const { RefCell::new(None) };
}

/// Counts native objects from now on; for the thread that makes a snapshot, in which none may be.
pub fn watch_live_objects() {
    LIVE.set(Some(BTreeMap::new()));
}

/// The classes of which objects live, with how many; those made since [`watch_live_objects`].
pub fn live_objects() -> Vec<(&'static str, usize)> {
    let positive =
        |(name, count): (&&'static str, &isize)| Some((*name, usize::try_from(*count).ok().filter(|n| *n > 0)?));
    LIVE.with_borrow(|live| live.iter().flatten().filter_map(positive).collect())
}

fn count_live(class: &'static str, change: isize) {
    // The thread may be at its end.
    let _ = LIVE.try_with(|live| {
        if let Some(live) = live.borrow_mut().as_mut() {
            *live.entry(class).or_default() += change;
        }
    });
}

/// Templates of the classes used so far in an isolate.
#[derive(Default)]
struct Templates(HashMap<TypeId, v8::Global<v8::FunctionTemplate>>);

impl ClassDecl {
    /// The class as a JavaScript constructor; the same one at every call.
    pub fn function<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
        self.template(scope).get_function(scope)
    }

    fn template<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::FunctionTemplate> {
        let id = (self.type_id)();
        if let Some(known) = scope.get_slot::<Templates>().and_then(|templates| templates.0.get(&id).cloned()) {
            return v8::Local::new(scope, known);
        }
        let template = self.build(scope);
        self.remember(scope, template);
        template
    }

    /// Puts the class into the snapshot that is being made of the isolate, if it was used; where it stands there, for [`Self::adopt`].
    pub fn save(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<usize> {
        let id = (self.type_id)();
        let template = scope.get_slot::<Templates>()?.0.get(&id)?.clone();
        let template = v8::Local::new(scope, template);
        Some(scope.add_isolate_data(template))
    }

    /// Takes the class from the snapshot the isolate was made of.
    pub fn adopt(&self, scope: &mut v8::PinScope<'_, '_>, place: usize) {
        let Ok(template) = scope.get_isolate_data_from_snapshot_once::<v8::FunctionTemplate>(place) else { return };
        self.remember(scope, template);
    }

    fn remember(&self, scope: &mut v8::PinScope<'_, '_>, template: v8::Local<'_, v8::FunctionTemplate>) {
        let global = v8::Global::new(scope, template);
        if scope.get_slot::<Templates>().is_none() {
            scope.set_slot(Templates::default());
        }
        if let Some(templates) = scope.get_slot_mut::<Templates>() {
            templates.0.insert((self.type_id)(), global);
        }
    }

    fn build<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::FunctionTemplate> {
        let template = v8::FunctionTemplate::builder_raw((self.constructor)()).build(scope);
        let name = string(scope, self.name);
        template.set_class_name(name);
        let signature = v8::Signature::new(scope, template);
        let prototype = template.prototype_template(scope);
        for method in self.methods {
            let function = method.template(scope, Some(signature));
            let name = string(scope, method.name);
            function.set_class_name(name);
            prototype.set(name.into(), function.into());
        }
        for getter in self.getters {
            let function = v8::FunctionTemplate::builder_raw((getter.callback)()).signature(signature).build(scope);
            let name = string(scope, getter.name);
            prototype.set_accessor_property(name.into(), Some(function), None, v8::PropertyAttribute::NONE);
        }
        template
    }

    /// What the startup snapshot needs to find the entries again.
    pub fn external_references(&self) -> impl Iterator<Item = v8::ExternalReference> + '_ {
        std::iter::once(v8::ExternalReference { function: (self.constructor)() })
            .chain(self.methods.iter().chain(self.getters).flat_map(OpDecl::external_references))
    }
}

/// Lets go of the templates, before the isolate is serialised.
pub fn release_templates(isolate: &mut v8::Isolate) {
    isolate.remove_slot::<Templates>();
}

/// Puts `value` into `object`, an instance of its class. Used by generated constructors.
pub fn wrap<T: NativeClass>(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>, value: T) {
    let Some(heap) = scope.get_cpp_heap() else { return };
    // SAFETY: the pointer stays on the stack until `Object::wrap` stores it in the wrapper.
    let cell = unsafe { v8::cppgc::make_garbage_collected(heap, Cell::new(value)) };
    // SAFETY: `TAG` is the only tag of this program and always holds a `Cell`.
    unsafe { v8::Object::wrap::<TAG, Cell>(scope, object, &cell) };
}

/// A new JavaScript object of `T`'s class that holds `value`, made without running its constructor.
pub fn instantiate<'s, T: NativeClass>(
    scope: &mut v8::PinScope<'s, '_>,
    value: T,
) -> Option<v8::Local<'s, v8::Object>> {
    let template = T::DECL.template(scope);
    // The template's function must exist before its instances for them to get its prototype.
    template.get_function(scope)?;
    let object = template.instance_template(scope).new_instance(scope)?;
    wrap(scope, object, value);
    Some(object)
}

/// A `T` borrowed from the JavaScript object that holds it.
pub struct Native<'s, T> {
    cell: v8::cppgc::UnsafePtr<Cell>,
    object: v8::Local<'s, v8::Object>,
    kind: std::marker::PhantomData<T>,
}

impl<'s, T: NativeClass> Native<'s, T> {
    /// Takes the `T` out of `object`, or `None` for any other object.
    pub fn of(isolate: &mut v8::Isolate, object: v8::Local<'s, v8::Object>) -> Option<Self> {
        if !object.is_api_wrapper() {
            return None;
        }
        // SAFETY: the pointer stays on the stack beside `object`, whose local handle keeps the cell alive for 's.
        let cell = unsafe { v8::Object::unwrap::<TAG, Cell>(isolate, object) }?;
        // SAFETY: as above.
        unsafe { cell.as_ref() }.value.is::<T>().then_some(Self { cell, object, kind: std::marker::PhantomData })
    }

    /// The JavaScript object.
    pub fn object(&self) -> v8::Local<'s, v8::Object> {
        self.object
    }
}

impl<T: NativeClass> Deref for Native<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: `object` keeps the cell alive for the life of `self`.
        match unsafe { self.cell.as_ref() }.value.downcast_ref::<T>() {
            Some(value) => value,
            None => unreachable!("Native::of checked the type"),
        }
    }
}

impl<'s, T: NativeClass> FromV8<'s> for Native<'s, T> {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let object = v8::Local::<v8::Object>::try_from(value).map_err(|_| wrong_kind::<T>())?;
        Self::of(scope, object).ok_or_else(wrong_kind::<T>)
    }
}

fn wrong_kind<T: NativeClass>() -> JsError {
    JsError::type_error(format!("internal argument must be a {}", T::DECL.name)).with_code("ERR_INVALID_ARG_TYPE")
}

/// The error of a method called on something that is not an instance.
pub fn illegal_invocation() -> JsError {
    JsError::type_error("Illegal invocation")
}

/// Entry of classes that JavaScript cannot construct.
pub fn illegal_constructor() -> v8::FunctionCallback {
    fn throw(
        scope: &mut v8::PinScope<'_, '_>,
        _args: v8::FunctionCallbackArguments<'_>,
        _rv: v8::ReturnValue<'_, v8::Value>,
    ) {
        crate::error::throw(scope, JsError::type_error("Illegal constructor").with_code("ERR_ILLEGAL_CONSTRUCTOR"));
    }
    v8::MapFnTo::map_fn_to(throw)
}
