//! What front ends are told of contexts.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::state::Runtime;

/// The beginning of the event that a context was made.
const CREATED: &str = r#"{"method":"Runtime.executionContextCreated","#;

/// The name of the main context of an isolate.
pub(super) fn main_name(runtime: &Rc<Runtime>) -> String {
    match runtime.thread_number() {
        Some(number) => format!("Worker[{number}]"),
        None => format!("{}[{}]", sys::this_process::title::get(), std::process::id()),
    }
}

/// What V8 keeps of a further context for its event. It takes no origin, which therefore travels with the rest until [`with_origin`].
pub(super) fn described(origin: &str) -> String {
    json!({ "isDefault": false, "origin": origin }).to_string()
}

/// A message for front ends; in the event of a new context the origin is moved to its place.
pub(super) fn with_origin(message: String) -> String {
    let moved = message.starts_with(CREATED).then(|| move_origin(&message)).flatten();
    moved.unwrap_or(message)
}

fn move_origin(message: &str) -> Option<String> {
    let mut event: Value = serde_json::from_str(message).ok()?;
    let context = event.pointer_mut("/params/context")?;
    let origin = context.get_mut("auxData")?.as_object_mut()?.remove("origin")?;
    *context.get_mut("origin")? = origin;
    Some(event.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_moved_to_its_place() {
        let head = r#"{"method":"Runtime.executionContextCreated","params":{"context":{"#;
        let sent = format!(r#"{head}"id":2,"origin":"","auxData":{}}}}}}}"#, described("http://o"));
        let event: Value = serde_json::from_str(&with_origin(sent)).unwrap();
        let context = json!({ "id": 2, "origin": "http://o", "auxData": { "isDefault": false } });
        assert_eq!(event["params"]["context"], context);
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        let main =
            r#"{"method":"Runtime.executionContextCreated","params":{"context":{"auxData":{"isDefault":true}}}}"#;
        for message in [main, r#"{"id":1}"#, ""] {
            assert_eq!(with_origin(message.to_owned()), message);
        }
    }
}
