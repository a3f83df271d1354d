//! How a failed command ends: a message, its cause, a hint, an exit code.
//!
//! The only place that prints an error. The table of exit codes in the README is checked against
//! `ExitCode::ALL`.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use crate::{answer, config, db};

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
        (Self::NoInput, "what was named is not there: an input, the archive, an article, a person"),
        (Self::InputOutput, "disk full or another input/output error"),
        (Self::Temporary, "the archive is locked: the next run will do it (silent with --quiet)"),
        (Self::NoPermission, "no permission"),
        (Self::Configuration, "the configuration is at fault"),
        (Self::TimeLimit, "a query ran past its time limit"),
        (Self::Interrupted, "stopped by SIGINT"),
        (Self::Terminated, "stopped by SIGTERM"),
    ];
}

impl ExitCode {
    /// What the system's refusal comes to.
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoInput,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NoPermission
            }
            io::ErrorKind::InvalidData => Self::BadData,
            _ => Self::InputOutput,
        }
    }
}

/// The system's reason, without its number.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not text in UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

/// Whom to ask for a permission.
fn whose(path: &Path, what: &str) -> String {
    match path.is_dir() {
        true => {
            format!("you may not make files in it; `ls -ld {}` shows whose it is", shell_word(path))
        }
        false => format!("you may not {what} it; `ls -l {}` shows whose it is", shell_word(path)),
    }
}

/// What keeps a file from being written, and the folder it would be in.
pub fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot write `{}`: {}", path.display(), reason(error));
    let failure = Failure::new(ExitCode::of(error), message);
    let folder = folder_of(path);
    match error.kind() {
        io::ErrorKind::PermissionDenied if path.exists() => failure.hint(whose(path, "write")),
        io::ErrorKind::PermissionDenied => failure.hint(format!(
            "you may not make files in `{}`; `ls -ld {}` shows whose it is",
            folder.display(),
            shell_word(folder)
        )),
        io::ErrorKind::NotFound => {
            failure.hint(format!("make its folder with `mkdir -p {}`", shell_word(folder)))
        }
        _ => failure,
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A path as it can be typed into a shell.
pub fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,@%:=".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// What keeps an archive from being opened: its own permissions, or those of its folder.
fn permission_hint(path: &Path) -> String {
    if path.is_dir() {
        return whose(path, "write");
    }
    let folder = folder_of(path);
    let may_make_files = rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok();
    if let Err(error) = fs::File::open(path)
        && error.kind() == io::ErrorKind::PermissionDenied
    {
        return whose(path, "read");
    }
    match may_make_files {
        true => whose(path, "write"),
        false => format!(
            "an archive in WAL mode is read and written only where its folder `{}` is writable; ask its owner, or read a copy made by `cuttings backup`",
            folder.display()
        ),
    }
}

/// What every command returns: the exit code, or what went wrong, what a person can do about it and the code for that.
pub type CommandResult = Result<ExitCode, Failure>;

/// A command that could not do what was asked.
#[derive(Debug)]
pub struct Failure {
    pub code: ExitCode,
    /// One clause, lower case, no full stop; values in backticks.
    pub message: String,
    /// What to do next, `cuttings …` where there is a command for it.
    pub hint: Option<String>,
    /// The archive was locked: another run does the work, or the next one.
    pub is_locked: bool,
    /// More fields for the summary that `--json` ends with.
    pub details: Option<Box<serde_json::Value>>,
}

impl Failure {
    /// A failure with its exit code and message.
    pub fn new(code: ExitCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, is_locked: false, details: None }
    }

    /// An input that cannot be read, and why.
    pub fn cannot_read(path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot read `{}`: {}", path.display(), reason(error));
        let failure = Self::new(ExitCode::of(error), message);
        match error.kind() {
            io::ErrorKind::PermissionDenied => failure.hint(whose(path, "read")),
            _ => failure,
        }
    }

    /// Adds what stands in lines of its own below the message.
    pub fn details(mut self, details: serde_json::Value) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    /// Adds what to do next.
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
                Some(format!("make it with `cuttings init {}`", shell_word(path))),
            ),
            E::NotAnArchive { .. } => (ExitCode::BadData, None),
            E::Newer { .. } => {
                (ExitCode::BadData, Some("use the newer program; nothing was changed".to_owned()))
            }
            E::Older { path, .. } => (
                ExitCode::BadData,
                Some(format!("any command that writes migrates it: `cuttings seed --archive {}`", shell_word(path))),
            ),
            E::Edition { .. } => (
                ExitCode::Failure,
                Some("go on in the archive that it was made from, and make the edition anew with `cuttings export no-text`".to_owned()),
            ),
            E::Exists { .. } => (ExitCode::Failure, Some("choose another path; nothing was changed".to_owned())),
            E::Locked { .. } => (
                ExitCode::Temporary,
                Some("run it again later, or wait longer with `--wait SECONDS`".to_owned()),
            ),
            E::Permission { path, .. } => (
                ExitCode::NoPermission,
                Some(permission_hint(path)),
            ),
            E::Foreign { .. } => (
                ExitCode::NoPermission,
                Some("nothing was changed; move it out of the way if it has no business there".to_owned()),
            ),
            E::Restoring { path } => (
                ExitCode::BadData,
                Some(format!("finish it: `cuttings restore BACKUP --archive {}`", shell_word(path))),
            ),
            E::Full { .. } => (
                ExitCode::InputOutput,
                Some("nothing of this batch was stored; make room (there and in the temporary folder) and run it again".to_owned()),
            ),
            E::Io { .. } => (ExitCode::InputOutput, None),
            E::Damaged { path, .. } => (
                ExitCode::Damage,
                Some(format!("see what is damaged with `cuttings verify --archive {}`; nothing was repaired", shell_word(path))),
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
        let is_locked = matches!(error, E::Locked { .. });
        Self { hint, is_locked, ..Self::new(code, message) }
    }
}

impl From<answer::Failed> for Failure {
    fn from(failed: answer::Failed) -> Self {
        match failed {
            answer::Failed::Archive(error) => error.into(),
            answer::Failed::Configuration(error) => error.into(),
            answer::Failed::Usage(message) => Self::new(ExitCode::Usage, message),
            answer::Failed::Changed => {
                Self::new(ExitCode::Failure, "the archive changed while it was read")
                    .hint("try again")
            }
        }
    }
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        let failure = Self::new(ExitCode::Configuration, error.to_string());
        match error {
            config::Error::NoHome => failure.hint("name one with `--archive PATH`"),
            config::Error::Open { path } => {
                failure.hint(format!("keep them to yourself: `chmod 600 {}`", shell_word(&path)))
            }
            config::Error::File { .. } => failure,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(ExitCode::InputOutput, error.to_string())
    }
}
