//! Addresses across the border.

use runtime::sys::{self, net::Address};
use runtime::{JsError, ToV8, v8};

/// What `getsockname` and its kin give: `[address, port, family]`, the path of a Unix domain socket, or the
/// negative number of an error.
pub(crate) struct AddressResult(pub(crate) sys::Result<Address>);

impl<'s> ToV8<'s> for AddressResult {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            Ok(Address::Ip(address)) => {
                let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
                (address.ip().to_string(), i32::from(address.port()), family).to_v8(scope)
            }
            Ok(Address::Unix(path)) => String::from_utf8_lossy(&path).into_owned().to_v8(scope),
            Err(error) => error.uv_errno().to_v8(scope),
        }
    }
}
