//! What is missing against Node: the public names of both compared, and the tables of the builtins' READMEs kept true to it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::npm;
use crate::run::{build_anode, target_directory};
use crate::test::node;
use crate::workspace::{builtins, root};

const HEADING: &str = "## Missing against Node";
const NONE: &str = "Nothing: every public name of Node's is there.";
/// Where a module belongs that has no builtin of its own.
const WITHOUT_BUILTIN: &str = "module";

/// Rewrites the tables; reasons that stand in them are kept. `ANODE` may name a binary that is there already.
pub(crate) fn run() -> io::Result<()> {
    npm::install(&root().join("tests"))?;
    let anode = std::env::var_os("ANODE").map_or_else(build_anode, |path| Ok(path.into()))?;
    for (path, text) in tables(&anode, &node()?)? {
        if fs::read_to_string(&path)? != text {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

/// Names every README whose table is out of date or leaves a reason out.
pub(crate) fn check(anode: &Path, node: &Path) -> io::Result<()> {
    let mut findings = Vec::new();
    for (path, text) in tables(anode, node)? {
        let shown = path.strip_prefix(root()).unwrap_or(&path).display();
        if fs::read_to_string(&path)? != text {
            findings.push(format!("{shown}: its table of missing names is out of date; run `cargo xtask surface`"));
        } else if text.lines().any(|line| line.starts_with("| `") && line.ends_with("` |  |")) {
            findings.push(format!("{shown}: a missing name has no reason"));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(io::Error::other(findings.join("\n"))) }
}

/// Every README as it should read.
fn tables(anode: &Path, node: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut missing = by_builtin(&missing_names(anode, node)?)?;
    builtins()?
        .into_iter()
        .map(|name| {
            let path = root().join("builtins").join(&name).join("README.md");
            let old = fs::read_to_string(&path)?;
            let text = with_table(&old, &missing.remove(&name).unwrap_or_default());
            Ok((path, text))
        })
        .collect()
}

fn missing_names(anode: &Path, node: &Path) -> io::Result<Vec<String>> {
    let list = target_directory().join("node-surface.txt");
    fs::write(&list, surface(node, &["list"])?)?;
    let missing = surface(anode, &["missing", &list.to_string_lossy()])?;
    Ok(missing.lines().map(str::to_owned).collect())
}

fn surface(runtime: &Path, arguments: &[&str]) -> io::Result<String> {
    let script = root().join("tests").join("surface").join("surface.js");
    let output = Command::new(runtime).arg("--no-warnings").arg(script).args(arguments).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Missing names as `module.Class.member`, by the folder of the builtin they belong to.
fn by_builtin(lines: &[String]) -> io::Result<BTreeMap<String, Vec<String>>> {
    let builtins = builtins()?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines {
        let module = line.split('\t').next().unwrap_or_default();
        let owner = owner(module).to_owned();
        let owner = if builtins.contains(&owner) { owner } else { WITHOUT_BUILTIN.to_owned() };
        found.entry(owner).or_default().push(line.replace('\t', "."));
    }
    Ok(found)
}

fn owner(module: &str) -> &str {
    match module.split('/').next().unwrap_or_default() {
        "globalThis" => "web",
        name => name,
    }
}

/// `text` with its table made anew.
fn with_table(text: &str, missing: &[String]) -> String {
    let (before, section) = text.split_once(HEADING).unwrap_or((text, ""));
    let (table, after) = section.find("\n## ").map_or((section, ""), |end| section.split_at(end));
    let reasons = reasons(table);
    let mut made = format!("{}\n\n{HEADING}\n\n", before.trim_end());
    if missing.is_empty() {
        let _ = writeln!(made, "{NONE}");
    } else {
        made.push_str("| name | why |\n| --- | --- |\n");
    }
    for name in missing {
        let _ = writeln!(made, "| `{name}` | {} |", reasons.get(name.as_str()).copied().unwrap_or_default());
    }
    made.push_str(after);
    made
}

fn reasons(table: &str) -> BTreeMap<&str, &str> {
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "));
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::with_table;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_table_is_appended_and_keeps_reasons() {
        let first = with_table("# net\n\nText.\n", &names(&["net.a", "net.b"]));
        assert!(first.starts_with("# net\n\nText.\n\n## Missing against Node\n\n| name | why |"));
        let filled = first.replace("| `net.b` |  |", "| `net.b` | Windows only |");
        let second = with_table(&filled, &names(&["net.b", "net.c"]));
        assert!(second.contains("| `net.b` | Windows only |\n| `net.c` |  |\n"), "{second}");
        assert!(!second.contains("net.a"));
    }

    #[test]
    fn what_follows_the_table_stays() {
        let text = "# net\n\n## Missing against Node\n\nold\n\n## After\n\nmore\n";
        let made = with_table(text, &[]);
        assert!(made.ends_with("is there.\n\n## After\n\nmore\n"), "{made}");
    }
}
