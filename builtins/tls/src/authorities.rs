//! The authorities a context trusts when a program names none.

use std::cell::RefCell;

use runtime::engine::v8;
use runtime::{Bytes, Runtime, op, state};
use tls::roots::{self, Roots};

use crate::error::TlsError;

/// The default authorities of an isolate; made when the first context needs them.
#[derive(Default)]
pub(crate) struct DefaultRoots(RefCell<Option<Roots>>);

/// The default authorities; Mozilla's until JavaScript has set others.
pub(crate) fn default_roots(runtime: &Runtime) -> Roots {
    let slot = runtime.slot::<DefaultRoots>();
    let mut roots = slot.0.borrow_mut();
    roots.get_or_insert_with(|| Roots::new(roots::bundled().iter().cloned())).clone()
}

/// Mozilla's authorities as PEM, without a line feed at the end, as Node has them.
#[op]
pub(crate) fn bundled_authorities() -> Vec<String> {
    let entries = Roots::new(roots::bundled().iter().cloned()).to_pem();
    entries.iter().map(|entry| entry.trim_end().to_owned()).collect()
}

/// The certificates in PEM text, one by one, each once.
#[op]
pub(crate) fn parse_authorities(pem: Bytes) -> Result<Vec<String>, TlsError> {
    Ok(Roots::new(roots::parse(&pem)?).to_pem())
}

/// Sets the authorities for contexts made from now on: entries of PEM.
#[op]
pub(crate) fn set_default_authorities(scope: &mut v8::PinScope<'_, '_>, entries: Vec<String>) -> Result<(), TlsError> {
    let certificates = entries.iter().map(|entry| roots::parse_one(entry.as_bytes())).collect::<Result<Vec<_>, _>>()?;
    state(scope).slot::<DefaultRoots>().0.replace(Some(Roots::new(certificates)));
    Ok(())
}
