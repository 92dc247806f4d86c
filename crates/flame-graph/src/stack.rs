//! Functions on top of their callers, with the time in them.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::profile::{Frame, Node, Profile};

/// Time in which the program did nothing, which no graph of its work shows.
const IDLE: &str = "(idle)";
/// Functions on top of each other. The engine records a quarter of that.
const DEEPEST: usize = 1024;

/// What a function belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The program.
    Program,
    /// What it has installed.
    Package,
    /// The runtime's own JavaScript.
    Builtin,
    /// No JavaScript: the engine, garbage collection, native functions.
    Native,
}

/// A function on the stack.
#[derive(Debug)]
pub(crate) struct Stack {
    /// Its name, and where it is.
    pub(crate) label: String,
    pub(crate) origin: Origin,
    /// In it and in what it called, in microseconds.
    pub(crate) time: f64,
    /// What it called, by name.
    pub(crate) callees: Vec<Stack>,
}

/// What stacks are made from.
struct Source<'a> {
    nodes: HashMap<u32, &'a Node>,
    times: HashMap<u32, f64>,
    /// Nodes that have their place: a text may hold what is no tree.
    seen: HashSet<u32>,
}

impl Source<'_> {
    /// `ids` are the same function in all places where its caller called it.
    fn stack(&mut self, label: String, origin: Origin, ids: &[u32], depth: usize) -> Stack {
        let (own, called) = self.callees(ids);
        let callees: Vec<Stack> = called
            .into_iter()
            .filter(|_| depth < DEEPEST)
            .map(|((label, origin), ids)| self.stack(label, origin, &ids, depth + 1))
            .filter(|callee| callee.time > 0.0)
            .collect();
        let time = own + callees.iter().map(|callee| callee.time).sum::<f64>();
        Stack { label, origin, time, callees }
    }

    /// The time in the function itself, and what it called.
    fn callees(&mut self, ids: &[u32]) -> (f64, BTreeMap<(String, Origin), Vec<u32>>) {
        let mut own = 0.0;
        let mut called: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for id in ids.iter().filter(|id| self.seen.insert(**id)) {
            let Some(node) = self.nodes.get(id) else { continue };
            own += self.times.get(id).copied().unwrap_or(0.0);
            let callees = node.children.iter().filter_map(|id| self.nodes.get(id));
            for callee in callees.filter(|callee| callee.frame.name != IDLE) {
                called.entry((label_of(&callee.frame), origin_of(&callee.frame))).or_default().push(callee.id);
            }
        }
        (own, called)
    }
}

impl Stack {
    /// All stacks of a profile. The same function called from different places of another counts as one.
    pub(crate) fn of(profile: &Profile) -> Stack {
        let nodes = profile.nodes.iter().map(|node| (node.id, node)).collect();
        let mut source = Source { nodes, times: profile.own_times(), seen: HashSet::new() };
        let root: Vec<u32> = profile.nodes.iter().take(1).map(|node| node.id).collect();
        source.stack("all".into(), Origin::Native, &root, 0)
    }

    /// How many functions lie on top of each other, this one included.
    pub(crate) fn height(&self) -> usize {
        1 + self.callees.iter().map(Stack::height).max().unwrap_or(0)
    }
}

/// `name file:line`, the line counted from 1.
fn label_of(frame: &Frame) -> String {
    let name = if frame.name.is_empty() { "(anonymous)" } else { &frame.name };
    match frame.url.as_str() {
        "" => name.to_owned(),
        url => format!("{name} {}:{}", url.strip_prefix("file://").unwrap_or(url), frame.line + 1),
    }
}

fn origin_of(frame: &Frame) -> Origin {
    match frame.url.as_str() {
        "" => Origin::Native,
        url if url.starts_with("node:") => Origin::Builtin,
        url if url.contains("/node_modules/") => Origin::Package,
        _ => Origin::Program,
    }
}
