//! `file:` URLs and paths, without going through the URL class.

use node_resolve::FileUrl;
use runtime::{op, v8};

/// The URL of the file at an absolute path.
#[op]
pub(crate) fn path_to_file_url(path: String) -> String {
    FileUrl::from_path(&path).to_string()
}

/// The path of a serialised `file:` URL; undefined where it has none.
#[op]
pub(crate) fn file_url_to_path(url: String) -> Option<String> {
    FileUrl::parse(&url)?.to_path()
}

/// `[state, result]` of a promise: 0 pending, 1 fulfilled, 2 rejected. A rejection counts as handled from then on.
#[op]
pub(crate) fn promise_outcome<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    promise: v8::Local<'s, v8::Promise>,
) -> (i32, v8::Local<'s, v8::Value>) {
    let state = promise.state() as i32;
    match promise.state() {
        v8::PromiseState::Pending => (state, v8::undefined(scope).into()),
        v8::PromiseState::Fulfilled => (state, promise.result(scope)),
        v8::PromiseState::Rejected => {
            promise.mark_as_handled();
            (state, promise.result(scope))
        }
    }
}
