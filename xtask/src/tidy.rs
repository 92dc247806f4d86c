//! The structure, checked: which ring may use which, one shape for every builtin, generated files that are up to date.

use std::io;
use std::path::{Path, PathBuf};

use crate::generate;
use crate::workspace::{builtins, folders, root};

/// Crates by ring. A crate may use its own ring's lower rings; ring 2 may not use ring 1.
const RINGS: &[(&str, &[&str])] = &[
    ("dns-message", &[]),
    ("env-file", &[]),
    ("flame-graph", &[]),
    ("http1", &[]),
    ("http2", &[]),
    ("module-lexer", &[]),
    ("node-resolve", &["package-json"]),
    ("package-json", &[]),
    ("single-executable", &[]),
    ("source-map", &[]),
    ("top-level-await", &[]),
    ("type-strip", &[]),
    ("ws-frames", &[]),
    ("sys", &[]),
    ("compression", &[]),
    ("sqlite", &[]),
    ("tls", &["ossl"]),
    ("ossl", &[]),
    ("wasi", &[]),
    ("inspector-server", &["http1", "ws-frames"]),
    ("load", &["http1", "http2", "sys", "tls"]),
    ("engine-macros", &[]),
    ("engine", &["engine-macros"]),
    (
        "runtime",
        &[
            "engine",
            "sys",
            "http1",
            "module-lexer",
            "node-resolve",
            "package-json",
            "single-executable",
            "source-map",
            "type-strip",
        ],
    ),
    ("node-api", &["runtime"]),
    ("builtins", &["runtime", "*builtins"]),
    ("cli", &["builtins", "env-file", "ossl", "package-json", "runtime", "single-executable"]),
];

/// What a builtin may use.
const BUILTIN_MAY_USE: &[&str] = &[
    "runtime",
    "ossl",
    "compression",
    "dns-message",
    "sqlite",
    "http1",
    "http2",
    "inspector-server",
    "module-lexer",
    "node-resolve",
    "package-json",
    "source-map",
    "tls",
    "type-strip",
    "ws-frames",
];

/// What single builtins may use beside that.
const ONE_BUILTIN_MAY_USE: &[(&str, &str)] = &[
    ("process", "node-api"),
    ("sea", "single-executable"),
    ("inspector", "flame-graph"),
    ("repl", "top-level-await"),
    ("util", "env-file"),
    ("wasi", "wasi"),
];

/// Rust that reaches the operating system past `sys`. Addresses (`std::net::IpAddr`) and constants are values, not calls.
const PAST_SYS: &[&str] = &[
    "std::fs",
    "net::Tcp",
    "net::Udp",
    "unix::net",
    "ToSocketAddrs",
    "env::var",
    "env::current_dir",
    "env::args",
    "std::process",
    "SystemTime",
    "Instant::now",
    "unsafe {",
];

/// Lines of a source file beyond which it tells more than one story.
const LONGEST: usize = 800;

/// Runs all checks; prints each finding.
pub(crate) fn run() -> io::Result<()> {
    let mut findings = Vec::new();
    check_generated(&mut findings)?;
    check_rings(&mut findings)?;
    check_builtins(&mut findings)?;
    check_sources(&mut findings)?;
    for finding in &findings {
        println!("tidy: {finding}");
    }
    if findings.is_empty() { Ok(()) } else { Err(io::Error::other(format!("{} findings", findings.len()))) }
}

fn check_generated(findings: &mut Vec<String>) -> io::Result<()> {
    for (path, text) in generate::files()? {
        if std::fs::read_to_string(root().join(path)).is_ok_and(|current| current == text) {
            continue;
        }
        findings.push(format!("{path} is out of date: run `cargo xtask generate`"));
    }
    Ok(())
}

