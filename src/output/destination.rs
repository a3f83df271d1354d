//! Where rows go: standard output, or a file that is complete before it has its name.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The width of the terminal that standard output is; `None` if it is none.
pub fn terminal_width() -> Option<usize> {
    let stdout = io::stdout();
    if !stdout.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(&stdout).ok();
    // A terminal that does not know its size, as under some build machines.
    Some(size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(80))
}

/// Why output cannot be written where it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum DestinationError {
    #[error("output file `{}` exists", .0.display())]
    Exists(PathBuf),
    #[error("output folder `{}` is not empty", .0.display())]
    NotEmpty(PathBuf),
    #[error("output file `{}` belongs to the archive", .0.display())]
    IsTheArchive(PathBuf),
    #[error("cannot write `{}`: {source}", .path.display())]
    File { path: PathBuf, source: io::Error },
}

/// An open destination. Nothing is certain before `finish`.
pub struct Destination {
    writer: BufWriter<Target>,
}

enum Target {
    Stdout(io::Stdout),
    /// A device or a pipe that was named: written to as it is.
    Device(fs::File),
    File {
        file: NamedTempFile,
        path: PathBuf,
        force: bool,
    },
}

impl Destination {
    /// Standard output.
    pub fn stdout() -> Self {
        Self { writer: BufWriter::with_capacity(1 << 16, Target::Stdout(io::stdout())) }
    }

    /// A file, which must not exist unless `force`d, and never is one of the files of the archive: closing a
    /// second handle on those would cancel SQLite's locks. Fails where it is one of these, or cannot be made.
    pub fn file(path: &Path, force: bool, archive: &[PathBuf]) -> Result<Self, DestinationError> {
        let failed = |source| DestinationError::File { path: path.to_owned(), source };
        // A symbolic link is followed, not replaced.
        let path = &match fs::canonicalize(path) {
            Ok(canonical) => canonical,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(failed(error)),
        };
        if archive.iter().any(|file| is_same(path, file)) {
            return Err(DestinationError::IsTheArchive(path.clone()));
        }
        let target = match fs::metadata(path) {
            Ok(_) if !force => return Err(DestinationError::Exists(path.clone())),
            Ok(found) if found.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
                // A file may have taken the name since.
                if file.metadata().map_err(failed)?.is_file() {
                    return Err(DestinationError::Exists(path.clone()));
                }
                Target::Device(file)
            }
            found => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                // The permissions of the file that is replaced, or those of any new file.
                let mode = found.map_or(0o666, |found| found.mode() & 0o777);
                let file = tempfile::Builder::new()
                    .prefix(".cuttings-")
                    .permissions(fs::Permissions::from_mode(mode))
                    .tempfile_in(folder.unwrap_or(Path::new(".")))
                    .map_err(failed)?;
                Target::File { file, path: path.clone(), force }
            }
        };
        Ok(Self { writer: BufWriter::with_capacity(1 << 16, target) })
    }

    /// Writes what is left and gives a file its name. Fails where the disk is full, which shows here at the latest.
    pub fn finish(mut self) -> Result<(), DestinationError> {
        let failed = |path: &Path, source| DestinationError::File { path: path.to_owned(), source };
        if let Err(source) = self.writer.flush() {
            let path = match self.writer.get_ref() {
                Target::File { path, .. } => path.clone(),
                _ => PathBuf::from("standard output"),
            };
            return Err(failed(&path, source));
        }
        // Flushed above: nothing is lost with the buffer.
        let (target, _) = self.writer.into_parts();
        if let Target::File { file, path, force } = target {
            file.as_file().sync_all().map_err(|source| failed(&path, source))?;
            let named = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
            named.map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => DestinationError::Exists(path.clone()),
                _ => failed(&path, error.error),
            })?;
        }
        Ok(())
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Device(file) => file.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::Device(file) => file.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

/// Whether two paths are the same file, by name or by what they lead to.
fn is_same(path: &Path, other: &Path) -> bool {
    let by_name = std::path::absolute(path).ok() == std::path::absolute(other).ok();
    let by_file = match (fs::metadata(path), fs::metadata(other)) {
        (Ok(one), Ok(two)) => one.dev() == two.dev() && one.ino() == two.ino(),
        _ => false,
    };
    by_name || by_file
}
