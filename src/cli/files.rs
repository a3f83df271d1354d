//! Rows that people keep in files of their own: which form a file has, reading and writing it.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::rows::file_of;
use super::{ExitCode, Failure, terminal};
use crate::db::Archive;
use crate::ops::exchange::{self, RowForm};
use crate::output::{Destination, DestinationError};

/// Where rows go, and how they are written.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct ExportOptions {
    /// How rows are written [default: as the name of the output file ends, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = ["csv", "toml"])]
    format: Option<String>,
    /// Write to a file instead of standard output
    ///
    /// The file is complete before it has its name. It must not exist yet.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long, requires = "output")]
    force: bool,
}

impl ExportOptions {
    /// Writes the rows of an archive. Fails where they cannot be written.
    pub fn print(
        &self,
        archive: &Path,
        rows: &[impl serde::Serialize],
    ) -> Result<ExitCode, Failure> {
        let output = file_of(self.output.as_deref());
        let is_toml = match (&self.format, output) {
            (Some(format), _) => format == "toml",
            (None, Some(path)) => is_named_toml(path),
            (None, None) => false,
        };
        let form = if is_toml { RowForm::Toml } else { RowForm::Csv };
        let text = exchange::written(rows, form).map_err(|error| {
            Failure::new(ExitCode::Failure, format!("cannot write rows: {error}"))
        })?;
        match output {
            Some(path) => {
                let own = Archive::own_files(archive);
                let mut file = Destination::file(path, self.force, &own)?;
                file.write_all(text.as_bytes())
                    .map_err(|source| DestinationError::File { path: path.to_owned(), source })?;
                file.finish()?;
            }
            None => terminal::print(&text)?,
        }
        Ok(ExitCode::Done)
    }
}

/// A row and where it stands, `rulings.csv:row 3`.
pub struct Taken<T> {
    pub place: String,
    pub row: T,
}

fn is_named_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The rows of a file: those ending in `.toml` are TOML, all others CSV, in any character set. Rows that
/// cannot be taken come second, each as `path:row: reason`. Fails if the file cannot be read.
pub fn read<R: serde::de::DeserializeOwned, T>(
    path: &Path,
    take: impl Fn(R) -> Result<T, String>,
) -> Result<(Vec<Taken<T>>, Vec<String>), Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::cannot_read(path, &error))?;
    let form = if is_named_toml(path) { RowForm::Toml } else { RowForm::Csv };
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
