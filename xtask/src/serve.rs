//! Building the binary and doing the main job with it.

use std::io;
use std::process::Command;

use crate::npm;
use crate::run::{build_anode, check};
use crate::workspace::root;

/// Builds anode, installs the example's packages and runs its server until it is stopped.
pub(crate) fn run() -> io::Result<()> {
    let anode = build_anode()?;
    let example = root().join("examples").join("express");
    npm::install(&example)?;
    check(Command::new(anode).arg("server.js").current_dir(example))
}

/// Packs the release binary: `target/dist/anode-VERSION-linux-x64.tar.gz`.
pub(crate) fn dist() -> io::Result<()> {
    let anode = build_anode()?;
    let name = format!("anode-{}-{}-{}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let dist = crate::run::target_directory().join("dist");
    let folder = dist.join(&name);
    std::fs::create_dir_all(&folder)?;
    check(Command::new("strip").arg("-o").arg(folder.join("anode")).arg(anode))?;
    for file in ["LICENSE", "README.md", "CHANGELOG.md"] {
        std::fs::copy(root().join(file), folder.join(file))?;
    }
    let archive = dist.join(format!("{name}.tar.gz"));
    check(Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(&dist).arg(&name))?;
    println!("{}", archive.display());
    Ok(())
}
