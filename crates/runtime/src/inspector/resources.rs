//! What programs offer to front ends that cannot fetch it themselves, source maps above all (`Network.loadNetworkResource` and the domain IO).

use std::cell::RefCell;
use std::collections::BTreeMap;

/// What is left to read of each text, by URL. A front end that closes a text has it, and it is dropped.
#[derive(Default)]
pub struct Resources(RefCell<BTreeMap<String, String>>);

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) data: String,
    /// Nothing was left.
    pub(super) eof: bool,
}

impl Resources {
    /// Offers a text, in place of one of the same URL.
    pub fn put(&self, url: String, text: String) {
        self.0.borrow_mut().insert(url, text);
    }

    pub(super) fn has(&self, url: &str) -> bool {
        self.0.borrow().contains_key(url)
    }

    /// The next `size` characters, all that are left for `None`. Also for URLs that are not there, as Node answers.
    pub(super) fn read(&self, url: &str, size: Option<usize>) -> Piece {
        let mut texts = self.0.borrow_mut();
        let rest = texts.get_mut(url).filter(|rest| !rest.is_empty());
        let Some(rest) = rest else { return Piece { data: String::new(), eof: true } };
        let end = size.and_then(|size| rest.char_indices().nth(size)).map_or(rest.len(), |(index, _)| index);
        Piece { data: rest.drain(..end).collect(), eof: false }
    }

    pub(super) fn close(&self, url: &str) {
        self.0.borrow_mut().remove(url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_pieces_until_it_is_closed() {
        let resources = Resources::default();
        resources.put("u".into(), "äbcde".into());
        let piece = |data: &str, eof| Piece { data: data.into(), eof };
        assert!(resources.has("u") && !resources.has("v"));
        assert_eq!(resources.read("u", Some(2)), piece("äb", false));
        assert_eq!(resources.read("u", None), piece("cde", false));
        assert_eq!(resources.read("u", Some(2)), piece("", true));
        resources.close("u");
        assert!(!resources.has("u"));
        assert_eq!(resources.read("v", None), piece("", true));
    }
}
