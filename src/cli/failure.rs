//! How a failed command ends: a message, its cause, a hint, an exit code.
//!
//! The only place that prints an error. Exit codes are those of DESIGN.md section 8; the table in
//! the README is checked against `ExitCode::ALL`.

use std::fmt;
use std::io;

use crate::{config, db};

/// How a command ended. The discriminant is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    Done = 0,
    Failure = 1,
    Usage = 2,
    Partly = 3,
    Damage = 4,
    BadData = 65,
    NoInput = 66,
    InputOutput = 74,
    Temporary = 75,
    NoPermission = 77,
    Configuration = 78,
    TimeLimit = 124,
    Interrupted = 130,
    Terminated = 143,
}

impl ExitCode {
    /// Every code with its meaning, for `--help` and the README.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Done, "done; also: nothing new, nothing found"),
        (Self::Failure, "any other failure"),
        (Self::Usage, "wrong usage"),
        (Self::Partly, "done in part: some inputs were refused, and listed"),
        (Self::Damage, "`verify` found damage"),
        (
            Self::BadData,
            "bad data: SQL refused, not an archive or a newer one, a name that means several",
        ),
        (Self::NoInput, "an input, the archive, or what was named is not there"),
        (Self::InputOutput, "disk full or another input/output error"),
        (Self::Temporary, "the archive is locked: the next run will do it"),
        (Self::NoPermission, "no permission"),
        (Self::Configuration, "the configuration is at fault"),
        (Self::TimeLimit, "a query ran past its time limit"),
        (Self::Interrupted, "stopped by SIGINT"),
        (Self::Terminated, "stopped by SIGTERM"),
    ];
}

/// What every command returns.
pub type CommandResult = Result<ExitCode, Failure>;

/// A command that could not do what was asked.
#[derive(Debug)]
pub struct Failure {
    pub code: ExitCode,
    /// One clause, lower case, no full stop; values in backticks.
    pub message: String,
    /// What to do next, `cuttings …` where there is a command for it.
    pub hint: Option<String>,
    /// More fields for the summary that `--json` ends with.
    pub details: Option<Box<serde_json::Value>>,
}

impl Failure {
    pub fn new(code: ExitCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, details: None }
    }

    pub fn details(mut self, details: serde_json::Value) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A reader that closed early (`| head`) is no failure at all.
    pub fn is_broken_pipe(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::BrokenPipe
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        use db::Error as E;
        let message = error.to_string();
        let (code, hint) = match &error {
            E::Missing { path } => (
                ExitCode::NoInput,
                Some(format!("make it with `cuttings init {}`", path.display())),
            ),
            E::NotAnArchive { .. } => (ExitCode::BadData, None),
            E::Newer { .. } => {
                (ExitCode::BadData, Some("use the newer program; nothing was changed".to_owned()))
            }
            E::Older { path, .. } => (
                ExitCode::BadData,
                Some(format!("any command that writes migrates it: `cuttings seed --archive {}`", path.display())),
            ),
            E::Exists { .. } => (ExitCode::Failure, Some("choose another path; nothing was changed".to_owned())),
            E::Locked { .. } => (
                ExitCode::Temporary,
                Some("run it again later, or wait longer with `--wait SECONDS`".to_owned()),
            ),
            E::Permission { path, .. } => (
                ExitCode::NoPermission,
                Some(format!(
                    "an archive in WAL mode is readable only where its folder `{}` is writable; ask its owner, or read a copy made by `cuttings backup`",
                    path.parent().map(|p| p.display().to_string()).unwrap_or_default()
                )),
            ),
            E::Foreign { .. } => (
                ExitCode::NoPermission,
                Some("nothing was changed; move it out of the way if it has no business there".to_owned()),
            ),
            E::Restoring { path } => (
                ExitCode::BadData,
                Some(format!("finish it: `cuttings restore BACKUP --archive {}`", path.display())),
            ),
            E::Full { .. } => (
                ExitCode::InputOutput,
                Some("nothing of this batch was stored; make room (there and in the temporary folder) and run it again".to_owned()),
            ),
            E::Io { .. } => (ExitCode::InputOutput, None),
            E::Damaged { path, .. } => (
                ExitCode::Damage,
                Some(format!("see what is damaged with `cuttings verify --archive {}`; nothing was repaired", path.display())),
            ),
            E::Refused(_) => (ExitCode::BadData, None),
            E::Parameters(_) => (ExitCode::Usage, None),
            E::TimeLimit { .. } => {
                (ExitCode::TimeLimit, Some("raise the limit with `--timeout SECONDS`".to_owned()))
            }
            E::Stopped { .. } => (ExitCode::TimeLimit, None),
            E::MemoryLimit { .. } => (ExitCode::BadData, Some("ask for less at once".to_owned())),
            E::Migration { .. } | E::Bug(_) | E::Sqlite { .. } => (ExitCode::Failure, None),
        };
        Self { hint, ..Self::new(code, message) }
    }
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        let failure = Self::new(ExitCode::Configuration, error.to_string());
        match error {
            config::Error::NoHome => failure.hint("name one with `--archive PATH`"),
            config::Error::File { .. } => failure,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(ExitCode::InputOutput, error.to_string())
    }
}
