//! The only reader of the environment and the config file.
//!
//! Which archive: `--archive`, else `CUTTINGS_ARCHIVE`, else `archive` in the config file, else
//! `cuttings/archive.db` in the XDG data folder. Only the last is made on first use; a path that
//! somebody wrote down and that is not there is a mistake.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub const ARCHIVE_VARIABLE: &str = "CUTTINGS_ARCHIVE";
pub const CONFIG_VARIABLE: &str = "CUTTINGS_CONFIG";

/// Every variable of the environment that is read, and what it says: for the reference.
pub const VARIABLES: [(&str, &str); 9] = [
    (ARCHIVE_VARIABLE, "the archive, unless `--archive` does"),
    (CONFIG_VARIABLE, "the config file, instead of `~/.config/cuttings/config.toml`"),
    ("CUTTINGS_NOW", "an RFC 3339 instant that stands for now, for tests"),
    ("NO_COLOR", "no colours in `--plot`, if it says anything"),
    (
        "XDG_CONFIG_HOME",
        "where `cuttings/config.toml`, `cuttings/credentials.toml` and `cuttings/reports/` are, instead of `~/.config`",
    ),
    ("XDG_DATA_HOME", "where `cuttings/archive.db` is, instead of `~/.local/share`"),
    ("HOME", "the home folder `~`"),
    ("USER", "who decides, unless `--by` says"),
    ("LOGNAME", "the same, where `USER` says nothing"),
];

/// What the config file may say; an unknown key is an error, so that a misspelt one is not ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Path of the archive; a leading `~/` is the home folder.
    pub archive: Option<PathBuf>,
    /// Folder of the user's own reports.
    pub reports: Option<PathBuf>,
    pub fetch: Fetch,
    /// How `cuttings news --send` sends.
    pub news: NewsConfig,
}

/// How feeds and pages are fetched: the table `[fetch]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fetch {
    /// Whom a server's owner can write to, an address of mail or of a page: told to every server.
    pub contact: Option<String>,
    /// Hosts, addresses and networks that may be asked although they are private.
    pub allow: Vec<String>,
    /// How many seconds a request may take, with all that it leads to [default: 90].
    pub timeout_seconds: Option<u64>,
    /// File with user names and passwords [default: `credentials.toml` beside the config file].
    pub credentials: Option<PathBuf>,
}

/// What a server is told so that it lets us in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
pub enum Credentials {
    Basic { user: String, password: String },
    Header { header: String, value: String },
}

/// Nothing that is written out has a password in it.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

/// The table `[news]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewsConfig {
    /// The command that takes them on its standard input, and its arguments: `["sendmail", "-t"]`. No shell reads it.
    pub send: Vec<String>,
    /// Who gets the message.
    pub to: Vec<String>,
    /// Who sends the message.
    pub from: Option<String>,
    /// What the command is given; a message, unless this says otherwise.
    pub format: Option<String>,
    /// How long the command may take; 60 unless this says otherwise.
    pub timeout_seconds: Option<u64>,
}

/// Where an archive path came from, which decides whether a missing file may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchivePath {
    Named(PathBuf),
    Default(PathBuf),
}

impl ArchivePath {
    pub fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::Default(path) => path,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read config file `{}`: {reason}", .path.display())]
    File { path: PathBuf, reason: String },
    #[error("`{}` holds passwords and can be read by others", .path.display())]
    Open { path: PathBuf },
    #[error("no archive is named, and there is no home folder to keep one in")]
    NoHome,
}

impl Config {
    /// Reads the config file: `CUTTINGS_CONFIG`, else `cuttings/config.toml` in the XDG config
    /// folder. A missing file at the usual place is an empty one. Fails where it cannot be read, or says what is not
    /// known.
    pub fn load() -> Result<Self, Error> {
        let named = variable(CONFIG_VARIABLE).map(PathBuf::from);
        let Some(path) =
            named.clone().or_else(|| Some(xdg("XDG_CONFIG_HOME", ".config")?.join("config.toml")))
        else {
            return Ok(Self::default());
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(Error::File { path, reason: error.to_string() }),
        };
        let mut config: Self = toml::from_str(&text)
            .map_err(|error| Error::File { path, reason: error.message().to_owned() })?;
        config.archive = config.archive.map(from_home);
        config.reports = config.reports.map(from_home);
        config.fetch.credentials = config.fetch.credentials.map(from_home);
        Ok(config)
    }

    /// What servers are told so that they let us in, by the beginnings of their addresses. They are in a file of their
    /// own, which nobody else may read, and never in an archive. Fails where others may read it, or it cannot be read; a
    /// missing file at the usual place is an empty one.
    pub fn credentials(&self) -> Result<BTreeMap<String, Credentials>, Error> {
        let named = self.fetch.credentials.clone();
        let usual = || Some(xdg("XDG_CONFIG_HOME", ".config")?.join("credentials.toml"));
        let Some(path) = named.clone().or_else(usual) else { return Ok(BTreeMap::new()) };
        let wrong = |path: &Path, reason: String| Error::File { path: path.to_owned(), reason };
        let mut file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            Err(error) => return Err(wrong(&path, error.to_string())),
        };
        // Of the file that is read, not of one that has its name by then.
        let metadata = file.metadata().map_err(|error| wrong(&path, error.to_string()))?;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(Error::Open { path });
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| wrong(&path, error.to_string()))?;
        // The parser's words quote the line, and the line may be a password.
        toml::from_str(&text).map_err(|error| {
            let line = error.span().and_then(|span| text.get(..span.start));
            let line = line.map_or(1, |before| before.matches('\n').count() + 1);
            wrong(&path, format!("line {line}: an address with `user` and `password`, or with `header` and `value`, is wanted"))
        })
    }

    /// The archive to use: that of the command line, of the environment, of this file, or the usual one. Fails where
    /// there is no home folder for the usual one.
    pub fn archive_path(&self, option: Option<&Path>) -> Result<ArchivePath, Error> {
        if let Some(path) = option {
            return Ok(ArchivePath::Named(path.to_owned()));
        }
        if let Some(path) = variable(ARCHIVE_VARIABLE) {
            return Ok(ArchivePath::Named(path.into()));
        }
        if let Some(path) = &self.archive {
            return Ok(ArchivePath::Named(path.clone()));
        }
        let folder = xdg("XDG_DATA_HOME", ".local/share").ok_or(Error::NoHome)?;
        Ok(ArchivePath::Default(folder.join("archive.db")))
    }

    /// The folder of the user's own reports, whether or not it exists.
    pub fn reports_folder(&self) -> Option<PathBuf> {
        self.reports.clone().or_else(|| Some(xdg("XDG_CONFIG_HOME", ".config")?.join("reports")))
    }
}

/// Who is at the keyboard, as the system calls them.
pub fn user() -> Option<String> {
    ["USER", "LOGNAME"].iter().find_map(|name| variable(name)?.into_string().ok())
}

/// Whether whoever sits there wants no colours (no-color.org).
pub fn is_without_colour() -> bool {
    variable("NO_COLOR").is_some()
}

/// An environment variable, if it is set to something.
fn variable(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Our folder under an XDG base folder; `None` without a home. The specification says to ignore
/// relative paths.
fn xdg(name: &str, fallback: &str) -> Option<PathBuf> {
    let base = variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    Some(base.or_else(|| Some(home()?.join(fallback)))?.join("cuttings"))
}

fn home() -> Option<PathBuf> {
    variable("HOME").map(PathBuf::from).filter(|path| path.is_absolute() && path != Path::new("/"))
}

fn from_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}
