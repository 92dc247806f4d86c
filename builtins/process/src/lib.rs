//! `node:process`: the process object, the tick and microtask queues, warnings, uncaught errors.

mod identity;
mod measure;
mod output;
mod runtime_hooks;
mod signal;
mod start;
mod surroundings;

runtime::builtin! {
    name: "process",
    ops: [
        runtime_hooks::run_microtasks,
        runtime_hooks::enqueue_microtask,
        runtime_hooks::trigger_uncaught_exception,
        runtime_hooks::get_options,
        runtime_hooks::set_tick_callback,
        runtime_hooks::set_promise_reject_callback,
        runtime_hooks::set_uncaught_exception_callback,
        runtime_hooks::set_fatal_formatter,
        runtime_hooks::set_exit_callbacks,
        runtime_hooks::versions,
        runtime_hooks::to_detail_string,
        start::start_info,
        start::bootstrap_complete,
        start::exit,
        start::abort,
        start::execve,
        start::arch,
        start::platform,
        surroundings::environ,
        surroundings::set_env,
        surroundings::unset_env,
        surroundings::cwd,
        surroundings::chdir,
        surroundings::umask,
        surroundings::title,
        surroundings::set_title,
        surroundings::parent_pid,
        surroundings::kill,
        output::raw_debug,
        output::write_fully,
        output::guess_handle_type,
        measure::hrtime,
        measure::hrtime_bigint,
        measure::uptime,
        measure::memory_usage,
        measure::resident_set_memory,
        measure::cpu_usage,
        measure::thread_cpu_usage,
        measure::resource_usage,
        measure::constrained_memory,
        measure::available_memory,
        measure::active_resources,
        identity::getuid,
        identity::geteuid,
        identity::getgid,
        identity::getegid,
        identity::getgroups,
        identity::setuid,
        identity::seteuid,
        identity::setgid,
        identity::setegid,
        identity::setgroups,
        identity::initgroups,
    ],
    classes: [signal::SignalWatch],
}
