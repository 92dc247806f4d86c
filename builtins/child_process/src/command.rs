//! What to start, as JavaScript describes it.

use runtime::engine::{FromV8, JsError, convert::string, v8};
use runtime::sys::process::Command;

/// A [`Command`] without its stdio, from an object with the fields `file`, `args`, `envPairs`, `cwd`, `uid`, `gid` and
/// `detached`. JavaScript has validated them.
pub(crate) struct CommandArg(pub(crate) Command);

impl<'s> FromV8<'s> for CommandArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let object = v8::Local::<v8::Object>::from_v8(scope, value)?;
        Ok(CommandArg(Command {
            file: field::<String>(scope, object, "file")?.into_bytes(),
            arguments: into_bytes(field(scope, object, "args")?),
            environment: field::<Option<Vec<String>>>(scope, object, "envPairs")?.map(into_bytes),
            directory: field::<Option<String>>(scope, object, "cwd")?.map(String::into_bytes),
            stdio: Vec::new(),
            user: field(scope, object, "uid")?,
            group: field(scope, object, "gid")?,
            detached: field(scope, object, "detached")?,
        }))
    }
}

impl CommandArg {
    /// The program, for messages.
    pub(crate) fn file(&self) -> String {
        String::from_utf8_lossy(&self.0.file).into_owned()
    }
}

fn into_bytes(texts: Vec<String>) -> Vec<Vec<u8>> {
    texts.into_iter().map(String::into_bytes).collect()
}

pub(crate) fn field<'s, T: FromV8<'s>>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    name: &str,
) -> Result<T, JsError> {
    let key = string(scope, name);
    let value = object.get(scope, key.into()).unwrap_or_else(|| v8::undefined(scope).into());
    T::from_v8(scope, value)
}
