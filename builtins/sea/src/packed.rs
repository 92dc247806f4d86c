//! What JavaScript may know of the packed program.

use runtime::engine::op;
use runtime::engine::v8;
use single_executable::{Format, Program};

fn packed(scope: &mut v8::PinScope<'_, '_>) -> Option<&'static Program<'static>> {
    runtime::state(scope).options().program
}

/// Name, text, whether it is an ES module, code cache, and whether a warning is due.
type Packed = (&'static str, &'static str, bool, Vec<u8>, bool);

/// The program; `None` in an executable without one.
#[op]
pub(crate) fn program(scope: &mut v8::PinScope<'_, '_>) -> Option<Packed> {
    let program = packed(scope)?;
    Some((program.name, program.text, program.format == Format::Module, program.code_cache.to_vec(), program.warns))
}

/// The bytes of an asset: a copy, so that a program may write into them.
#[op]
pub(crate) fn asset(scope: &mut v8::PinScope<'_, '_>, key: String) -> Option<Vec<u8>> {
    let (_, bytes) = packed(scope)?.assets.iter().find(|(name, _)| *name == key)?;
    Some(bytes.to_vec())
}

/// The keys of the assets, in the order in which they were packed; `None` in an executable without a program.
#[op]
pub(crate) fn asset_keys(scope: &mut v8::PinScope<'_, '_>) -> Option<Vec<String>> {
    Some(packed(scope)?.assets.iter().map(|&(key, _)| key.to_owned()).collect())
}
