//! Rows that people keep in files of their own: which form a file has, reading and writing it.

use std::path::{Path, PathBuf};

use super::{ExitCode, Failure, terminal};
use crate::ops::exchange::{self, Form};

/// Where rows go, and how they are written.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportOptions {
    /// How rows are written
    #[arg(long, value_parser = ["csv", "toml"], default_value = "csv")]
    form: String,
}

impl ExportOptions {
    pub fn print(&self, rows: &[impl serde::Serialize]) -> Result<ExitCode, Failure> {
        let form = if self.form == "toml" { Form::Toml } else { Form::Csv };
        let text = exchange::written(rows, form).map_err(|error| {
            Failure::new(ExitCode::Failure, format!("cannot write rows: {error}"))
        })?;
        terminal::print(&text)?;
        Ok(ExitCode::Done)
    }
}

/// A row and where it stands, `rulings.csv:row 3`.
pub struct Taken<T> {
    pub place: String,
    pub row: T,
}

/// The rows of a file: those ending in `.toml` are TOML, all others CSV, in any character set. `path:row: reason` of each
/// that is none comes second.
pub fn read<R: serde::de::DeserializeOwned, T>(
    path: &Path,
    take: impl Fn(R) -> Result<T, String>,
) -> Result<(Vec<Taken<T>>, Vec<String>), Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => ExitCode::NoInput,
            std::io::ErrorKind::PermissionDenied => ExitCode::NoPermission,
            _ => ExitCode::InputOutput,
        };
        Failure::new(code, format!("cannot read `{}`: {error}", path.display()))
    })?;
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let form = if is_toml { Form::Toml } else { Form::Csv };
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (index, row) in exchange::read::<R>(&bytes, form).into_iter().enumerate() {
        let place = format!("{}:row {}", path.display(), index + 1);
        match row.and_then(&take) {
            Ok(row) => taken.push(Taken { place, row }),
            Err(reason) => refused.push(format!("{place}: {reason}")),
        }
    }
    Ok((taken, refused))
}

/// Says which rows were refused; the code for it.
pub fn told(refused: &[String]) -> ExitCode {
    for line in refused {
        terminal::say(line);
    }
    if refused.is_empty() { ExitCode::Done } else { ExitCode::Partly }
}

/// A file to read rows from.
#[derive(Clone, Debug, clap::Args)]
pub struct ImportOptions {
    /// Rows as `export` writes them: TOML if its name ends in .toml, else CSV, with commas, semicolons or
    /// tabs
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
