//! Ops: Rust functions as JavaScript functions. `#[op]` generates one [`OpDecl`] for each.

use crate::convert::string;
use crate::fast::FastEntry;

/// Gives V8's C entry for an op. A function, because the entry of a Rust function is not a constant.
pub type OpFunction = fn() -> v8::FunctionCallback;

/// One op: its JavaScript name and entry.
#[derive(Clone, Copy, Debug)]
pub struct OpDecl {
    /// Name in JavaScript, camelCase.
    pub name: &'static str,
    /// Entry point.
    pub callback: OpFunction,
    /// The entry for optimised code, if the op has one.
    pub fast: Option<&'static FastEntry>,
    /// `function.length`.
    pub length: i32,
}

impl OpDecl {
    /// The op as a JavaScript function.
    pub fn function<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
        let function = self.template(scope, None).get_function(scope)?;
        let name = string(scope, self.name);
        function.set_name(name);
        Some(function)
    }

    /// The op as a template; with a signature it takes only receivers of that class.
    pub(crate) fn template<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        signature: Option<v8::Local<'s, v8::Signature>>,
    ) -> v8::Local<'s, v8::FunctionTemplate> {
        let mut builder = v8::FunctionTemplate::builder_raw((self.callback)())
            .length(self.length)
            .constructor_behavior(v8::ConstructorBehavior::Throw);
        if let Some(signature) = signature {
            builder = builder.signature(signature);
        }
        match self.fast {
            Some(fast) => builder.build_fast(scope, fast.overloads()),
            None => builder.build(scope),
        }
    }

    /// Sets the op as a property of `target`.
    pub fn install(&self, scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) -> Option<bool> {
        let function = self.function(scope)?;
        let name = string(scope, self.name);
        target.set(scope, name.into(), function.into())
    }

    /// What the startup snapshot needs to find the entries again.
    pub fn external_references(&self) -> impl Iterator<Item = v8::ExternalReference> + use<> {
        std::iter::once(v8::ExternalReference { function: (self.callback)() })
            .chain(self.fast.map(FastEntry::external_reference))
    }
}
