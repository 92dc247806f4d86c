//! Packing.

use runtime::OpError;
use runtime::engine::{Bytes, JsError, Slice, op};
use runtime::sys::this_process::payload;
use single_executable::{ArgumentsFrom, Format, Program};

/// The blob of a program: name, text, whether it is an ES module, code cache, snapshot, whether it warns, its options, where more of them come from
/// (`none`, `env` or `cli`), and the keys and bytes of its assets.
#[op]
#[expect(clippy::too_many_arguments, reason = "the fields of a program, as one call of JavaScript gives them")]
pub(crate) fn pack(
    name: String,
    text: String,
    is_module: bool,
    code_cache: Bytes,
    snapshot: Bytes,
    warns: bool,
    exec_argv: Vec<String>,
    arguments_from: String,
    keys: Vec<String>,
    assets: Vec<Bytes>,
) -> Vec<u8> {
    let program = Program {
        name: &name,
        text: &text,
        format: if is_module { Format::Module } else { Format::Commonjs },
        code_cache: &code_cache,
        snapshot: &snapshot,
        warns,
        exec_argv: exec_argv.iter().map(String::as_str).collect(),
        arguments_from: match &*arguments_from {
            "none" => ArgumentsFrom::Nowhere,
            "cli" => ArgumentsFrom::CommandLine,
            _ => ArgumentsFrom::Environment,
        },
        assets: keys.iter().map(String::as_str).zip(assets.iter().map(|bytes| &**bytes)).collect(),
    };
    program.encode()
}

/// A copy of an executable with a blob in it.
#[op]
pub(crate) fn inject(executable: Slice<'_>, blob: Slice<'_>) -> Result<Vec<u8>, OpError> {
    let mut executable = executable.to_vec();
    match single_executable::inject(&mut executable, payload::fuse(), &blob) {
        Ok(()) => Ok(executable),
        Err(error) => Err(JsError::error(error.to_string()).into()),
    }
}
