//! Calls of the protocol from native code, for what the runtime itself records.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use engine::v8;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Agent, FrontEnd};
use crate::state::Runtime;

/// A front end whose calls give their results.
pub struct Caller {
    front_end: Rc<FrontEnd>,
    /// The answer that came last, with the number of its call.
    answer: Rc<RefCell<Option<(u32, String)>>>,
    last_id: Cell<u32>,
}

/// What comes back from a call; events have no id.
#[derive(Deserialize)]
struct Answer<'a> {
    id: Option<u32>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    message: String,
}

#[derive(Deserialize)]
struct RemoteObject {
    #[serde(rename = "objectId")]
    object_id: String,
}

/// The result of `Runtime.queryObjects`.
#[derive(Deserialize)]
struct Found {
    objects: RemoteObject,
}

impl Caller {
    /// Connects to the inspector of the isolate.
    pub fn connect(runtime: &Rc<Runtime>) -> Caller {
        let answer = Rc::<RefCell<Option<(u32, String)>>>::default();
        let kept = answer.clone();
        let keep = move |text: String| {
            let id = serde_json::from_str::<Answer<'_>>(&text).ok().and_then(|answer| answer.id);
            if let Some(id) = id {
                kept.replace(Some((id, text)));
            }
        };
        Caller { front_end: Agent::of(runtime).connect(Rc::new(keep)), answer, last_id: Cell::new(0) }
    }

    /// Calls `method` with `params`, a JSON object, and gives the result's JSON text.
    ///
    /// # Errors
    /// The message of the error that the inspector answers.
    pub fn call(&self, method: &str, params: &str) -> Result<String, String> {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.front_end.dispatch(&format!(r#"{{"id":{id},"method":"{method}","params":{params}}}"#));
        // The answer of an earlier call may have come meanwhile.
        let answered = self.answer.take().filter(|(answered, _)| *answered == id);
        let (_, text) = answered.ok_or_else(|| format!("{method} was not answered"))?;
        let answer: Answer<'_> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        match (answer.result, answer.error) {
            (Some(result), _) => Ok(result.get().to_owned()),
            (None, failure) => {
                Err(failure.map_or_else(|| format!("{method} has no result"), |failure| failure.message))
            }
        }
    }

    /// [`Self::call`], and of the result the property `name` alone.
    ///
    /// # Errors
    /// As there, and when the result has no such property.
    pub fn call_for(&self, method: &str, name: &str) -> Result<String, String> {
        let result = self.call(method, "{}")?;
        let mut properties: HashMap<&str, &RawValue> =
            serde_json::from_str(&result).map_err(|error| error.to_string())?;
        properties.remove(name).map(|value| value.get().to_owned()).ok_or_else(|| format!("{method} gave no {name}"))
    }

    /// The objects that have `prototype` in their chain of prototypes, as an array. Collects garbage first.
    pub fn query_objects<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        prototype: v8::Local<'s, v8::Object>,
    ) -> Option<v8::Local<'s, v8::Array>> {
        let session = self.front_end.session()?;
        let wrapped: RemoteObject = serde_json::from_str(&session.wrap(scope, prototype.into())?).ok()?;
        let params = serde_json::json!({ "prototypeObjectId": wrapped.object_id }).to_string();
        let found: Found = serde_json::from_str(&self.call("Runtime.queryObjects", &params).ok()?).ok()?;
        session.unwrap(scope, &found.objects.object_id)?.try_into().ok()
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.front_end.disconnect();
    }
}
