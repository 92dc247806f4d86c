//! Databases, caches and brokers for the tests that name them: private instances, each in a folder of its own below `target/` and on
//! a free port of the loopback interface, which end with the test run.

mod instance;
mod kafka;
mod mariadb;
mod mongodb;
mod mosquitto;
mod nats;
mod postgres;
mod python;
mod rabbitmq;
mod redis;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::debian;
use crate::run::target_directory;
use instance::{Instance, Place, Probe};

/// How one kind of server is had and run. A folder is given to it that nobody else uses.
trait Service: Sync {
    /// Its name in `// Services:`.
    fn name(&self) -> &'static str;
    /// The environment variable in which programs find the address.
    fn variable(&self) -> &'static str;
    /// Debian's packages that hold it.
    fn packages(&self) -> &'static [&'static str];
    fn is_installed(&self) -> bool;
    /// Makes the data directory and configuration; the slow part, for all servers at once.
    fn prepare(&self, _place: &Place) -> io::Result<()> {
        Ok(())
    }
    /// The server in the foreground.
    fn command(&self, place: &Place) -> io::Result<Command>;
    /// How it shows that it takes work.
    fn probe(&self) -> Probe;
    /// The signal that ends it. What it wrote is thrown away, so it need not be asked.
    fn last_signal(&self) -> &'static str {
        "KILL"
    }
    /// The address for one run of a program: where the server has databases, one that only this run uses.
    fn address(&self, place: &Place, run: usize) -> io::Result<String>;
}

const ALL: [&dyn Service; 8] = [
    &postgres::Postgres,
    &redis::Redis,
    &mariadb::MariaDb,
    &mongodb::MongoDb,
    &mosquitto::Mosquitto,
    &nats::Nats,
    &rabbitmq::RabbitMq,
    &kafka::Kafka,
];

/// The servers of one test run. Dropping it stops them and removes what they wrote.
pub(crate) struct Services {
    directory: PathBuf,
    running: BTreeMap<&'static str, Running>,
    runs: AtomicUsize,
}

/// A server that has been started; it is waited for when the first program needs it.
struct Running {
    service: &'static dyn Service,
    instance: Instance,
    is_ready: OnceLock<bool>,
}

impl Running {
    fn is_ready(&self) -> bool {
        let wait = || self.instance.await_answer(&self.service.probe());
        *self.is_ready.get_or_init(|| available(self.service, wait()).is_some())
    }
}

impl Services {
    /// Starts those that are named, installing what is missing. One that cannot be had gets a line and is left out.
    pub(crate) fn start<'n>(names: impl IntoIterator<Item = &'n str>) -> io::Result<Self> {
        let base = base();
        remove_abandoned(&base)?;
        let directory = base.join(std::process::id().to_string());
        std::fs::create_dir_all(&directory)?;
        let mut services = Self { directory, running: BTreeMap::new(), runs: AtomicUsize::new(0) };
        let wanted = installed(known(names)?);
        let prepared = services.prepare(&wanted);
        for (service, place) in prepared {
            services.launch(service, place);
        }
        Ok(services)
    }

    /// Prepares every server in a thread of its own.
    fn prepare(&self, wanted: &[&'static dyn Service]) -> Vec<(&'static dyn Service, Place)> {
        let prepare = |service: &dyn Service| {
            let place = Place::new(self.directory.join(service.name()))?;
            service.prepare(&place).map(|()| place)
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                wanted.iter().map(|service| (*service, scope.spawn(move || prepare(*service)))).collect();
            let joined = threads.into_iter().map(|(service, thread)| {
                let place = thread.join().unwrap_or_else(|_| Err(io::Error::other("its preparation panicked")));
                (service, place)
            });
            joined.filter_map(|(service, place)| available(service, place).map(|place| (service, place))).collect()
        })
    }

    /// Starts a server from this thread: servers get a signal when the thread that started them ends.
    fn launch(&mut self, service: &'static dyn Service, place: Place) {
        let started =
            service.command(&place).and_then(|command| Instance::start(command, place, service.last_signal()));
        if let Some(instance) = available(service, started) {
            self.running.insert(service.name(), Running { service, instance, is_ready: OnceLock::new() });
        }
    }

    /// The first of `names` that is not here. Waits for those that are.
    pub(crate) fn missing<'n>(&self, names: &'n [String]) -> Option<&'n str> {
        names.iter().map(String::as_str).find(|name| !self.running.get(name).is_some_and(Running::is_ready))
    }

    /// The variables in which one run of a program finds the named services.
    pub(crate) fn environment(&self, names: &[String]) -> io::Result<Vec<(String, String)>> {
        let run = self.runs.fetch_add(1, Ordering::Relaxed) + 1;
        let needed = names.iter().filter_map(|name| self.running.get(name.as_str()));
        let variable = |Running { service, instance, .. }: &Running| {
            Ok((service.variable().to_owned(), service.address(&instance.place, run)?))
        };
        needed.map(variable).collect()
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        // All stop at once; the folder can go when the last has.
        self.running.values().for_each(|running| running.instance.end());
        self.running.clear();
        if let Err(error) = std::fs::remove_dir_all(&self.directory) {
            eprintln!("{}: {error}", self.directory.display());
        }
    }
}

