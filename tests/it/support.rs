//! A folder of its own, and the program run in it as a stranger would: no environment but what is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Says that a test cannot be run here, and why. Where `CI` is `true` nothing may be missing, and that is a
/// failure.
macro_rules! skipped {
    ($($why:tt)*) => {{
        let why = format!($($why)*);
        assert!(std::env::var("CI").as_deref() != Ok("true"), "cannot be skipped: {why}");
        println!("skipped: {why}");
    }};
}
pub(crate) use skipped;

/// The instant that stands for now in every test.
pub const NOW: &str = "2026-01-02T03:04:05Z";

/// A temporary folder with the program in it.
pub struct Workshop {
    folder: TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workshop {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With an archive `a.db` that holds `files`, each a name and its text.
    pub fn with_archive(files: &[(&str, &str)]) -> Self {
        let workshop = Self::new();
        workshop.run(&["init", "a.db"]).expect(0);
        for (name, text) in files {
            workshop.write(&format!("in/{name}"), text);
        }
        if !files.is_empty() {
            workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
        }
        workshop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The program with these arguments, in the folder, with a bare environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CUTTINGS_NOW", NOW)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// The stock shell's answer to a statement; `None`, said why, where there is no such shell.
    pub fn sqlite3(&self, archive: &str, sql: &str) -> Option<Ran> {
        let outcome = Command::new("sqlite3")
            .args(["-readonly", "-init", "/dev/null", "-json"])
            .arg(self.path(archive))
            .arg(sql)
            .output();
        match outcome {
            Ok(output) => Some(Ran::from(output)),
            Err(error) => {
                crate::support::skipped!("no stock sqlite3 shell ({error})");
                None
            }
        }
    }

    /// The archive's digest.
    pub fn digest(&self, archive: &str) -> String {
        self.run(&["verify", "--digest", "--archive", archive]).expect(0).stdout.trim().to_owned()
    }
}

impl Ran {
    /// Itself, if it ended with `code`.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// The JSON that standard output ends with.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        let last = self.stdout.lines().last().unwrap_or_default();
        serde_json::from_str(&self.stdout)
            .or_else(|_| serde_json::from_str(last))
            .unwrap_or_else(|error| panic!("{error} in {}", self.stdout))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_cuttings")
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The evaluation data beside the repository; `None`, said why, where it is absent.
pub fn evaluation_data() -> Option<PathBuf> {
    let folder = root().join("../shared/eval");
    if folder.is_dir() {
        return Some(folder);
    }
    crate::support::skipped!("there is no evaluation data at ../shared/eval");
    None
}

/// The CPU time that this thread has had.
pub fn thread_time() -> Option<Duration> {
    // The count is brought up to date when the thread lets go of its core.
    std::thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

/// Numbers that look random and are the same everywhere (xorshift, Marsaglia 2003). Not to be begun at 0.
pub struct Numbers(pub u64);

impl Numbers {
    /// Below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// A stretch of something so long, itself shorter than `longest`.
    pub fn stretch(&mut self, length: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(longest)).min(length)
    }
}
