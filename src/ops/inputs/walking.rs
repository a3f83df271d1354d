//! From paths to files: folders recursively, and what in them is nobody's text.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use walkdir::{DirEntry, WalkDir};

use super::opening::{Opened, irregular};
use super::{Content, Item, reason};

/// How browsers name the folder of pictures and scripts beside a page that they save, behind the page's
/// own name, in the languages in which they come.
const PAGE_FOLDERS: &[&str] = &[
    "_files",
    ".files",
    "-Dateien",
    "_archivos",
    "_fichiers",
    "_arquivos",
    "_ficheiros",
    "_bestanden",
    "-filer",
    "_pliki",
    "_soubory",
    "_tiedostot",
    "_dosyalar",
    "-filene",
    "_file",
];
/// Names that such a page may have behind the same stem.
const PAGES: &[&str] = &["html", "htm", "xhtml", "HTML", "HTM"];

/// How the files begin that mail servers keep beside a Maildir's messages.
const MAIL_SERVER_FILES: &[&str] =
    &["dovecot", "courierimap", "maildirfolder", "maildirsize", "subscriptions"];

/// The files of some paths, in order.
pub struct Walk<'a> {
    paths: VecDeque<PathBuf>,
    folder: Option<walkdir::IntoIter>,
    is_excluded: Box<dyn Fn(u64, u64) -> bool + Send + 'a>,
}

/// What a path leads to.
pub enum Found {
    File { file: Opened, name: Option<String> },
    Item(Item),
}

impl<'a> Walk<'a> {
    /// The files of these paths but those whose device and inode are excluded.
    pub fn new(paths: &[PathBuf], is_excluded: Box<dyn Fn(u64, u64) -> bool + Send + 'a>) -> Self {
        Self { paths: paths.iter().cloned().collect(), folder: None, is_excluded }
    }

    /// A path that somebody named: links are followed, since they were meant.
    fn named(&mut self, path: PathBuf) -> Option<Found> {
        if path.as_os_str() == "-" {
            return Some(Found::File { file: Opened::standard_input(), name: None });
        }
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                self.folder = Some(WalkDir::new(path).sort_by_file_name().into_iter());
                None
            }
            Ok(metadata) => Some(self.file(path, &metadata, OFlags::NONBLOCK)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(item(path, true, Content::Missing("no such file or folder".to_owned())))
            }
            Err(error) => Some(item(path, true, Content::Refused(reason(&error)))),
        }
    }

    /// The next of the folder that is being walked; `None` as well where it is nothing to take.
    fn next_of_folder(&mut self) -> Option<Found> {
        let folder = self.folder.as_mut()?;
        let entry = match folder.next() {
            Some(Ok(entry)) => entry,
            Some(Err(error)) => {
                let path = error.path().map(Path::to_owned).unwrap_or_default();
                let reason = error.io_error().map_or_else(|| "cannot be listed".to_owned(), reason);
                return Some(item(path, false, Content::Refused(reason)));
            }
            None => {
                self.folder = None;
                return None;
            }
        };
        let kind = entry.file_type();
        if entry.depth() > 0 {
            let of_page = || kind.is_dir().then(|| page_of_folder(entry.path())).flatten();
            if is_left_out(&entry) {
                if kind.is_dir() {
                    folder.skip_current_dir();
                }
                return None;
            }
            if let Some(page) = of_page() {
                folder.skip_current_dir();
                let reason = format!("belongs to the saved page `{page}`");
                return Some(item(entry.into_path(), false, Content::Skipped(reason)));
            }
        }
        // Links inside folders are not followed: they lead in circles and out of the tree.
        if kind.is_dir() || kind.is_symlink() {
            return None;
        }
        let path = entry.into_path();
        Some(match fs::symlink_metadata(&path) {
            Ok(metadata) => self.file(path, &metadata, OFlags::NONBLOCK | OFlags::NOFOLLOW),
            Err(error) => item(path, false, Content::Refused(reason(&error))),
        })
    }

    /// Opens a file, if it may be opened.
    fn file(&self, path: PathBuf, metadata: &Metadata, flags: OFlags) -> Found {
        let is_named = !flags.contains(OFlags::NOFOLLOW);
        if (self.is_excluded)(metadata.dev(), metadata.ino()) {
            let reason = "belongs to the archive itself".to_owned();
            return item(path, is_named, Content::Skipped(reason));
        }
        if let Some(kind) = irregular(metadata) {
            let reason = format!("{kind}, not a file");
            // Named, it was meant; found in a folder, it was only in the way.
            let content = if is_named { Content::Refused } else { Content::Skipped };
            return item(path, is_named, content(reason));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        match Opened::file(&path, metadata, flags) {
            Ok(file) => Found::File { file, name },
            Err(reason) => item(path, is_named, Content::Refused(reason)),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let found = match self.folder {
                Some(_) => self.next_of_folder(),
                None => {
                    let path = self.paths.pop_front()?;
                    self.named(path)
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

fn item(path: PathBuf, is_named: bool, content: Content) -> Found {
    Found::Item(Item::of_path(path, is_named, content))
}

/// Whether something found in a folder is hidden, or a mail server's own.
fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    if name.as_bytes().starts_with(b".") {
        return true;
    }
    let is_servers = entry.file_type().is_file()
        && MAIL_SERVER_FILES.iter().any(|start| name.as_bytes().starts_with(start.as_bytes()));
    // A message in `tmp` is still being delivered.
    let is_delivery = entry.file_type().is_dir() && name == OsStr::new("tmp");
    (is_servers || is_delivery) && entry.path().parent().is_some_and(is_maildir)
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && folder.join("new").is_dir()
}

/// The name of the saved page whose pictures and scripts a folder holds, if it is such a folder.
fn page_of_folder(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?;
    let stem = PAGE_FOLDERS.iter().find_map(|ending| name.strip_suffix(ending))?;
    PAGES
        .iter()
        .map(|extension| format!("{stem}.{extension}"))
        .find(|page| folder.with_file_name(page).is_file())
}
