//! Draws a CPU profile (`.cpuprofile`, the `Profile` of the protocol of Chrome's DevTools) as a flame graph: an SVG image that stands for itself.
//!
//! Text in, text out. Each box is a function, as wide as the time that was spent in it and in what it called, which lies on top of it. In a browser
//! a box fills the width when it is clicked, and functions can be searched; the script for this is in the image, and nothing comes from elsewhere.

#![forbid(unsafe_code)]

mod draw;
mod profile;
mod stack;

/// Why a text cannot be drawn: it is no profile.
#[derive(Debug)]
pub struct NoProfile(serde_json::Error);

impl std::fmt::Display for NoProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a CPU profile: {}", self.0)
    }
}

impl std::error::Error for NoProfile {}

/// The SVG of a profile's JSON text.
///
/// # Errors
/// The text is not the JSON of a profile.
pub fn svg(profile: &str) -> Result<String, NoProfile> {
    let profile = profile::read(profile).map_err(NoProfile)?;
    Ok(draw::svg(&stack::Stack::of(&profile)))
}

#[cfg(test)]
mod tests;
