//! What programs offer to front ends that cannot fetch it themselves, source maps above all (`Network.loadNetworkResource` and the domain IO).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::frontend::{Answer, SERVER_ERROR, invalid};

/// The texts of all threads, by URL.
static TEXTS: Mutex<BTreeMap<String, Arc<str>>> = Mutex::new(BTreeMap::new());

fn texts() -> MutexGuard<'static, BTreeMap<String, Arc<str>>> {
    TEXTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Offers a text, in place of one of the same URL.
pub fn put_resource(url: String, text: &str) {
    texts().insert(url, text.into());
}

/// How far a front end has read each text, in characters. A text that it closes is dropped.
#[derive(Default)]
pub(super) struct Reader(RefCell<BTreeMap<String, usize>>);

impl Reader {
    /// `Network.loadNetworkResource`.
    pub(super) fn load(&self, params: &Value, is_allowed: bool) -> Answer {
        let Some(url) = params["url"].as_str() else { return invalid() };
        if !is_allowed {
            return Err((
                SERVER_ERROR,
                "Network resource loading is not enabled. This feature is experimental and requires \
                 --experimental-inspector-network-resource flag to be set.",
            ));
        }
        let found = texts().contains_key(url);
        Ok(
            json!({ "resource": if found { json!({ "success": true, "stream": url }) } else { json!({ "success": false }) } }),
        )
    }

    /// A call of the domain IO.
    pub(super) fn io(&self, method: &str, params: &Value) -> Option<Answer> {
        if !matches!(method, "read" | "close") {
            return None;
        }
        let Some(url) = params["handle"].as_str() else { return Some(invalid()) };
        if method == "close" {
            texts().remove(url);
            self.0.borrow_mut().remove(url);
            return Some(Ok(json!({})));
        }
        let number = |name: &str| params[name].as_u64().and_then(|number| usize::try_from(number).ok());
        let piece = self.read(url, number("offset"), number("size"));
        // Also for URLs that are not there, as Node answers.
        Some(Ok(json!({ "data": piece, "eof": piece.is_empty() })))
    }

    /// The next `size` characters, or those from `offset` on; all that are left without a size.
    fn read(&self, url: &str, offset: Option<usize>, size: Option<usize>) -> String {
        let Some(text) = texts().get(url).cloned() else { return String::new() };
        let mut places = self.0.borrow_mut();
        let place = places.entry(url.to_owned()).or_default();
        let start = offset.unwrap_or(*place);
        let piece: String = text.chars().skip(start).take(size.unwrap_or(usize::MAX)).collect();
        *place = start.saturating_add(piece.chars().count());
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_pieces_until_it_is_closed() {
        put_resource("test:u".into(), "äbcde");
        let reader = Reader::default();
        let read = |offset: Option<usize>, size: Option<usize>| reader.read("test:u", offset, size);
        assert_eq!(read(None, Some(2)), "äb");
        assert_eq!(read(None, None), "cde");
        assert_eq!(read(None, Some(2)), "");
        assert_eq!(read(Some(1), Some(2)), "bc");
        assert_eq!(read(Some(usize::MAX), None), "");
        assert!(reader.io("close", &json!({ "handle": "test:u" })).is_some());
        let params = json!({ "url": "test:u" });
        assert_eq!(reader.load(&params, true), Ok(json!({ "resource": { "success": false } })));
        assert!(reader.load(&params, false).is_err());
        assert_eq!(reader.io("read", &json!({})), Some(invalid()));
    }
}