/// Runs the named services until standard input ends; prints their addresses as lines for a shell.
pub(crate) fn run(names: &[&str]) -> io::Result<()> {
    let services = Services::start(names.iter().copied())?;
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    if let Some(name) = services.missing(&names) {
        return Err(io::Error::other(format!("{name} is not here")));
    }
    for (variable, address) in services.environment(&names)? {
        println!("export {variable}='{address}'");
    }
    println!();
    io::copy(&mut io::stdin(), &mut io::sink()).map(|_| ())
}

fn known<'n>(names: impl IntoIterator<Item = &'n str>) -> io::Result<Vec<&'static dyn Service>> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let find = |name: &str| ALL.into_iter().find(|service| service.name() == name);
    names
        .into_iter()
        .map(|name| find(name).ok_or_else(|| io::Error::other(format!("no service is called {name}"))))
        .collect()
}

/// Those of `wanted` that are on this machine, after an attempt to install what is not.
fn installed(wanted: Vec<&'static dyn Service>) -> Vec<&'static dyn Service> {
    let missing: Vec<_> = wanted.iter().copied().filter(|service| !service.is_installed()).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|service| service.packages()).copied().collect();
    if !packages.is_empty() {
        println!("installing {}", packages.join(" "));
        // One package that this distribution lacks must not keep the others away.
        if debian::install(&packages).is_err() && packages.len() > 1 {
            missing.iter().for_each(|service| drop(debian::install(service.packages())));
        }
    }
    wanted.into_iter().filter(|service| service.is_installed() || refuse(*service)).collect()
}

/// Says what to install; false.
fn refuse(service: &dyn Service) -> bool {
    println!(
        "SKIPPED {}: it is not installed and could not be; with {} its tests run",
        service.name(),
        service.packages().join(" ")
    );
    false
}

/// The value, or a line that says why the tests of the service are left out.
fn available<T>(service: &dyn Service, outcome: io::Result<T>) -> Option<T> {
    outcome.inspect_err(|error| println!("SKIPPED {}: {error}", service.name())).ok()
}

/// Where the servers' folders are: below `target`, unless a folder above it keeps the other users out that some servers run as.
fn base() -> PathBuf {
    let target = target_directory();
    let lets_all_in = |folder: &Path| folder.metadata().is_ok_and(|found| found.permissions().mode() & 0o001 != 0);
    if !debian::is_root() || target.ancestors().all(lets_all_in) {
        return target.join("services");
    }
    std::env::temp_dir().join("anode-services")
}

/// Removes the folders of test runs that were killed before they could.
fn remove_abandoned(base: &Path) -> io::Result<()> {
    if !base.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(base)? {
        let entry = entry?;
        // The folders are named by the processes that made them; ours is still to be made.
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        if process == std::process::id() || !Path::new("/proc").join(entry.file_name()).exists() {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
