//! Tells the crate the version of the C library that it is built with, where that is glibc.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let answer = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let text = answer.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    // `glibc 2.36`
    if let Some(version) = text.trim().strip_prefix("glibc ") {
        println!("cargo:rustc-env=GLIBC_OF_BUILD={version}");
    }
}
