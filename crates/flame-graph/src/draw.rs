//! The image.

use std::fmt::Write;

use crate::stack::{Origin, Stack};

/// Sizes in pixels.
const WIDTH: f64 = 1200.0;
const ROW: usize = 17;
const HEADER: usize = 40;
/// What is narrower cannot be seen, and would make the image large.
const NARROWEST: f64 = 0.1;
/// Of a character of the font, on average.
const CHARACTER: f64 = 7.0;

const STYLE: &str = "text{font:12px monospace;fill:#111}.frame{cursor:pointer}.frame:hover rect{stroke:#111}.found rect{fill:#e0f}.outside{display:none}#search{cursor:pointer}";
/// Zooms and searches. Without it, as in an `img` of a page, the image stands still.
const SCRIPT: &str = include_str!("interaction.js");

pub(crate) fn svg(all: &Stack) -> String {
    let height = HEADER + all.height() * ROW;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">\n\
         <style>{STYLE}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"8\" y=\"20\">{} ms sampled</text>\n\
         <text id=\"search\" x=\"{}\" y=\"20\" text-anchor=\"end\">search</text>\n",
        milliseconds(all.time),
        WIDTH - 8.0,
    );
    if all.time > 0.0 {
        frames(&mut out, all, Place { left: 0.0, bottom: height, scale: WIDTH / all.time, total: all.time });
    }
    // CDATA, as characters of a script mean something to XML.
    let _ = write!(out, "<script><![CDATA[\n{SCRIPT}]]></script>\n</svg>\n");
    out
}

/// Where a function is drawn.
#[derive(Clone, Copy)]
struct Place {
    left: f64,
    bottom: usize,
    /// Pixels of a microsecond.
    scale: f64,
    /// Of the whole profile, in microseconds.
    total: f64,
}

fn frames(out: &mut String, stack: &Stack, place: Place) {
    let width = stack.time * place.scale;
    if width < NARROWEST {
        return;
    }
    frame(out, stack, width, place);
    let mut left = place.left;
    for callee in &stack.callees {
        frames(out, callee, Place { left, bottom: place.bottom - ROW, ..place });
        left += callee.time * place.scale;
    }
}

fn frame(out: &mut String, stack: &Stack, width: f64, Place { left, bottom, total, .. }: Place) {
    let label = escaped(&stack.label);
    let (top, share) = (bottom - ROW, stack.time / total * 100.0);
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<g class=\"frame\"><title>{label} ({} ms, {share:.1}%)</title>\
         <rect x=\"{left:.2}\" y=\"{top}\" width=\"{width:.2}\" height=\"{}\" fill=\"{}\"/>\
         <text x=\"{:.2}\" y=\"{}\">{}</text></g>",
        milliseconds(stack.time),
        ROW - 1,
        colour(stack.origin),
        left + 3.0,
        bottom - 5,
        escaped(&fitting(&stack.label, width)),
    );
}

fn colour(origin: Origin) -> &'static str {
    match origin {
        Origin::Program => "#fdae61",
        Origin::Package => "#fee08b",
        Origin::Builtin => "#a6d96a",
        Origin::Native => "#cbd5e1",
    }
}

fn milliseconds(microseconds: f64) -> String {
    format!("{:.1}", microseconds / 1e3)
}

/// As much of a label as fits; `interaction.js` does the same when boxes grow.
fn fitting(label: &str, width: f64) -> String {
    let room = ((width - 6.0) / CHARACTER).max(0.0) as usize;
    match label.chars().count() {
        count if count <= room => label.to_owned(),
        _ if room < 3 => String::new(),
        _ => label.chars().take(room - 1).chain(['…']).collect(),
    }
}

/// Text of XML. Characters that XML cannot hold at all are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
