//! Ends that an addon asks for, or forces.

use std::ffi::c_char;

use runtime::sys::{exit, this_process};
use runtime::v8;

use crate::abi::{In, Status, Val};
use crate::entry::EnvPtr;

/// Says why and aborts the process.
pub(crate) fn end(place: Option<&str>, message: &str) -> ! {
    let text = match place {
        Some(place) => format!("FATAL ERROR: {place} {message}\n"),
        None => format!("FATAL ERROR: {message}\n"),
    };
    exit::write_stderr(text.as_bytes());
    this_process::abort()
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_fatal_error(
    location: In<c_char>,
    location_length: usize,
    message: In<c_char>,
    message_length: usize,
) -> ! {
    let location = location.text(location_length).unwrap_or_default();
    let message = message.text(message_length).unwrap_or_default();
    end(Some(&String::from_utf8_lossy(location)), &String::from_utf8_lossy(message))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_fatal_exception(env: EnvPtr, error: Val) -> Status {
    env.script(|env, scope| {
        let error = error.local(scope)?;
        let error = v8::Global::new(scope, error);
        env.report(scope, &error);
        Ok(())
    })
}
