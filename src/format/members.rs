//! What archives of files have in common: how a member is named, and which members are nobody's text.
//!
//! Nothing is ever written under a member's name, so that `../x` and `/x` are names like others.

use std::collections::HashMap;

use super::compression::LARGEST;
use super::{Piece, PieceContent};

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

/// Names of the members of one archive: printable, and each only once.
#[derive(Default)]
pub struct Names {
    seen: HashMap<String, u32>,
}

impl Names {
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
        let count = self.seen.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{name} ({count})") } else { name }
    }
}

fn escape(bytes: &[u8], into: &mut String) {
    for byte in bytes {
        into.push_str(&format!("%{byte:02X}"));
    }
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
        let mut names = Names::default();
        for (bytes, name) in [
            (&b"news/b.html"[..], "news/b.html"),
            (b"./a.txt", "a.txt"),
            (b"news/b.html", "news/b.html (2)"),
            (b"../x\n\x1b.txt", "../x%0A%1B.txt"),
            (b"caf\xe9.txt", "caf%E9.txt"),
            ("café.txt".as_bytes(), "café.txt"),
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
