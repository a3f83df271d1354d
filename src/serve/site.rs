//! What every page knows: which archive, under which address, and what is allowed.

use std::io;
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rustix::rand::{GetRandomFlags, getrandom};

use super::Sql;

/// What has no meaning of its own in an address stays as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is served.
#[derive(Debug)]
pub struct Site {
    pub archive: PathBuf,
    pub port: u16,
    /// What every path begins with: `/` and the token, or nothing.
    pub base: String,
    pub sql: Sql,
}

impl Site {
    /// The address of a page: `/TOKEN/search?q=tolls`. Pairs without a value are left out.
    pub fn href(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let mut address = format!("{}/{path}", self.base);
        let given = pairs.iter().filter(|(_, value)| !value.is_empty());
        for (at, (name, value)) in given.enumerate() {
            address.push(if at == 0 { '?' } else { '&' });
            address.push_str(&encoded(name));
            address.push('=');
            address.push_str(&encoded(value));
        }
        address
    }

    /// Whether a page for SQL of people's own is there.
    pub fn has_sql(&self) -> bool {
        self.sql == Sql::Allowed
    }

    /// How the archive is called, for people.
    pub fn name(&self) -> String {
        self.archive.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// A text as a part of an address.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// 128 bits that nobody can guess, in hexadecimal. Fails where the system has none.
pub fn new_token() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    // The system gives so few at once, or none.
    let given = getrandom(&mut bytes, GetRandomFlags::empty())?;
    match given == bytes.len() {
        true => Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        false => Err(io::Error::other("the system gave too few random numbers")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_and_keep_the_token() {
        let site =
            Site { archive: "a.db".into(), port: 1, base: "/t".to_owned(), sql: Sql::Refused };
        assert_eq!(site.href("", &[]), "/t/");
        assert_eq!(
            site.href("search", &[("q", "a&b=\"ü\"#/"), ("since", ""), ("page", "2")]),
            "/t/search?q=a%26b%3D%22%C3%BC%22%23%2F&page=2"
        );
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
