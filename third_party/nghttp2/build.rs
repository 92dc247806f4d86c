//! Compiles nghttp2 into a static library.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let generated = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    write_version(&generated)?;
    println!("cargo:rerun-if-changed=lib");
    cc::Build::new()
        .files(sources()?)
        .include("lib/includes")
        .include(&generated)
        .define("NGHTTP2_STATICLIB", None)
        .define("HAVE_ARPA_INET_H", None)
        .define("HAVE_NETINET_IN_H", None)
        .define("HAVE_TIME_H", None)
        .define("HAVE_CLOCK_GETTIME", None)
        .define("HAVE_DECL_CLOCK_MONOTONIC", "1")
        .warnings(false)
        .try_compile("nghttp2")
        .map_err(io::Error::other)
}

/// Fills in the header that nghttp2's own build makes.
fn write_version(out: &Path) -> io::Result<()> {
    let part = |name| env::var(name).ok().and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let number =
        part("CARGO_PKG_VERSION_MAJOR") << 16 | part("CARGO_PKG_VERSION_MINOR") << 8 | part("CARGO_PKG_VERSION_PATCH");
    let header = fs::read_to_string("lib/includes/nghttp2/nghttp2ver.h.in")?
        .replace("@PACKAGE_VERSION@", env!("CARGO_PKG_VERSION"))
        .replace("@PACKAGE_VERSION_NUM@", &format!("{number:#08x}"));
    fs::create_dir_all(out.join("nghttp2"))?;
    fs::write(out.join("nghttp2/nghttp2ver.h"), header)
}

fn sources() -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir("lib")?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    let mut sources: Vec<_> =
        entries.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "c")).collect();
    sources.sort();
    Ok(sources)
}
