//! The only reader of the environment and the config file.
//!
//! Which archive: `--archive`, else `CUTTINGS_ARCHIVE`, else `archive` in the config file, else
//! `cuttings/archive.db` in the XDG data folder. Only the last is made on first use; a path that
//! somebody wrote down and that is not there is a mistake.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub const ARCHIVE_VARIABLE: &str = "CUTTINGS_ARCHIVE";
pub const CONFIG_VARIABLE: &str = "CUTTINGS_CONFIG";

/// What the config file may say; an unknown key is an error, so that a misspelt one is not ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Path of the archive; a leading `~/` is the home folder.
    pub archive: Option<PathBuf>,
    /// Folder of the user's own reports.
    pub reports: Option<PathBuf>,
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
    #[error("no archive is named, and there is no home folder to keep one in")]
    NoHome,
}

impl Config {
    /// Reads the config file: `CUTTINGS_CONFIG`, else `cuttings/config.toml` in the XDG config
    /// folder. A missing file at the usual place is an empty one.
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
        Ok(config)
    }

    /// The archive to use, given what the command line says.
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
