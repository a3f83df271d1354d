//! A folder of files, which is complete before it has its name.
//!
//! Everything is written into a folder beside it under a name of its own, and that is renamed at the end. What must stay
//! true: a folder that holds anything is never written into, nor replaced.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::DestinationError;

/// An open folder. Nothing is there under its name before `finish`.
pub struct FolderDestination {
    folder: TempDir,
    path: PathBuf,
    /// To be written out in the end.
    files: Vec<PathBuf>,
}

impl FolderDestination {
    /// A folder that is not there yet, or is empty. Fails where something is in it, or it cannot be made.
    pub fn new(path: &Path) -> Result<Self, DestinationError> {
        let failed = |source| DestinationError::File { path: path.to_owned(), source };
        // A link to a folder would be replaced by the rename.
        let path = match fs::canonicalize(path) {
            Ok(canonical) => canonical,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(failed(error)),
        };
        match fs::read_dir(&path) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(DestinationError::NotEmpty(path));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(DestinationError::Exists(path));
            }
            Err(error) => return Err(failed(error)),
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = tempfile::Builder::new()
            .prefix(".cuttings-")
            .permissions(fs::Permissions::from_mode(0o777))
            .tempdir_in(parent.unwrap_or(Path::new(".")))
            .map_err(failed)?;
        Ok(Self { folder, path, files: Vec::new() })
    }

    /// A new file in it. Fails where it cannot be made.
    pub fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let path = self.folder.path().join(name);
        let file = fs::File::create_new(&path)?;
        self.files.push(path);
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }

    /// Gives the folder its name. An empty folder of that name gives way. Fails where something of that name
    /// came meanwhile.
    pub fn finish(self) -> Result<(), DestinationError> {
        let Self { folder, path, files } = self;
        let failed = |source| DestinationError::File { path: path.clone(), source };
        for file in &files {
            fs::File::open(file).and_then(|file| file.sync_all()).map_err(failed)?;
        }
        fs::rename(folder.path(), &path).map_err(|error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists => {
                DestinationError::NotEmpty(path.clone())
            }
            _ => failed(error),
        })?;
        // It has its name now: there is nothing left to remove under the old one.
        let _ = folder.keep();
        Ok(())
    }
}
