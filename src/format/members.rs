//! What archives of files have in common: how a member is named, which members are nobody's text, and
//! what is said of a file without any.
//!
//! Nothing is ever written under a member's name, so that `../x` and `/x` are names like others.

use std::collections::{HashMap, HashSet};

use super::compression::LARGEST;
use super::{Piece, PieceContent, Pieces};

/// Files and folders that systems leave in archives beside what people put there.
const LEFT_BEHIND: &[&str] = &["__MACOSX", "Thumbs.db", "desktop.ini"];

/// Why a member larger than one capture may be is not taken.
pub fn too_large() -> String {
    format!("larger than {} MiB; unpack the archive and take its folder", LARGEST >> 20)
}

/// Whether a member is hidden or left behind by a system, by any folder on its way.
pub fn is_left_behind(name: &str) -> bool {
    name.split('/').any(|part| {
        let is_step = matches!(part, "." | "..");
        (part.starts_with('.') && !is_step) || LEFT_BEHIND.contains(&part)
    })
}

/// What is said of such a member.
pub fn left_behind() -> PieceContent {
    PieceContent::Passed("hidden file".to_owned())
}

/// Names of the members of one archive: printable, and each only once.
#[derive(Default)]
pub struct MemberNames {
    given: HashSet<String>,
    /// How often each name came.
    counts: HashMap<String, u32>,
}

impl MemberNames {
    /// The name of the next member. What is no UTF-8 or no printable character is percent-escaped; a
    /// name that comes again gets a number.
    pub fn next(&mut self, bytes: &[u8]) -> String {
        let mut name = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                match character.is_control() {
                    true => escape(character.to_string().as_bytes(), &mut name),
                    false => name.push(character),
                }
            }
            escape(chunk.invalid(), &mut name);
        }
        let name = name.strip_prefix("./").map(str::to_owned).unwrap_or(name);
        let count = self.counts.entry(name.clone()).or_insert(0);
        loop {
            *count += 1;
            let numbered = if *count > 1 { format!("{name} ({count})") } else { name.clone() };
            // A member may be called `a.txt (2)` by itself, or be written as another is escaped.
            if self.given.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

fn escape(bytes: &[u8], into: &mut String) {
    for byte in bytes {
        into.push_str(&format!("%{byte:02X}"));
    }
}

/// The members of an archive, or a word that it holds none.
pub fn or_none<'a>(members: impl Iterator<Item = Piece> + Send + 'a) -> Pieces<'a> {
    or_nothing(members, "no file in the archive")
}

/// The pieces of a file, or why there are none. The empty name stands for the file itself.
pub fn or_nothing<'a>(
    pieces: impl Iterator<Item = Piece> + Send + 'a,
    reason: &'static str,
) -> Pieces<'a> {
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        let content = PieceContent::Skipped(reason.to_owned());
        return Box::new(std::iter::once(Piece { name: String::new(), content }));
    }
    Box::new(pieces)
}

/// An archive that cannot be taken at all. The empty name stands for the file itself.
pub fn refused(reason: String) -> Piece {
    Piece { name: String::new(), content: PieceContent::Refused(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_printable_and_unique() {
        let mut names = MemberNames::default();
        for (bytes, name) in [
            (&b"news/b.html"[..], "news/b.html"),
            (b"./a.txt", "a.txt"),
            (b"news/b.html", "news/b.html (2)"),
            (b"../x\n\x1b.txt", "../x%0A%1B.txt"),
            (b"caf\xe9.txt", "caf%E9.txt"),
            ("café.txt".as_bytes(), "café.txt"),
            (b"caf%E9.txt", "caf%E9.txt (2)"),
            (b"x (2)", "x (2)"),
            (b"x", "x"),
            (b"x", "x (3)"),
        ] {
            assert_eq!(names.next(bytes), name);
        }
    }

    #[test]
    fn what_systems_leave_is_no_member() {
        for (name, expected) in [
            (".DS_Store", true),
            ("a/.git/x", true),
            ("__MACOSX/a/._b.txt", true),
            ("a/Thumbs.db", true),
            ("../a.txt", false),
            ("./a.b", false),
        ] {
            assert_eq!(is_left_behind(name), expected, "{name}");
        }
    }
}
