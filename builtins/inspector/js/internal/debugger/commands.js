'use strict';

/** The commands of the debugger, as names of the REPL's context. */

const HELP = `
run, restart, r       Run the application or reconnect
kill                  Kill a running application or disconnect

cont, c               Resume execution
next, n               Continue to next line in current file
step, s               Step into, potentially entering a function
out, o                Step out, leaving the current function
pause                 Pause as soon as JavaScript runs
backtrace, bt         Print the current backtrace
list(around = 5)      Print the source around the place of the pause
setContextLineNumber  Set how many lines a pause shows around its place
setBreakpoint, sb     Set a breakpoint: at (), (line), ('fn()') or (script, line, condition)
clearBreakpoint, cb   Clear the breakpoint at (script, line)
breakpoints           List all breakpoints
breakOnException      Pause whenever an exception is thrown
breakOnUncaught       Pause whenever an exception is not caught
breakOnNone           Do not pause on exceptions (this is the default)

watch(expr)           Show the value of an expression at each pause
unwatch(expr)         Show it no more; its number will do
watchers              Print what is watched

exec(expr), p(expr), exec expr, p expr
                      Evaluate an expression in the program and print the value
repl                  Evaluate all that is typed, until Ctrl+C

scripts               List the scripts that are loaded
scripts(true)         List those of the runtime too

profile               Start a CPU profile
profileEnd            End it
profiles              The profiles that were taken
profiles[n].save(filepath = 'node.cpuprofile')
                      Write a profile to a file
takeHeapSnapshot(filepath = 'node.heapsnapshot')
                      Write a heap snapshot to a file
`.trim();

/** Domains of the protocol that can be called by name, for what has no command. */
const kDomains = ['Debugger', 'HeapProfiler', 'Profiler', 'Runtime'];

/**
 * Adds the commands to `context`. Those without arguments act when they are named.
 * @param {object} context
 * @param {import('./session').Session} session
 * @param {{ restart(): Promise<void>, kill(): void, enterRepl(): void, print(text: string): void,
 *   call(method: string, params: object): Promise<object> }} control
 */
function addCommands(context, session, control) {
  const actions = {
    help: () => control.print(HELP),
    run: control.restart, restart: control.restart, r: control.restart,
    kill: control.kill,
    repl: control.enterRepl,
    cont: () => session.go('resume'),
    next: () => session.go('stepOver'),
    step: () => session.go('stepInto'),
    out: () => session.go('stepOut'),
    pause: () => session.go('pause'),
    backtrace: () => session.backtrace(),
    breakpoints: () => control.print(session.breakpoints.describe()),
    breakOnException: () => session.pauseOnExceptions('all'),
    breakOnUncaught: () => session.pauseOnExceptions('uncaught'),
    breakOnNone: () => session.pauseOnExceptions('none'),
    watchers: () => session.printWatched(),
    profile: () => session.startProfile(),
    profileEnd: () => session.endProfile(),
    profiles: () => session.profiles,
  };
  const short = { c: 'cont', n: 'next', s: 'step', o: 'out', bt: 'backtrace' };
  for (const [name, long] of Object.entries(short)) actions[name] = actions[long];
  for (const [name, get] of Object.entries(actions)) define(context, name, { get });
  const functions = {
    list: (around) => session.list(around),
    scripts: (all) => session.listScripts(all),
    setContextLineNumber: (around) => session.setContextLineNumber(around),
    setBreakpoint: (place, line, condition) => session.setBreakpoint(place, line, condition),
    clearBreakpoint: (script, line) => session.clearBreakpoint(script, line),
    watch: (expression) => session.watch(expression),
    unwatch: (which) => session.unwatch(which),
    exec: (expression) => session.exec(expression),
    takeHeapSnapshot: (filename) => session.takeHeapSnapshot(filename),
  };
  for (const [name, long] of Object.entries({ sb: 'setBreakpoint', cb: 'clearBreakpoint', p: 'exec' })) functions[name] = functions[long];
  for (const [name, value] of Object.entries(functions)) define(context, name, { value, writable: true });
  for (const name of kDomains) define(context, name, { value: domain(name, control.call) });
  return new Set(Object.values(functions));
}

/** A domain of the protocol, whose properties call its methods. */
function domain(name, call) {
  return new Proxy({}, { get: (_, method) => (typeof method === 'string' ? (params) => call(`${name}.${method}`, params) : undefined) });
}

function define(context, name, descriptor) {
  Object.defineProperty(context, name, { __proto__: null, ...descriptor, enumerable: true, configurable: true });
}

module.exports = { addCommands };
