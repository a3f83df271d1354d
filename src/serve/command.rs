//! Commands as they are typed into a shell, for a page that decides nothing itself.
//!
//! What must stay true: whatever a name holds, the shell takes it for one word; a name that cannot be shown as it is
//! gives no command.

use super::site::Site;
use crate::output::safe;

/// `cuttings WORDS --archive PATH`; `None`: a word has characters that steer terminals or cannot be seen, and a copy of
/// it would not be what it looks like.
pub fn line(site: &Site, words: &[&str]) -> Option<String> {
    let archive = site.archive.to_string_lossy();
    let all = ["cuttings"].into_iter().chain(words.iter().copied()).chain(["--archive", &archive]);
    all.map(word).collect::<Option<Vec<_>>>().map(|words| words.join(" "))
}

/// A word in quotation marks, where it needs them.
fn word(text: &str) -> Option<String> {
    if text.chars().any(|character| safe::is_unsafe(character) || character.is_control()) {
        return None;
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,@%:=".contains(c);
    Some(match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Sql;

    #[test]
    fn names_are_one_word_each() {
        let site =
            Site { archive: "/a b.db".into(), port: 1, base: String::new(), sql: Sql::Refused };
        let line = |name: &str| line(&site, &["person", "merge", name]);
        assert_eq!(
            line("Ann O'Neill; $(x)").unwrap(),
            r"cuttings person merge 'Ann O'\''Neill; $(x)' --archive '/a b.db'"
        );
        assert_eq!(line("a\u{202e}b"), None);
        assert_eq!(line("a\nb"), None);
    }
}
