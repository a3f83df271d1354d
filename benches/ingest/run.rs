//! Runs a program and says what that cost.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub wall: Duration,
    /// Of the process and all its threads, in it and in the kernel. Read every few milliseconds, so that much is missing.
    pub cpu: Duration,
    /// Greatest resident size, in bytes.
    pub peak: u64,
}

/// Runs `program` to its end. Real corpora hold a record or two without text, so 3, done in part, is no failure.
pub fn run(program: &Path, arguments: &[&str]) -> Cost {
    let started = Instant::now();
    let mut child = Command::new(program);
    child.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).env("USER", "bench");
    let mut child = child.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let mut cost = Cost::default();
    loop {
        let folder = format!("/proc/{}", child.id());
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        cost.peak =
            kilobytes(&status, "VmHWM:").map_or(cost.peak, |size| cost.peak.max(size * 1024));
        let stat = fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        cost.cpu =
            ticks(&stat).map_or(cost.cpu, |ticks| cost.cpu.max(Duration::from_millis(ticks * 10)));
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            assert!(matches!(status.code(), Some(0 | 3)), "{arguments:?} ended with {status}");
            cost.wall = started.elapsed();
            return cost;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn kilobytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Time in the program and in the kernel, in hundredths of a second: fields 14 and 15 of `proc_pid_stat(5)`, counted
/// behind the name, which may hold spaces.
fn ticks(stat: &str) -> Option<u64> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// The middle one of three runs, by CPU time.
pub fn median_of_three(mut once: impl FnMut() -> Cost) -> Cost {
    let mut costs = [once(), once(), once()];
    costs.sort_by_key(|cost| cost.cpu);
    costs[1]
}
