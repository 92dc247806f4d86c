//! V8's inspector: the Chrome DevTools protocol of one isolate, message by message. Where messages come from and go to is the caller's.

use std::ffi::c_void;

use v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8Inspector, V8InspectorClient, V8InspectorClientImpl,
    V8InspectorClientTrustLevel, V8InspectorSession,
};

use crate::isolate::IsolatePtr;

/// All contexts of an isolate are debugged together.
const GROUP: i32 = 1;

/// What V8 asks of whoever embeds its inspector. Called on the isolate's thread.
pub trait Client {
    /// JavaScript is paused: dispatch messages until [`Client::quit_message_loop_on_pause`], then return.
    fn run_message_loop_on_pause(&self);
    /// The pause ends.
    fn quit_message_loop_on_pause(&self);
    /// A front end has sent `Runtime.runIfWaitingForDebugger`.
    fn run_if_waiting_for_debugger(&self);
    /// The URL of a script whose name is a file path; `None` where the name is one already.
    fn resource_name_to_url(&self, name: &str) -> Option<String>;
}

/// Takes what a session sends: whole JSON messages, also during [`Session::dispatch`].
pub type Frontend = Box<dyn Fn(String)>;

/// The inspector of one isolate.
pub struct Inspector(V8Inspector);

impl Inspector {
    /// Makes the inspector of `isolate`; `main` is the context in which front ends evaluate when they name none.
    ///
    /// The inspector has to be dropped before the isolate.
    pub fn new(
        isolate: &mut v8::Isolate,
        pointer: IsolatePtr,
        main: v8::Global<v8::Context>,
        client: Box<dyn Client>,
    ) -> Inspector {
        let client = V8InspectorClient::new(Box::new(Adapter { client, pointer, main }));
        Inspector(V8Inspector::create(isolate, client))
    }

    /// Tells front ends of a context. `aux` is a JSON object, `{"isDefault":true}` for the main context.
    pub fn context_created(&self, context: v8::Local<'_, v8::Context>, name: &str, aux: &str) {
        let (name, aux) = (Text::new(name), Text::new(aux));
        self.0.context_created(context, GROUP, name.view(), aux.view());
    }

    /// Tells front ends that a context is gone.
    pub fn context_destroyed(&self, context: v8::Local<'_, v8::Context>) {
        self.0.context_destroyed(context);
    }

    /// Connects a front end.
    pub fn connect(&self, frontend: Frontend) -> Session {
        let channel = Channel::new(Box::new(Sending(frontend)));
        let trusted = V8InspectorClientTrustLevel::FullyTrusted;
        Session(self.0.connect(GROUP, channel, StringView::empty(), trusted))
    }

    /// Remembers the stack as the origin of a task, which is called `name`, until it is cancelled. Ids of tasks are those of the caller.
    pub fn async_task_scheduled(&self, name: &str, id: u64) {
        let name = Text::new(name);
        // SAFETY: V8 compares the pointer and never follows it.
        unsafe { self.0.async_task_scheduled(name.view(), task(id), true) };
    }

    /// The task begins; what runs until [`Self::async_task_finished`] has its origin.
    pub fn async_task_started(&self, id: u64) {
        // SAFETY: V8 compares the pointer and never follows it.
        unsafe { self.0.async_task_started(task(id)) };
    }

    /// The task that began last has ended.
    pub fn async_task_finished(&self, id: u64) {
        // SAFETY: V8 compares the pointer and never follows it.
        unsafe { self.0.async_task_finished(task(id)) };
    }

    /// The origin of a task is not needed any more.
    pub fn async_task_canceled(&self, id: u64) {
        // SAFETY: V8 compares the pointer and never follows it.
        unsafe { self.0.async_task_canceled(task(id)) };
    }

    /// Tells front ends of an exception that nobody caught.
    pub fn exception_thrown(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        context: v8::Local<'_, v8::Context>,
        exception: v8::Local<'_, v8::Value>,
        message: v8::Local<'_, v8::Message>,
    ) {
        let detail = message.get(scope).to_rust_string_lossy(scope);
        let url = message.get_script_resource_name(scope).map(|name| name.to_rust_string_lossy(scope));
        let line = message.get_line_number(scope).and_then(|line| u32::try_from(line).ok()).unwrap_or_default();
        let column = u32::try_from(message.get_start_column()).unwrap_or_default();
        let frames = message.get_stack_trace(scope);
        let script = frames.and_then(|frames| frames.get_frame(scope, 0)).map_or(0, |frame| frame.get_script_id());
        let trace = self.0.create_stack_trace(frames);
        let (short, detail, url) = (Text::new("Uncaught"), Text::new(&detail), Text::new(&url.unwrap_or_default()));
        self.0.exception_thrown(
            context,
            short.view(),
            exception,
            detail.view(),
            url.view(),
            line,
            column,
            trace,
            i32::try_from(script).unwrap_or_default(),
        );
    }
}

/// What V8 knows a task by. Odd numbers are its own, for promises.
fn task(id: u64) -> *mut c_void {
    std::ptr::without_provenance_mut(id as usize * 2)
}

