//! Exceptions that nobody caught: handed to `process`, and when it does not handle them printed as Node prints them before the
//! process ends.

use std::rc::Rc;

use engine::{convert::string, v8};

use crate::hooks::Hook;
use crate::state::Runtime;

/// Exit code of an uncaught exception.
const GENERIC: i32 = 1;
/// Exit code when the handler of an uncaught exception throws.
const HANDLER_THREW: i32 = 7;

impl Runtime {
    /// Gives `exception` to `process`'s handlers; ends the process when they do not take it.
    pub fn uncaught(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'_, '_>,
        exception: v8::Local<'_, v8::Value>,
        message: Option<v8::Local<'_, v8::Message>>,
        from_promise: bool,
    ) {
        if self.is_stopping() {
            return;
        }
        let Some(hook) = self.hooks.function(scope, Hook::Uncaught) else {
            return self.die(scope, exception, message, GENERIC);
        };
        // Only workers need the place there: they send it to their parent with the error.
        let place = self.control.as_ref().and_then(|_| excerpt_of(scope, exception, message)).unwrap_or_default();
        v8::tc_scope!(let scope, scope);
        let (receiver, place) = (v8::undefined(scope), string(scope, &place));
        let from_promise = v8::Boolean::new(scope, from_promise);
        match hook.call(scope, receiver.into(), &[exception, from_promise.into(), place.into()]) {
            Some(handled) if handled.is_true() => {}
            // Not handled: the hook gave the exit code instead of true.
            Some(code) => {
                let code = if code.is_number() { code.int32_value(scope).unwrap_or(GENERIC) } else { GENERIC };
                self.die(scope, exception, message, code);
            }
            None => {
                if scope.has_terminated() {
                    return;
                }
                let second = scope.exception().unwrap_or(exception);
                let message = scope.message();
                scope.reset();
                self.die(scope, second, message, HANDLER_THREW);
            }
        }
    }

    /// Prints the exception and ends the process. A thread ends without a text: its JavaScript has told the thread that started it.
    fn die(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'_, '_>,
        exception: v8::Local<'_, v8::Value>,
        message: Option<v8::Local<'_, v8::Message>>,
        code: i32,
    ) {
        crate::inspector::report_uncaught(self, scope, exception, message);
        if self.control.is_some() {
            return self.exit(code);
        }
        let text = self.fatal_text(scope, exception, message);
        sys::exit::write_stderr(text.as_bytes());
        self.say_last_words();
        if let Some(agent) = crate::inspector::Agent::existing(self) {
            agent.wait_for_disconnect(scope);
        }
        sys::exit::now(code)
    }

    fn fatal_text(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'_, '_>,
        exception: v8::Local<'_, v8::Value>,
        message: Option<v8::Local<'_, v8::Message>>,
    ) -> String {
        let shown = message_of(scope, exception, message);
        let excerpt = source_excerpt(scope, shown).unwrap_or_default();
        let (file, line, column) = (name_of(scope, shown), shown.get_line_number(scope), shown.get_start_column());
        let thrown_at = self.thrown_at(scope, exception, message);
        v8::tc_scope!(let scope, scope);
        let formatted = self.hooks.function(scope, Hook::FormatFatal).and_then(|format| {
            let receiver = v8::undefined(scope);
            let (excerpt, thrown_at) = (string(scope, &excerpt), string(scope, &thrown_at));
            let (file, line) = (string(scope, &file), v8::Number::new(scope, line.unwrap_or_default() as f64));
            let column = v8::Number::new(scope, column as f64);
            let arguments = [exception, excerpt.into(), thrown_at.into(), file.into(), line.into(), column.into()];
            format.call(scope, receiver.into(), &arguments)
        });
        if let Some(text) = formatted {
            return text.to_rust_string_lossy(scope);
        }
        scope.reset();
        let plain = exception.to_string(scope).map(|text| text.to_rust_string_lossy(scope));
        format!("{excerpt}{}\n", plain.unwrap_or_default())
    }
}

impl Runtime {
    /// The frames of the throw; empty without `--trace-uncaught`.
    fn thrown_at(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        exception: v8::Local<'_, v8::Value>,
        message: Option<v8::Local<'_, v8::Message>>,
    ) -> String {
        if !self.options().flag("--trace-uncaught") {
            return String::new();
        }
        let trace = match message.and_then(|message| message.get_stack_trace(scope)) {
            None => v8::Exception::create_message(scope, exception).get_stack_trace(scope),
            known => known,
        };
        trace.map(|trace| crate::stack_text::frames(scope, trace)).unwrap_or_default()
    }
}

/// The excerpt of where an exception comes from.
fn excerpt_of(
    scope: &mut v8::PinScope<'_, '_>,
    exception: v8::Local<'_, v8::Value>,
    thrown_at: Option<v8::Local<'_, v8::Message>>,
) -> Option<String> {
    let message = message_of(scope, exception, thrown_at);
    source_excerpt(scope, message)
}

/// Where an exception was thrown, or, if that is in our own JavaScript which only passed it on, where it was made.
fn message_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exception: v8::Local<'_, v8::Value>,
    thrown_at: Option<v8::Local<'_, v8::Message>>,
) -> v8::Local<'s, v8::Message> {
    let made_at = v8::Exception::create_message(scope, exception);
    match thrown_at {
        Some(thrown_at) if !is_internal(scope, thrown_at) || is_internal(scope, made_at) => {
            v8::Local::new(scope, thrown_at)
        }
        _ => made_at,
    }
}

fn is_internal(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> bool {
    let name = message.get_script_resource_name(scope).map(|name| name.to_rust_string_lossy(scope));
    name.is_none_or(|name| name.starts_with("node:"))
}

fn name_of(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> String {
    let resource = message.get_script_resource_name(scope).filter(|name| name.is_string());
    resource.map_or_else(|| String::from("<anonymous_script>"), |name| name.to_rust_string_lossy(scope))
}

/// `file:line`, the source line and carets below the column, as V8's message knows them:
///
/// ```text
/// /tmp/a.js:1
/// throw new Error('x')
/// ^
///
/// ```
pub fn source_excerpt(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> Option<String> {
    // Errors made by the runtime itself have no place in any script: line 0.
    let line_number = message.get_line_number(scope).filter(|line| *line > 0)?;
    let line = message.get_source_line(scope)?.to_rust_string_lossy(scope);
    let name = name_of(scope, message);
    let (start, end) = (message.get_start_column(), message.get_end_column());
    let indent: String = line.chars().take(start).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let room = line.chars().count().saturating_sub(start).max(1);
    let carets = "^".repeat(end.saturating_sub(start).clamp(1, room));
    Some(format!("{name}:{line_number}\n{line}\n{indent}{carets}\n\n"))
}

/// Puts the place of a caught error in front of its `stack`, as Node does for text that a program loads or runs.
pub fn put_place_before_stack(
    scope: &mut v8::PinScope<'_, '_>,
    exception: v8::Local<'_, v8::Value>,
    message: v8::Local<'_, v8::Message>,
) {
    let Ok(object) = v8::Local::<v8::Object>::try_from(exception) else { return };
    let Some(excerpt) = source_excerpt(scope, message) else { return };
    let key = string(scope, "stack");
    let Some(stack) = object.get(scope, key.into()).filter(|stack| stack.is_string()) else { return };
    let stack = stack.to_rust_string_lossy(scope);
    if stack.starts_with(&*excerpt) {
        return;
    }
    let decorated = string(scope, &format!("{excerpt}{stack}"));
    object.define_own_property(scope, key.into(), decorated.into(), v8::PropertyAttribute::DONT_ENUM);
}
