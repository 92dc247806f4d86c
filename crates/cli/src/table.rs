//! The options of the command line, as Node documents them.

use runtime::OptionValue;

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A switch; `--no-` switches it off.
    Flag,
    /// A switch that V8 also reads.
    V8Flag,
    /// A text.
    Text,
    /// A whole number, not below 0.
    Number,
    /// A whole number that may be below 0.
    Integer,
    /// A number that V8 also reads.
    V8Number,
    /// A text; may be repeated.
    List,
    /// A switch that an address for the inspector may follow, only behind `=`.
    FlagWithAddress,
}

/// One option.
#[derive(Debug)]
pub(crate) struct Spec {
    /// Long name with dashes.
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) kind: Kind,
    /// Whether it may be given in `NODE_OPTIONS`.
    pub(crate) in_environment: bool,
    /// Value of a switch that is not given.
    pub(crate) on_by_default: bool,
    /// Other switches it sets.
    pub(crate) implies: &'static [(&'static str, bool)],
    /// The switch without which it means nothing.
    pub(crate) needs: Option<&'static str>,
    /// One line for `--help`; empty for options that only programs of Node's own use.
    pub(crate) help: &'static str,
}

impl Spec {
    /// The value when not given.
    pub(crate) fn default(&self) -> OptionValue {
        match self.kind {
            Kind::Flag | Kind::V8Flag | Kind::FlagWithAddress => OptionValue::Flag(self.on_by_default),
            Kind::Text => OptionValue::Text(String::new()),
            Kind::Number | Kind::Integer | Kind::V8Number => OptionValue::Number(match self.name {
                "--stack-trace-limit" => 10,
                "--v8-pool-size" => 4,
                _ => 0,
            }),
            Kind::List => OptionValue::List(Vec::new()),
        }
    }

    const fn alias(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn command_line_only(mut self) -> Self {
        self.in_environment = false;
        self
    }

    const fn on(mut self) -> Self {
        self.on_by_default = true;
        self
    }

    const fn needs(mut self, switch: &'static str) -> Self {
        self.needs = Some(switch);
        self
    }

    const fn implies(mut self, implied: &'static [(&'static str, bool)]) -> Self {
        self.implies = implied;
        self
    }
}

const fn spec(name: &'static str, kind: Kind, help: &'static str) -> Spec {
    Spec { name, aliases: &[], kind, in_environment: true, on_by_default: false, implies: &[], needs: None, help }
}

const fn flag(name: &'static str, help: &'static str) -> Spec {
    spec(name, Kind::Flag, help)
}

const fn text(name: &'static str, help: &'static str) -> Spec {
    spec(name, Kind::Text, help)
}

const fn list(name: &'static str, help: &'static str) -> Spec {
    spec(name, Kind::List, help)
}

const fn number(name: &'static str, help: &'static str) -> Spec {
    spec(name, Kind::Number, help)
}

