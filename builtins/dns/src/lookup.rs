//! Lookups on the thread pool, in its slow lane: a dead name server must not hold up files.

use runtime::engine::v8;
use runtime::sys::dns::{self, Family};
use runtime::sys::net::{IpAddr, parse_ip};
use runtime::sys::pool::{Lane, spawn_as};
use runtime::sys::{self, Error};
use runtime::{Callback, ToV8, op, permission, state};

/// Resolves `host`; `callback(errno, addresses)` follows. The family is 0, 4 or 6; the flags are those of
/// `getaddrinfo`.
#[op]
pub(crate) fn getaddrinfo(
    scope: &mut v8::PinScope<'_, '_>,
    host: String,
    family: i32,
    flags: i32,
    callback: v8::Local<'_, v8::Function>,
) {
    if let Some(refused) = permission::refused_net(scope, &host) {
        return refuse(scope, callback, refused);
    }
    let family = match family {
        4 => Family::V4,
        6 => Family::V6,
        _ => Family::Any,
    };
    let job = move || dns::getaddrinfo(&host, family, flags);
    let to_values = |addresses: Vec<IpAddr>| addresses.iter().map(ToString::to_string).collect::<Vec<String>>();
    look_up(scope, "GetAddrInfoReqWrap", callback, move || job().map(to_values));
}

/// Finds the names of an address and a port; `callback(errno, [host, service])` follows.
#[op]
pub(crate) fn getnameinfo(
    scope: &mut v8::PinScope<'_, '_>,
    address: String,
    port: i32,
    callback: v8::Local<'_, v8::Function>,
) {
    if let Some(refused) = permission::refused_net(scope, &address) {
        return refuse(scope, callback, refused);
    }
    let job = move || {
        let address = parse_ip(&address, port as u16).ok_or(Error::invalid("getnameinfo"))?;
        dns::getnameinfo(address)
    };
    look_up(scope, "GetNameInfoReqWrap", callback, job);
}

/// Tells `callback(errno)` later, as every answer.
pub(crate) fn refuse(scope: &mut v8::PinScope<'_, '_>, callback: v8::Local<'_, v8::Function>, errno: i32) {
    let callback = Callback::new(scope, callback);
    state(scope).event_loop().next_pending(move || callback.call(|scope| [v8::Integer::new(scope, errno).into()]));
}

fn look_up<T: for<'s> ToV8<'s> + Send + 'static>(
    scope: &mut v8::PinScope<'_, '_>,
    kind: &'static str,
    callback: v8::Local<'_, v8::Function>,
    job: impl FnOnce() -> sys::Result<T> + Send + 'static,
) {
    let callback = Callback::new(scope, callback);
    let event_loop = state(scope).event_loop().clone();
    spawn_as(&event_loop, kind, Lane::Slow, job, move |result| {
        callback.call(|scope| {
            let errno = result.as_ref().map_or_else(Error::uv_errno, |_| 0);
            let value = result.ok().and_then(|value| value.to_v8(scope).ok());
            [v8::Integer::new(scope, errno).into(), value.unwrap_or_else(|| v8::undefined(scope).into())]
        });
    });
}
