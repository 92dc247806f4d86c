//! The C types of `js_native_api_types.h` and `node_api_types.h`, and the few places where pointers of an addon are followed.
//!
//! What an addon holds for things of ours is checked: values by their stamp ([`Val`]), the rest as numbers ([`crate::tokens`]). Its own memory is
//! a promise of its author: a non-null pointer is valid for its documented type until the call returns. Here is where that promise is relied on;
//! the functions of the interface see [`Out`], [`In`] and slices.

use std::ffi::{CStr, c_char, c_void};

use runtime::v8;

use crate::open_scopes::Stamp;

/// `napi_status`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok,
    InvalidArg,
    ObjectExpected,
    StringExpected,
    NameExpected,
    FunctionExpected,
    NumberExpected,
    BooleanExpected,
    ArrayExpected,
    GenericFailure,
    PendingException,
    Cancelled,
    EscapeCalledTwice,
    HandleScopeMismatch,
    CallbackScopeMismatch,
    QueueFull,
    Closing,
    BigintExpected,
    DateExpected,
    ArraybufferExpected,
    DetachableArraybufferExpected,
    WouldDeadlock,
    NoExternalBuffersAllowed,
    CannotRunJs,
}

/// What the functions of the interface compute before it becomes a status.
pub type Result<T = ()> = std::result::Result<T, Status>;

/// `napi_value`: a local handle with the [`Stamp`] of the scope that it was made in, or null.
#[repr(transparent)]
#[derive(Clone, Copy, Debug)]
pub struct Val(*const c_void);

impl Val {
    /// No value.
    pub const NULL: Val = Val(std::ptr::null());

    /// Whether there is no value.
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }

    /// The handle, if its scope is open.
    #[inline]
    pub fn local<'s>(self, scope: &v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>> {
        let (stamp, _) = Stamp::split(self.0.addr());
        if stamp.is_open() {
            // SAFETY: the stamp is that of a scope of this thread that is open, and only `From` below puts stamps on handles.
            return Ok(unsafe { self.handle() });
        }
        if stamp == Stamp::forever() { self.constant(scope) } else { Err(Status::InvalidArg) }
    }

    /// The handle of a value that a call of the addon has just returned, perhaps from a scope that it has just closed.
    pub(crate) fn returned<'s>(self, scope: &v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>> {
        if self.is_null() {
            return Err(Status::InvalidArg);
        }
        if Stamp::split(self.0.addr()).0.is_open_or_closing() {
            // SAFETY: as in `local`; V8 has not closed the scope.
            return Ok(unsafe { self.handle() });
        }
        self.local(scope)
    }

    /// # Safety
    /// The value was made by `From` and its scope is open for V8.
    #[inline]
    unsafe fn handle<'s>(self) -> v8::Local<'s, v8::Value> {
        let handle = self.0.map_addr(|address| Stamp::split(address).1);
        // SAFETY: as `From` made it.
        unsafe { std::mem::transmute::<*const c_void, v8::Local<'s, v8::Value>>(handle) }
    }

    /// One of the values whose handles are always good, as addons rely on that keep them.
    pub(crate) fn of_constant(constant: v8::Local<'_, v8::Value>) -> Self {
        Self::stamped(constant, Stamp::forever())
    }

    /// The constant whose handle this is; the first is the usual receiver of calls.
    fn constant<'s>(self, scope: &v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>> {
        let same =
            |constant: v8::Local<'s, v8::Value>| Some(constant).filter(|one| Self::of_constant(*one).0 == self.0);
        let found = same(v8::undefined(scope).into())
            .or_else(|| same(v8::null(scope).into()))
            .or_else(|| same(v8::Boolean::new(scope, true).into()))
            .or_else(|| same(v8::Boolean::new(scope, false).into()));
        found.ok_or(Status::InvalidArg)
    }

    /// `local` as a value of the scope with this stamp.
    #[inline]
    pub(crate) fn stamped(local: v8::Local<'_, v8::Value>, stamp: Stamp) -> Self {
        // SAFETY: a local is one non-null pointer (`repr(C)` around `NonNull`).
        let handle = unsafe { std::mem::transmute::<v8::Local<'_, v8::Value>, *const c_void>(local) };
        Val(handle.map_addr(|address| stamp.on(address)))
    }

    /// The handle as one of V8's types; `otherwise` when it is something else.
    pub fn cast<'s, T>(self, scope: &v8::PinScope<'s, '_>, otherwise: Status) -> Result<v8::Local<'s, T>>
    where
        v8::Local<'s, v8::Value>: TryInto<v8::Local<'s, T>>,
    {
        self.local(scope)?.try_into().map_err(|_| otherwise)
    }
}

impl<'s, T> From<v8::Local<'s, T>> for Val
where
    v8::Local<'s, T>: Into<v8::Local<'s, v8::Value>>,
{
    fn from(local: v8::Local<'s, T>) -> Self {
        Val::stamped(local.into(), Stamp::current())
    }
}

/// A pointer to a result.
#[repr(transparent)]
pub struct Out<T>(*mut T);

impl<T> Clone for Out<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Out<T> {}

impl<T> Out<T> {
    /// Fails for null.
    pub fn check(self) -> Result {
        if self.0.is_null() { Err(Status::InvalidArg) } else { Ok(()) }
    }

    /// Stores a required result.
    pub fn set(self, value: impl Into<T>) -> Result {
        self.check()?;
        self.set_optional(value);
        Ok(())
    }