/// All options, in the order `--help` prints them.
pub(crate) static OPTIONS: &[Spec] = &[
    flag("--allow-addons", "under --permission: load native addons"),
    flag("--allow-child-process", "under --permission: start programs"),
    flag("--allow-ffi", ""),
    list("--allow-fs-read", "under --permission: read these files, * for all"),
    list("--allow-fs-write", "under --permission: write these files, * for all"),
    flag("--allow-fs-vfs", ""),
    flag("--allow-inspector", "under --permission: attach an inspector"),
    flag("--allow-net", "under --permission: talk to others"),
    flag("--allow-openssl-store", ""),
    flag("--allow-wasi", "under --permission: run WASI modules"),
    flag("--allow-worker", "under --permission: start threads"),
    text("--build-sea", "pack the program that this file describes into an executable").command_line_only(),
    flag("--completion-bash", "print a script that completes the options in bash").command_line_only(),
    flag("--check", "check the syntax of a script without running it").alias(&["-c"]).command_line_only(),
    flag("--build-snapshot", "run this script and write its heap as a startup snapshot").command_line_only(),
    text("--build-snapshot-config", "the same as this JSON file says").command_line_only(),
    list("--conditions", "an additional condition for exports and imports").alias(&["-C", "--experimental-conditions"]),
    flag("--cpu-prof", "write a CPU profile of the program when it ends"),
    text("--cpu-prof-dir", "folder of the CPU profile").needs("--cpu-prof"),
    spec("--cpu-prof-interval", Kind::Number, "microseconds between samples, 1000 when not given").needs("--cpu-prof"),
    flag("--cpu-prof-flame", "write a CPU profile and draw it as a flame graph, an SVG image beside it")
        .implies(&[("--cpu-prof", true)]),
    text("--cpu-prof-name", "name of the CPU profile's file").needs("--cpu-prof"),
    flag("--deprecation", "print deprecation warnings").on(),
    flag("--disable-sigusr1", "do not start the inspector on SIGUSR1"),
    list("--disable-warning", "silence warnings of this code or type"),
    flag("--enable-fips", ""),
    flag("--enable-source-maps", "map stack traces to original sources"),
    list("--env-file", "set environment variables from a file").command_line_only(),
    list("--env-file-if-exists", "the same, where a missing file is no error").command_line_only(),
    text("--eval", "run this text as a script").alias(&["-e"]).command_line_only(),
    spec("--expose-gc", Kind::V8Flag, "make the function gc() available"),
    flag("--heap-prof", "write a profile of what the program allocates when it ends"),
    text("--heap-prof-dir", "folder of the heap profile").needs("--heap-prof"),
    spec("--heap-prof-interval", Kind::Number, "bytes between samples, 524288 when not given").needs("--heap-prof"),
    text("--heap-prof-name", "name of the heap profile's file").needs("--heap-prof"),
    spec("--heapsnapshot-near-heap-limit", Kind::Integer, "write up to N heap snapshots before the heap is full"),
    text("--heapsnapshot-signal", "write a heap snapshot on this signal"),
    flag("--help", "print this text").alias(&["-h"]).command_line_only(),
    list("--import", "load this ES module first"),
    text(
        "--input-type",
        "how to read --eval and standard input: commonjs, module, commonjs-typescript or module-typescript",
    ),
    spec("--inspect", Kind::FlagWithAddress, "let front ends of the inspector connect, at [HOST:]PORT")
        .implies(&[("[inspector_enabled]", true)]),
    spec("--inspect-brk", Kind::FlagWithAddress, "the same, and pause at the first statement of the program")
        .implies(&[("[inspector_enabled]", true)]),
    // The bootstrap's own scripts are not shown: the first statement is the program's.
    spec("--inspect-brk-node", Kind::FlagWithAddress, "")
        .implies(&[("[inspector_enabled]", true), ("--inspect-brk", true)]),
    text("--inspect-port", "where the inspector listens when it is started").alias(&["--debug-port"]),
    text("--inspect-publish-uid", "where the inspector's URL is told: stderr, http or both, with a comma"),
    spec("--inspect-wait", Kind::FlagWithAddress, "like --inspect, and wait for a front end before the program runs")
        .implies(&[("[inspector_enabled]", true)]),
    flag("--interactive", "always enter the REPL").alias(&["-i"]).command_line_only(),
    spec("--max-old-space-size", Kind::V8Number, "limit of the JavaScript heap, in MiB"),
    text("--openssl-config", ""),
    flag("--openssl-legacy-provider", ""),
    flag("--openssl-shared-config", ""),
    flag("--pending-deprecation", "print deprecations that are only pending"),
    flag("--permission", "forbid what no --allow option allows"),
    flag("--permission-audit", "only tell what --permission would forbid"),
    flag("--preserve-symlinks", "do not resolve symbolic links of modules"),
    flag("--preserve-symlinks-main", "do not resolve symbolic links of the main module"),
    flag("--print", "like --eval, and print the result").alias(&["-p", "-pe"]).command_line_only(),
    list("--require", "load this CommonJS module first").alias(&["-r"]),
    text("--snapshot-blob", "start from this startup snapshot, or write it there with --build-snapshot"),
    spec("--stack-trace-limit", Kind::V8Number, "how many frames an error keeps"),
    text("--title", "title of the process"),
    flag("--throw-deprecation", "throw on deprecations"),
    flag("--trace-deprecation", "print stack traces of deprecations"),
    flag("--trace-env", "print accesses to the environment"),
    flag("--trace-env-js-stack", "print accesses to the environment, with the stack of JavaScript"),
    flag("--trace-env-native-stack", "print accesses to the environment, with the stack of native code"),
    flag("--trace-exit", "print a stack trace when the process exits by itself"),
    flag("--trace-sigint", "print a stack trace on SIGINT"),
    flag("--trace-uncaught", "print where an uncaught exception was thrown"),
    flag("--trace-warnings", "print stack traces of warnings"),
    text("--unhandled-rejections", "strict, warn, none, throw (default) or warn-with-error-codes"),
    flag("--version", "print the version").alias(&["-v"]).command_line_only(),
    flag("--warnings", "print warnings").on(),
    flag("--abort-on-uncaught-exception", "abort instead of exiting").command_line_only(),
    flag("--addons", "load native addons").on(),
    flag("--async-context-frame", "").on(),
    text("--diagnostic-dir", "folder of diagnostic output"),
    text("--disable-proto", "delete or throw: what becomes of Object.prototype.__proto__"),
    text("--dns-result-order", "ipv4first, ipv6first or verbatim"),
    flag("--entry-url", "the main module is a URL"),
    text("--experimental-config-file", "take options from a file, node.config.json if none is named")
        .command_line_only(),
    flag("--experimental-default-config-file", "take options from node.config.json").command_line_only(),
    flag("--experimental-detect-module", "").alias(&["--detect-module"]).on(),
    flag("--experimental-eventsource", ""),
    flag("--experimental-fetch", "").on(),
    flag("--experimental-global-customevent", "").on(),
    flag("--experimental-global-navigator", "").on(),
    flag("--experimental-global-webcrypto", "").on(),
    flag("--experimental-import-meta-resolve", ""),
    flag("--experimental-import-text", ""),
    flag("--experimental-inspector-network-resource", ""),
    list("--experimental-loader", "").alias(&["--loader"]),
    flag("--experimental-network-inspection", "tell front ends of the inspector of requests that the program makes"),
    flag(
        "--experimental-storage-inspection",
        "show front ends of the inspector what localStorage and sessionStorage hold",
    ),
    flag("--experimental-worker-inspection", "show front ends of the inspector each worker as a target of its own"),
    flag("--experimental-print-required-tla", ""),
    flag("--experimental-quic", ""),
    flag("--experimental-repl-await", "").on(),
    flag("--experimental-require-module", "").alias(&["--require-module"]).on(),
    text("--experimental-sea-config", "write the program that this file describes as a blob for other tools to pack")
        .command_line_only(),
    flag("--experimental-shadow-realm", "enable ShadowRealm"),
    flag("--experimental-sqlite", "").on(),
    flag("--experimental-stream-iter", ""),
    flag("--experimental-strip-types", "").alias(&["--strip-types"]).on(),
    flag("--experimental-test-coverage", "report what part of the code the tests run"),
    flag("--experimental-test-module-mocks", "enable mock.module()"),
    list("--experimental-test-tag-filter", "run tests whose tags match this expression"),
    flag("--experimental-vm-modules", "enable vm's module classes"),
    flag("--experimental-addon-modules", "").on(),
    flag("--experimental-wasi-unstable-preview1", ""),
    flag("--experimental-wasm-modules", ""),
    flag("--experimental-websocket", "").on(),
    flag("--experimental-webstorage", "").alias(&["--webstorage"]).on(),
    flag("--experimental-worker", "").on(),
    flag("--expose-internals", "").command_line_only(),
    flag("--extra-info-on-fatal-exception", "").on(),
    flag("--force-async-hooks-checks", "").on(),
    flag("--force-context-aware", ""),
    flag("--force-fips", ""),
    flag("--force-node-api-uncaught-exceptions-policy", ""),
    flag("--frozen-intrinsics", ""),
    flag("--global-search-paths", "").on(),
    text("--icu-data-dir", ""),
    flag("--insecure-http-parser", "accept malformed HTTP messages"),
    text("--localstorage-file", ""),
    spec("--max-http-header-size", Kind::Number, "limit of HTTP headers, in bytes"),
    flag("--napi-modules", ""),
    flag("--network-family-autoselection", "").alias(&["--enable-network-family-autoselection"]).on(),
    spec("--network-family-autoselection-attempt-timeout", Kind::Number, ""),
    flag("--node-snapshot", "").command_line_only().on(),
    text("--redirect-warnings", "write warnings to this file"),
    flag("--report-compact", "write diagnostic reports on one line"),
    text("--report-dir", "folder of diagnostic reports").alias(&["--report-directory"]),
    flag("--report-exclude-env", "leave the environment out of diagnostic reports"),
    flag("--report-exclude-network", "leave the network interfaces out of diagnostic reports"),
    text("--report-filename", "file of diagnostic reports"),
    flag("--report-on-fatalerror", "write a diagnostic report when the heap is full"),
    flag("--report-on-signal", "write a diagnostic report on a signal"),
    text("--report-signal", "the signal of --report-on-signal, SIGUSR2 by default"),
    flag("--report-uncaught-exception", "write a diagnostic report on an uncaught exception"),
    text("--run", "run a script of package.json").command_line_only(),
    text("--secure-heap", ""),
    text("--secure-heap-min", ""),
    flag("--test", "run tests: the files given, or those that their names say are tests").command_line_only(),
    number("--test-concurrency", "how many test files run at a time"),
    number("--test-coverage-branches", "least percentage of covered branches"),
    list("--test-coverage-exclude", "leave files that match this glob out of the coverage"),
    number("--test-coverage-functions", "least percentage of covered functions"),
    list("--test-coverage-include", "report the coverage of files that match this glob"),
    number("--test-coverage-lines", "least percentage of covered lines"),
    flag("--test-force-exit", "exit when the tests have ended, whatever is still open"),
    text("--test-global-setup", "module that sets up before all tests and tears down after them"),
    text("--test-isolation", "process or none: where test files run").alias(&["--experimental-test-isolation"]),
    list("--test-name-pattern", "run tests whose names match this regular expression"),
    flag("--test-only", "run tests that are marked with only"),
    text("--test-random-seed", "the order of --test-randomize"),
    flag("--test-randomize", "run tests in a random order"),
    list("--test-reporter", "how results are told: spec, tap, dot, junit, lcov or a module"),
    list("--test-reporter-destination", "where a reporter writes: stdout, stderr or a file"),
    text("--test-rerun-failures", "file that keeps what passed, so that only failures run again"),
    text("--test-shard", "INDEX/TOTAL: run a part of the test files"),
    list("--test-skip-pattern", "run tests whose names do not match this regular expression"),
    number("--test-timeout", "milliseconds after which a test fails"),
    flag("--test-udp-no-try-send", ""),
    flag("--test-update-snapshots", "write the snapshots of tests anew"),
    text("--tls-cipher-list", "ciphers that TLS uses when a program names none"),
    text("--tls-keylog", "write the secrets of TLS connections to this file"),
    flag("--tls-max-v1.2", ""),
    flag("--tls-max-v1.3", ""),
    flag("--tls-min-v1.0", ""),
    flag("--tls-min-v1.1", ""),
    flag("--tls-min-v1.2", ""),
    flag("--tls-min-v1.3", ""),
    text("--trace-event-categories", "write trace events of these categories, with commas between them, to a file"),
    text("--trace-event-file-pattern", "name of that file; ${rotation} and ${pid} stand for their numbers"),
    flag("--trace-events-enabled", "write trace events of the usual categories to a file"),
    flag("--trace-promises", ""),
    flag("--trace-sync-io", ""),
    flag("--use-bundled-ca", ""),
    flag("--use-env-proxy", "use the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name"),
    flag("--use-openssl-ca", ""),
    // Switched off it also wins over the environment's NODE_USE_SYSTEM_CA.
    flag("--use-system-ca", "also trust the authorities of the system").implies(&[("[refuses_system_ca]", false)]),
    flag("--verify-base-objects", ""),
    spec("--v8-pool-size", Kind::Number, ""),
    flag("--watch", "run again when a file that the program uses changes").command_line_only(),
    text("--watch-kill-signal", "what ends the program before it runs again (SIGTERM)"),
    list("--watch-path", "run again when something below this path changes")
        .command_line_only()
        .implies(&[("--watch", true)]),
    flag("--watch-preserve-output", "do not clear the terminal before running again"),
    flag("--zero-fill-buffers", ""),
    text("--max-old-space-size-percentage", "limit of the JavaScript heap, as a share of the memory"),
    list("--security-revert", "").alias(&["--security-reverts"]).command_line_only(),
    text("--trace-require-module", "tell of require() of ES modules: all, or no-node-modules"),
    text("--use-largepages", ""),
    flag("--v8-options", "print the options of V8").command_line_only(),
    // Options of the past, which Node still takes.
    flag("--experimental-abortcontroller", ""),
    flag("--experimental-json-modules", ""),
    flag("--experimental-modules", ""),
    flag("--experimental-report", ""),
    flag("--experimental-top-level-await", ""),
    text("--experimental-specifier-resolution", "").alias(&["--es-module-specifier-resolution"]),
    flag("--http-parser", ""),
    flag("--node-memory-debug", ""),
    list("[env_files]", "").command_line_only(),
    list(crate::command_line::ENV_VARIABLES, "").command_line_only(),
    spec("[has_eval_string]", Kind::Flag, "").command_line_only(),
    spec("[inspector_enabled]", Kind::Flag, "").command_line_only(),
    spec(crate::packed::IS_PACKED, Kind::Flag, "").command_line_only(),
];

