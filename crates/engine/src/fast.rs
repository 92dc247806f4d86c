//! Fast calls: optimised JavaScript calls an op marked `fast` as a plain C function, without the frame, the handles and the argument
//! array of an ordinary call. `#[op(fast)]` generates both entries from the one function; unoptimised code takes the ordinary one.
//!
//! What makes an op fit for it is what it cannot do. V8 has no way back into optimised code that was invalidated while such a function
//! ran and has a value to return: it aborts. A garbage collection invalidates code, so an op that returns a value must not allocate on
//! V8's heap, and so it gets no scope; its arguments are numbers, booleans, [`crate::Slice`], [`crate::Text`] and values whose kind it
//! asks, its value a number, a boolean or nothing. An error may allocate, because V8 unwinds the frame instead of returning to it.
//!
//! Source: `v8-fast-api-calls.h`.

use std::ffi::c_void;

use v8::fast_api::{CFunction, CFunctionInfo, FastApiCallbackOptions, Type};

use crate::{IntoException, JsError, Native, NativeClass};

/// The second entry of an op and its signature, in static memory: V8 and the startup snapshot keep the address.
pub struct FastEntry([CFunction; 1]);

// SAFETY: the pointers in it are to code and to constants.
unsafe impl Sync for FastEntry {}

impl FastEntry {
    /// The entry `function`, a C function of the types that `signature` says.
    pub const fn new(function: *const c_void, signature: &'static FastSignature) -> Self {
        Self([CFunction::new(function, &signature.0)])
    }

    pub(crate) fn overloads(&'static self) -> &'static [CFunction] {
        &self.0
    }

    pub(crate) fn external_reference(&'static self) -> v8::ExternalReference {
        v8::ExternalReference { pointer: std::ptr::from_ref(&self.0[0]).cast_mut().cast() }
    }
}

impl std::fmt::Debug for FastEntry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("FastEntry").field(&self.0[0].address()).finish()
    }
}

/// The types of a fast entry: the receiver, the arguments, the options; and the value.
pub struct FastSignature(CFunctionInfo);

// SAFETY: as for `FastEntry`.
unsafe impl Sync for FastSignature {}

impl FastSignature {
    /// Of a function from `arguments` to `value`.
    pub const fn new(value: Type, arguments: &'static [v8::fast_api::CTypeInfo]) -> Self {
        Self(CFunctionInfo::new(value.as_info(), arguments, v8::fast_api::Int64Representation::Number))
    }
}

/// A Rust value taken from the argument of a fast call.
pub trait FromFast: Sized {
    /// What V8 passes.
    type Raw;
    /// How V8 calls that.
    const TYPE: Type;
    /// Converts without allocating on V8's heap, or says what was expected, in the words of [`crate::FromV8`].
    fn from_fast(raw: Self::Raw, options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError>;
}

/// A Rust value that a fast call returns.
pub trait ToFast {
    /// What V8 takes. Its default goes beside an exception, where V8 looks at no value.
    type Raw: Default;
    /// How V8 calls that.
    const TYPE: Type;
    /// Converts.
    fn to_fast(self) -> Self::Raw;
}

/// V8 converts these itself, or leaves the optimised code when the argument is no number.
macro_rules! passed_as_it_is {
    ($($type:ty => $name:ident),*) => {$(
        impl FromFast for $type {
            type Raw = $type;
            const TYPE: Type = Type::$name;
            #[inline]
            fn from_fast(raw: $type, _options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
                Ok(raw)
            }
        }

        impl ToFast for $type {
            type Raw = $type;
            const TYPE: Type = Type::$name;
            #[inline]
            fn to_fast(self) -> $type {
                self
            }
        }
    )*};
}
passed_as_it_is!(bool => Bool, i32 => Int32, u32 => Uint32, f64 => Float64);

/// For ops that ask what kind of value it is; most other questions need a scope.
impl<'s> FromFast for v8::Local<'s, v8::Value> {
    type Raw = v8::Local<'s, v8::Value>;
    const TYPE: Type = Type::V8Value;

    #[inline]
    fn from_fast(value: Self::Raw, _options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
        Ok(value)
    }
}

/// Integers that are a number in JavaScript, converted as `FromV8` and `ToV8` do.
macro_rules! passed_as_double {
    ($($type:ty),*) => {$(
        impl FromFast for $type {
            type Raw = f64;
            const TYPE: Type = Type::Float64;
            #[inline]
            fn from_fast(raw: f64, _options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
                Ok(raw as $type)
            }
        }

        impl ToFast for $type {
            type Raw = f64;
            const TYPE: Type = Type::Float64;
            #[inline]
            fn to_fast(self) -> f64 {
                self as f64
            }
        }
    )*};
}
passed_as_double!(usize, u64, i64);

impl ToFast for () {
    type Raw = ();
    const TYPE: Type = Type::Void;
    #[inline]
    fn to_fast(self) {}
}

/// The `T` that the receiver of a fast method holds.
pub fn receiver<'s, T: NativeClass>(
    this: v8::Local<'s, v8::Object>,
    options: &FastApiCallbackOptions<'_>,
) -> Option<Native<'s, T>> {
    // SAFETY: the isolate runs the call, and nothing else refers to it here.
    let mut isolate =
        unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(options.isolate_unchecked().as_raw_isolate_ptr()) };
    Native::of(&mut isolate, this)
}

/// Throws `error` out of a fast call, which then returns what this returns.
#[cold]
pub fn throw<R: Default>(options: &FastApiCallbackOptions<'_>, error: impl IntoException) -> R {
    v8::callback_scope!(unsafe scope, options);
    crate::error::throw(scope, error);
    R::default()
}