    /// Stores a result that the caller may not want.
    pub fn set_optional(self, value: impl Into<T>) {
        if !self.0.is_null() {
            // SAFETY: a non-null result pointer of an addon is valid for writes (see the module's text).
            unsafe { self.0.write(value.into()) }
        }
    }

    /// Whether the caller wants the result.
    pub fn is_wanted(self) -> bool {
        !self.0.is_null()
    }

    /// The value that an in-and-out parameter holds.
    pub fn read(self) -> Result<T>
    where
        T: Copy,
    {
        self.check()?;
        // SAFETY: as in `set_optional`; in-and-out parameters are initialised by the caller.
        Ok(unsafe { self.0.read() })
    }

    /// The result as an array of `length`; empty for null.
    pub fn slice<'a>(self, length: usize) -> &'a mut [T] {
        if self.0.is_null() || length == 0 {
            return &mut [];
        }
        // SAFETY: the caller gave the capacity of its array with it.
        unsafe { std::slice::from_raw_parts_mut(self.0, length) }
    }
}

/// A pointer to an argument.
#[repr(transparent)]
pub struct In<T>(*const T);

impl<T> Clone for In<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for In<T> {}

impl<T> In<T> {
    /// The argument; fails for null.
    pub fn get<'a>(self) -> Result<&'a T> {
        // SAFETY: a non-null argument pointer of an addon is valid for reads (see the module's text).
        unsafe { self.0.as_ref() }.ok_or(Status::InvalidArg)
    }

    /// The argument as an array of `length`; fails for null unless it is empty.
    pub fn slice<'a>(self, length: usize) -> Result<&'a [T]> {
        if length == 0 {
            return Ok(&[]);
        }
        if self.0.is_null() || length > isize::MAX as usize / size_of::<T>().max(1) {
            return Err(Status::InvalidArg);
        }
        // SAFETY: the caller gave the length of its array with it.
        Ok(unsafe { std::slice::from_raw_parts(self.0, length) })
    }

    /// Whether there is no argument.
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }
}

/// `NAPI_AUTO_LENGTH`: the text ends with a zero.
pub const AUTO_LENGTH: usize = usize::MAX;
/// The longest text the interface takes.
const MAX_LENGTH: usize = i32::MAX as usize;

impl In<c_char> {
    /// A text of `length` bytes, or up to its zero.
    pub fn text<'a>(self, length: usize) -> Result<&'a [u8]> {
        if self.is_null() {
            return if length == 0 { Ok(&[]) } else { Err(Status::InvalidArg) };
        }
        if length == AUTO_LENGTH {
            return self.terminated();
        }
        if length > MAX_LENGTH {
            return Err(Status::InvalidArg);
        }
        // SAFETY: the caller gave the length of its text with it.
        Ok(unsafe { std::slice::from_raw_parts(self.0.cast(), length) })
    }

    /// A text up to its zero; fails for null.
    pub fn terminated<'a>(self) -> Result<&'a [u8]> {
        if self.is_null() {
            return Err(Status::InvalidArg);
        }
        // SAFETY: a C string of an addon ends with a zero.
        Ok(unsafe { CStr::from_ptr(self.0) }.to_bytes())
    }
}

impl In<u16> {
    /// A text of `length` UTF-16 units, or up to its zero.
    pub fn wide_text<'a>(self, length: usize) -> Result<&'a [u16]> {
        if self.is_null() {
            return if length == 0 { Ok(&[]) } else { Err(Status::InvalidArg) };
        }
        let length = if length == AUTO_LENGTH { self.units_before_zero() } else { length };
        if length > MAX_LENGTH {
            return Err(Status::InvalidArg);
        }
        // SAFETY: the caller gave the length of its text with it, or its zero was found.
        Ok(unsafe { std::slice::from_raw_parts(self.0, length) })
    }

    fn units_before_zero(self) -> usize {
        let mut length = 0;
        // SAFETY: a terminated text of an addon has a zero; every unit before it may be read.
        while unsafe { self.0.add(length).read() } != 0 {
            length += 1;
        }
        length
    }
}

/// `napi_callback`.
pub type Callback = unsafe extern "C" fn(env: crate::entry::EnvPtr, info: *const c_void) -> Val;
/// `napi_finalize`.
pub type Finalize = unsafe extern "C" fn(env: crate::entry::EnvPtr, data: *mut c_void, hint: *mut c_void);

/// `napi_extended_error_info`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ExtendedErrorInfo {
    pub error_message: *const c_char,
    pub engine_reserved: *mut c_void,
    pub engine_error_code: u32,
    pub error_code: Status,
}

/// `napi_property_descriptor`.
#[repr(C)]
pub struct PropertyDescriptor {
    pub utf8name: In<c_char>,
    pub name: Val,
    pub method: Option<Callback>,
    pub getter: Option<Callback>,
    pub setter: Option<Callback>,
    pub value: Val,
    pub attributes: i32,
    pub data: *mut c_void,
}

/// `napi_type_tag`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TypeTag {
    pub lower: u64,
    pub upper: u64,
}

/// `napi_node_version`.
#[repr(C)]
pub struct NodeVersion {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
    pub release: *const c_char,
}

/// The version number of `NAPI_EXPERIMENTAL`.
pub const EXPERIMENTAL: i32 = i32::MAX;
