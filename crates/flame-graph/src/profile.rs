//! The profile as the protocol gives it.

use std::collections::HashMap;

use serde::Deserialize;

/// A profile. Times are in microseconds.
#[derive(Debug, Deserialize)]
pub(crate) struct Profile {
    pub(crate) nodes: Vec<Node>,
    /// The node of each sample.
    #[serde(default)]
    samples: Vec<u32>,
    /// The time before each sample.
    #[serde(default, rename = "timeDeltas")]
    deltas: Vec<f64>,
}

/// A function as it was called by its callers.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: u32,
    #[serde(rename = "callFrame")]
    pub(crate) frame: Frame,
    #[serde(default, rename = "hitCount")]
    hits: u32,
    #[serde(default)]
    pub(crate) children: Vec<u32>,
}

/// Where a function is. Lines count from 0.
#[derive(Debug, Deserialize)]
pub(crate) struct Frame {
    #[serde(rename = "functionName")]
    pub(crate) name: String,
    pub(crate) url: String,
    #[serde(rename = "lineNumber")]
    pub(crate) line: i64,
}

pub(crate) fn read(text: &str) -> serde_json::Result<Profile> {
    serde_json::from_str(text)
}

impl Profile {
    /// The time spent in each node itself. A sample stands for the time until the next one, the last for none; without samples a hit is a unit.
    pub(crate) fn own_times(&self) -> HashMap<u32, f64> {
        if self.samples.is_empty() {
            return self.nodes.iter().map(|node| (node.id, f64::from(node.hits))).collect();
        }
        let mut times = HashMap::new();
        for (sample, delta) in self.samples.iter().zip(self.deltas.iter().skip(1)) {
            // V8 takes samples from several threads, so that a clock may seem to go back.
            *times.entry(*sample).or_insert(0.0) += delta.max(0.0);
        }
        times
    }
}
