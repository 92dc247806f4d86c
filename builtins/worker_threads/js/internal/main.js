'use strict';

/** The start of a worker: its process object, then its program. */

const { enterEventLoop } = require('internal:async_hooks/context');
const { applyGlobalOptions } = require('internal:bootstrap/globals');
const { startRecordings } = require('internal:bootstrap/recordings');
const process = require('internal:process/object');
const { prepareWorkerProcess } = require('internal:process/setup');
const { getOptionValue } = require('internal:process/options');
const { revivePort, receiveMessageOnPort } = require('internal:web/message_channel');
const { pathToFileURL } = require('internal:url/file_url');
const { announceWorker } = require('internal:inspector/worker');
const control = require('internal:worker_threads/control');
const thisThread = require('internal:worker_threads/this_thread');

/** Called once by the thread. */
function start() {
  const port = revivePort(undefined, thisThread.port);
  const { message } = receiveMessageOnPort(port);
  prepareWorkerProcess();
  require('internal:process/permission').showPermissions();
  if (thisThread.sharesEnvironment) require('internal:process/env').share();
  thisThread.state.isInternal = message.program.kind === 'builtin';
  require('internal:worker_threads/adapt_process').adaptProcess(port, message.hasStdin, !thisThread.state.isInternal);
  if (!message.tracksDescriptors) require('internal:fs/descriptor').leaveDescriptorsOpen();
  require('internal:worker_threads/environment_data').adoptEnvironmentData(message.environmentData);
  thisThread.state.parentPort = parentPortOf(message.publicPort);
  thisThread.state.workerData = message.workerData;
  Error.stackTraceLimit = getOptionValue('--stack-trace-limit');
  applyGlobalOptions(getOptionValue);
  port.on('message', (received) => answer(port, received));
  port.unref();
  reportErrorsTo(port);
  process.argv.splice(1, process.argv.length, ...argumentsOf(message));
  startRecordings();
  port.postMessage({ type: control.kOnline });
  if (!thisThread.state.isInternal) announceWorker(thisThread.threadId, thisThread.threadName, urlOf(message.program));
  run(message.program);
  enterEventLoop();
}

/** What front ends of the inspector show. */
function urlOf(program) {
  if (program.kind === 'file') return pathToFileURL(program.filename).href;
  return program.url;
}

/** The program's own port, which the loop waits for only while somebody listens; a thread of the runtime's own has none. */
function parentPortOf(port) {
  port?.unref();
  return port;
}

function argumentsOf({ program, argv }) {
  if (program.kind === 'builtin') return [];
  if (program.kind === 'file') return [program.filename, ...argv];
  return [program.kind === 'script' ? '[worker eval]' : program.url, ...argv];
}

function answer(port, message) {
  switch (message.type) {
    case control.kStdioChunks:
      process.stdin.take(message.chunks);
      break;
    case control.kStdioWanted:
      process[message.stream].release();
      break;
    case control.kAsk:
      port.postMessage({ type: control.kAnswer, id: message.id, ...outcome(message) });
      break;
  }
}

function outcome({ question, detail }) {
  try {
    return { value: require('internal:worker_threads/questions').answers[question](detail) };
  } catch (error) {
    return { error };
  }
}

function reportErrorsTo(port) {
  const { packError } = require('internal:worker_threads/error_transfer');
  require('internal:process/uncaught').reportFatal((error, place) => {
    try {
      port.postMessage({ type: control.kError, error: packError(error, place) });
    } catch {
      port.postMessage({ type: control.kError, error: undefined });
    }
  });
}

function run(program) {
  const runMain = require('internal:module/run_main');
  switch (program.kind) {
    case 'builtin':
      return require(program.specifier).start(program.data);
    case 'file':
      return runMain.runWorkerFile(program.filename);
    case 'url':
      return runMain.runWorkerURL(program.url);
    default:
      return runMain.runWorkerText(program.text, program.isModule);
  }
}

module.exports = { start };