fn check_rings(findings: &mut Vec<String>) -> io::Result<()> {
    let known: Vec<&str> = RINGS.iter().map(|(name, _)| *name).collect();
    for name in folders(&root().join("crates"))? {
        let Some((_, may_use)) = RINGS.iter().find(|(ring, _)| *ring == name) else {
            findings.push(format!("crates/{name} has no place in the ring table of xtask/src/tidy.rs"));
            continue;
        };
        for used in dependencies(&root().join("crates").join(&name).join("Cargo.toml"), &known)? {
            let allowed = may_use.contains(&&*used) || (used.starts_with("builtin_") && may_use.contains(&"*builtins"));
            if !allowed {
                findings.push(format!("crates/{name} may not use {used}"));
            }
        }
    }
    for name in builtins()? {
        for used in dependencies(&root().join("builtins").join(&name).join("Cargo.toml"), &known)? {
            if !BUILTIN_MAY_USE.contains(&&*used) && !ONE_BUILTIN_MAY_USE.contains(&(&*name, &*used)) {
                findings.push(format!("builtins/{name} may not use {used}; it shares code through internal: modules"));
            }
        }
    }
    Ok(())
}

/// The workspace's own crates among a manifest's dependencies, tests' excluded.
fn dependencies(manifest: &Path, known: &[&str]) -> io::Result<Vec<String>> {
    let text = std::fs::read_to_string(manifest)?;
    let mut counted = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            counted = matches!(line.trim(), "[dependencies]" | "[build-dependencies]");
        } else if counted {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if known.contains(&name) || name.starts_with("builtin_") {
                found.push(name.to_owned());
            }
        }
    }
    Ok(found)
}

fn check_builtins(findings: &mut Vec<String>) -> io::Result<()> {
    for name in folders(&root().join("builtins"))? {
        let folder = root().join("builtins").join(&name);
        for file in ["Cargo.toml", "README.md", "src/lib.rs", "js"] {
            if !folder.join(file).exists() {
                findings.push(format!("builtins/{name}/{file} is missing"));
            }
        }
        for file in files_below(&folder.join("js"), ".js")? {
            check_requires(&file, findings)?;
        }
    }
    Ok(())
}

/// Every module that builtin JavaScript requires must exist.
fn check_requires(file: &Path, findings: &mut Vec<String>) -> io::Result<()> {
    let text = std::fs::read_to_string(file)?;
    for (index, _) in text.match_indices("require('") {
        let rest = &text[index + "require('".len()..];
        let specifier = rest.split('\'').next().unwrap_or_default();
        let comment = text[..index].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with(['*', '/']));
        if !comment && !module_file(specifier).is_some_and(|path| path.is_file()) {
            findings.push(format!("{} requires '{specifier}', which does not exist", shown(file)));
        }
    }
    Ok(())
}

fn module_file(specifier: &str) -> Option<PathBuf> {
    let (scheme, path) = specifier.split_once(':')?;
    let (folder, rest) = path.split_once('/').unwrap_or((path, path));
    let js = root().join("builtins").join(folder).join("js");
    match scheme {
        "node" => Some(js.join(format!("{rest}.js"))),
        "internal" => Some(js.join("internal").join(format!("{rest}.js"))),
        _ => None,
    }
}

fn check_sources(findings: &mut Vec<String>) -> io::Result<()> {
    let mut files = Vec::new();
    for folder in ["crates", "builtins", "xtask"] {
        files.extend(files_below(&root().join(folder), ".rs")?);
        files.extend(files_below(&root().join(folder), ".js")?);
    }
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let lines = text.lines().count();
        if lines > LONGEST {
            findings.push(format!("{} has {lines} lines; the limit is {LONGEST}", shown(&file)));
        }
        let is_builtin = file.starts_with(root().join("builtins"));
        let is_rust = file.extension().is_some_and(|ending| ending == "rs");
        // A build script is no part of the program.
        let is_built = file.file_name().is_some_and(|name| name == "build.rs");
        if is_builtin && is_rust && !is_built {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for past in PAST_SYS
                .iter()
                .filter(|past| code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(**past)))
            {
                findings.push(format!("{} uses {past}; the operating system is reached through `sys`", shown(&file)));
            }
        }
        if is_builtin && !is_rust && file.components().any(|part| part.as_os_str() == "js") && !text.is_ascii() {
            findings.push(format!("{} is not ASCII, so V8 cannot read it in place", shown(&file)));
        }
    }
    Ok(())
}

fn files_below(directory: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !directory.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(&*name, "node_modules" | "target") {
                found.extend(files_below(&path, ending)?);
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}