/// V8's own options that `NODE_OPTIONS` may hold, as Node documents them.
const V8_IN_ENVIRONMENT: &[&str] = &[
    "--abort-on-uncaught-exception",
    "--disallow-code-generation-from-strings",
    "--enable-etw-stack-walking",
    "--huge-max-old-generation-size",
    "--interpreted-frames-native-stack",
    "--jitless",
    "--max-heap-size",
    "--max-semi-space-size",
    "--perf-basic-prof",
    "--perf-basic-prof-only-functions",
    "--perf-prof",
    "--perf-prof-unwinding-info",
];

/// Whether V8 knows an option that `NODE_OPTIONS` may hold.
pub(crate) fn is_v8_option(word: &str) -> bool {
    let name = word.split('=').next().unwrap_or(word).replace('_', "-").replacen("--no-", "--", 1);
    let is_ours = OPTIONS.iter().any(|spec| spec.name == name && matches!(spec.kind, Kind::V8Flag | Kind::V8Number));
    is_ours || V8_IN_ENVIRONMENT.contains(&&*name)
}

/// Every spelling of the options that `NODE_OPTIONS` may hold, for `process.allowedNodeEnvironmentFlags`.
pub(crate) fn environment_spellings() -> Vec<String> {
    let allowed = OPTIONS.iter().filter(|spec| spec.in_environment);
    let own = allowed.flat_map(|spec| {
        let names = std::iter::once(spec.name).chain(spec.aliases.iter().copied()).map(str::to_owned);
        let negated = matches!(spec.kind, Kind::Flag | Kind::V8Flag).then(|| format!("--no-{}", &spec.name[2..]));
        names.chain(negated)
    });
    own.chain(V8_IN_ENVIRONMENT.iter().map(|name| (*name).to_owned())).collect()
}