/// One connected front end; dropping it disconnects, and ends a pause that it was the last to hold.
pub struct Session(V8InspectorSession);

impl Session {
    /// Gives V8 one message of the front end.
    pub fn dispatch(&self, message: &str) {
        let message = Text::new(message);
        self.0.dispatch_protocol_message(message.view());
    }

    /// Gives the session a handle to `value`: the protocol's `RemoteObject` as JSON text.
    pub fn wrap<'s>(&self, scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Option<String> {
        let context = scope.get_current_context();
        let group = Text::new("");
        let wrapped = self.0.wrap_object(scope, context, value, group.view(), false)?;
        String::from_utf8(v8::crdtp::cbor_to_json(&wrapped.to_bytes())?).ok()
    }

    /// The value of an `objectId`.
    pub fn unwrap<'s>(&self, scope: &mut v8::PinScope<'s, '_>, id: &str) -> Option<v8::Local<'s, v8::Value>> {
        let id = Text::new(id);
        self.0.unwrap_object(scope, id.view()).ok().map(|(value, ..)| value)
    }

    /// Pauses at the next statement of JavaScript; `reason` is what the front end is told.
    pub fn pause_on_next_statement(&self, reason: &str) {
        let (reason, detail) = (Text::new(reason), Text::new("{}"));
        self.0.schedule_pause_on_next_statement(reason.view(), detail.view());
    }
}

/// Interrupts busy JavaScript of an isolate, from any thread.
pub struct Interrupter(v8::IsolateHandle);

impl Interrupter {
    /// An interrupter of `isolate`.
    pub fn new(isolate: &v8::Isolate) -> Interrupter {
        Interrupter::of(isolate.thread_safe_handle())
    }

    /// An interrupter of the isolate of a handle.
    pub fn of(isolate: v8::IsolateHandle) -> Interrupter {
        Interrupter(isolate)
    }

    /// Runs `job` on the isolate's thread when JavaScript next checks for interrupts; never, if no JavaScript runs any more.
    pub fn request(&self, job: fn()) {
        // False when the isolate is gone, and the job with it.
        self.0.request_interrupt(run_job, job as *mut c_void);
    }
}

unsafe extern "C" fn run_job(_isolate: v8::UnsafeRawIsolatePtr, data: *mut c_void) {
    // SAFETY: `request` made the pointer from a function of this type.
    let job = unsafe { std::mem::transmute::<*mut c_void, fn()>(data) };
    job();
}

/// Text in one of V8's two forms.
enum Text {
    Ascii(Vec<u8>),
    Wide(Vec<u16>),
}

impl Text {
    fn new(text: &str) -> Text {
        if text.is_ascii() { Text::Ascii(text.as_bytes().to_vec()) } else { Text::Wide(text.encode_utf16().collect()) }
    }

    fn view(&self) -> StringView<'_> {
        match self {
            Text::Ascii(bytes) => StringView::from(bytes.as_slice()),
            Text::Wide(units) => StringView::from(units.as_slice()),
        }
    }
}

/// Latin-1 or UTF-16 as a string; lone surrogates become replacement characters.
fn text_of(view: StringView<'_>) -> String {
    match (view.characters8(), view.characters16()) {
        // Snapshots and profiles are long and nearly always ASCII.
        (Some(bytes), _) if bytes.is_ascii() => String::from_utf8_lossy(bytes).into_owned(),
        (Some(bytes), _) => bytes.iter().copied().map(char::from).collect(),
        (_, Some(units)) => String::from_utf16_lossy(units),
        (None, None) => String::new(),
    }
}

struct Sending(Frontend);

impl Sending {
    fn send(&self, message: v8::UniquePtr<StringBuffer>) {
        if let Some(buffer) = message.as_ref() {
            (self.0)(text_of(buffer.string()));
        }
    }
}

impl ChannelImpl for Sending {
    fn send_response(&self, _call: i32, message: v8::UniquePtr<StringBuffer>) {
        self.send(message);
    }

    fn send_notification(&self, message: v8::UniquePtr<StringBuffer>) {
        self.send(message);
    }

    fn flush_protocol_notifications(&self) {}
}

struct Adapter {
    client: Box<dyn Client>,
    pointer: IsolatePtr,
    main: v8::Global<v8::Context>,
}

impl V8InspectorClientImpl for Adapter {
    fn run_message_loop_on_pause(&self, _group: i32) {
        self.client.run_message_loop_on_pause();
    }

    fn quit_message_loop_on_pause(&self) {
        self.client.quit_message_loop_on_pause();
    }

    fn run_if_waiting_for_debugger(&self, _group: i32) {
        self.client.run_if_waiting_for_debugger();
    }

    fn ensure_default_context_in_group(&self, _group: i32) -> Option<v8::Local<'_, v8::Context>> {
        Some(self.pointer.local_in_open_scope(&self.main))
    }

    fn resource_name_to_url(&self, name: &StringView<'_>) -> Option<v8::UniquePtr<StringBuffer>> {
        let url = self.client.resource_name_to_url(&text_of(*name))?;
        Some(StringBuffer::create(Text::new(&url).view()))
    }
}
