'use strict';

/** Codes about the process, its children and workers, files, consoles, the inspector and snapshots. */

const { inspect } = require('internal:shared/error_phrases');
const { SystemError } = require('internal:shared/system_errors');

module.exports = {
  ERR_ACCESS_DENIED: [Error, '{0}', (message, permission = '', resource = '') => ({ permission, resource })],
  ERR_ASSERTION: [Error, '{0}'],
  ERR_CANNOT_WATCH_SIGINT: [Error, 'Cannot watch for SIGINT signals'],
  ERR_CHILD_CLOSED_BEFORE_REPLY: [Error, 'Child closed before reply received'],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [RangeError, '{0} maxBuffer length exceeded'],
  ERR_DEBUGGER_ERROR: [Error, '{0}'],
  ERR_DEBUGGER_STARTUP_ERROR: [Error, '{0}'],
  ERR_DIR_CLOSED: [Error, 'Directory handle was closed'],
  ERR_DIR_CONCURRENT_OPERATION: [
    Error,
    'Cannot do synchronous work on directory handle with concurrent asynchronous operations',
  ],
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: [
    Error,
    'A callback was registered through process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive with using the `domain` module',
  ],
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: [
    Error,
    'The `domain` module is in use, which is mutually exclusive with calling process.setUncaughtExceptionCaptureCallback()',
  ],
  ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION: [Error, 'Deserialize main function is already configured.'],
  ERR_EXECUTION_ENVIRONMENT_NOT_AVAILABLE: [Error, 'Context not associated with Node.js environment'],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [
    TypeError,
    'The feature {0} is unavailable on the current platform, which is being used to run Node.js',
  ],
  ERR_FS_CP_DIR_TO_NON_DIR: [SystemError, 'Cannot overwrite non-directory with directory'],
  ERR_FS_CP_EEXIST: [SystemError, 'Target already exists'],
  ERR_FS_CP_EINVAL: [SystemError, 'Invalid src or dest'],
  ERR_FS_CP_FIFO_PIPE: [SystemError, 'Cannot copy a FIFO pipe'],
  ERR_FS_CP_NON_DIR_TO_DIR: [SystemError, 'Cannot overwrite directory with non-directory'],
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: [SystemError, 'Cannot overwrite symlink in subdirectory of self'],
  ERR_FS_CP_UNKNOWN: [SystemError, 'Cannot copy an unknown file type'],
  ERR_FS_EISDIR: [SystemError, 'Path is a directory'],
  ERR_FS_FILE_TOO_LARGE: [RangeError, 'File size ({0}) is greater than 2 GiB'],
  ERR_FS_WATCH_QUEUE_OVERFLOW: [Error, 'fs.watch() queued more than {0} events'],
  ERR_INSPECTOR_ALREADY_ACTIVATED: [
    Error,
    'Inspector is already activated. Close it with inspector.close() before activating it again.',
  ],
  ERR_HEAP_PROFILE_HAVE_BEEN_STARTED: [Error, 'Heap profile has been started'],
  ERR_INSPECTOR_ALREADY_CONNECTED: [Error, '{0} is already connected'],
  ERR_INSPECTOR_CLOSED: [Error, 'Session was closed'],
  ERR_INSPECTOR_COMMAND: [Error, 'Inspector error {0}: {1}'],
  ERR_INSPECTOR_NOT_ACTIVE: [Error, 'Inspector is not active'],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, 'Inspector is not available'],
  ERR_INSPECTOR_NOT_CONNECTED: [Error, 'Session is not connected'],
  ERR_INSPECTOR_NOT_WORKER: [Error, 'Current thread is not a worker'],
  ERR_INTERNAL_ASSERTION: [
    Error,
    (message) =>
      `${message === undefined ? '' : `${message}\n`}This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n` +
      'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n',
  ],
  ERR_INVALID_CURSOR_POS: [TypeError, 'Cannot set cursor row without setting its column'],
  ERR_INVALID_FD: [RangeError, '"fd" must be a positive integer: {0}'],
  ERR_INVALID_FD_TYPE: [TypeError, 'Unsupported fd type: {0}'],
  ERR_INVALID_HANDLE_TYPE: [TypeError, 'This handle type cannot be sent'],
  ERR_INVALID_REPL_EVAL_CONFIG: [TypeError, 'Cannot specify both "breakEvalOnSigint" and "eval" for REPL'],
  ERR_INVALID_REPL_INPUT: [TypeError, '{0}'],
  ERR_INVALID_SYNC_FORK_INPUT: [
    TypeError,
    (input) => `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${inspect(input)}`,
  ],
  ERR_IPC_CHANNEL_CLOSED: [Error, 'Channel closed'],
  ERR_IPC_DISCONNECTED: [Error, 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: [Error, 'Child process can have only one IPC pipe'],
  ERR_IPC_SYNC_FORK: [Error, 'IPC cannot be used with synchronous forks'],
  ERR_MISSING_PLATFORM_FOR_WORKER: [
    Error,
    'The V8 platform used by this instance of Node does not support creating Workers',
  ],
  ERR_NON_CONTEXT_AWARE_DISABLED: [
    Error,
    'Loading non context-aware native addons has been disabled',
  ],
  ERR_NOT_BUILDING_SNAPSHOT: [Error, 'Operation cannot be invoked when not building startup snapshot'],
  ERR_NOT_SUPPORTED_IN_SNAPSHOT: [Error, '{0} is not supported in startup snapshot'],
  ERR_NO_ICU: [TypeError, '{0} is not supported on Node.js compiled without ICU'],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: [TypeError, '{0} is not a valid timestamp'],
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: [TypeError, '{0}'],
  ERR_SYNTHETIC: [Error, 'JavaScript Callstack'],
  ERR_SYSTEM_ERROR: [SystemError, 'A system error occurred'],
  ERR_TEST_FAILURE: [
    Error,
    (cause, _, describe) => (typeof cause?.message === 'string' ? cause.message : typeof cause === 'string' ? cause : describe(cause)),
    (cause, failureType) => ({ failureType, cause }),
  ],
  ERR_TRACE_EVENTS_UNAVAILABLE: [Error, 'Trace events are unavailable'],
  ERR_TTY_INIT_FAILED: [SystemError, 'TTY initialization failed'],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [
    Error,
    '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
  ],
  ERR_UNHANDLED_ERROR: [Error, (value) => (value === undefined ? 'Unhandled error.' : `Unhandled error. (${value})`)],
  ERR_UNKNOWN_SIGNAL: [TypeError, (signal) => `Unknown signal: ${typeof signal === 'string' ? signal : inspect(signal)}`],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: [Error, 'At least one valid performance entry type is required'],
  ERR_WORKER_INIT_FAILED: [Error, 'Worker initialization failure: {0}'],
  ERR_WORKER_INVALID_EXEC_ARGV: [
    Error,
    (flags, reason = 'invalid execArgv flags') =>
      `Initiated Worker with ${reason}: ${Array.isArray(flags) ? flags.join(', ') : flags}`,
  ],
  ERR_WORKER_MESSAGING_ERRORED: [Error, 'The destination thread threw an error while processing the message'],
  ERR_WORKER_MESSAGING_FAILED: [Error, 'Cannot find the destination thread or listener'],
  ERR_WORKER_MESSAGING_SAME_THREAD: [Error, 'Cannot sent a message to the same thread'],
  ERR_WORKER_MESSAGING_TIMEOUT: [Error, 'Sending a message to another thread timed out'],
  ERR_WORKER_NOT_RUNNING: [Error, 'Worker instance not running'],
  ERR_WORKER_HANDLE_NOT_TRANSFERABLE: [
    Error,
    '{0} cannot be transferred in its current state; it must be a freshly created or accepted handle that has not started reading and has no pending writes',
  ],
  ERR_WORKER_OUT_OF_MEMORY: [Error, 'Worker terminated due to reaching memory limit: {0}'],
  ERR_WORKER_PATH: [
    TypeError,
    (filename) => {
      const scheme = /^(?:file|data):/.exec(filename)?.[0];
      // Two slashes belong to file URLs only, as the hint writes them.
      const hint = scheme === undefined ? '' : ` Wrap ${scheme === 'file:' ? 'file://' : scheme} URLs with \`new URL\`.`;
      return `The worker script or module filename must be an absolute path or a relative path starting with './' or '../'.${hint} Received "${filename}"`;
    },
  ],
  ERR_WORKER_UNSERIALIZABLE_ERROR: [Error, 'Serializing an uncaught exception failed'],
  ERR_WORKER_UNSUPPORTED_OPERATION: [TypeError, '{0} is not supported in workers'],
};
