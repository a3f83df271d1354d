//! What shows a server who asks: one header, which goes only to the origin that it is for.
//!
//! What must stay true: a login is never printed, in no error and no debugging output.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ureq::http::{HeaderName, HeaderValue, header};

use super::error::Error;

/// Headers that say how a message is sent, or are ours.
const NOT_LOGINS: [HeaderName; 13] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::RANGE,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::USER_AGENT,
];

/// A header with a secret. `Debug` shows its name alone.
#[derive(Clone, Debug)]
pub struct Login {
    pub(super) name: HeaderName,
    /// Marked as sensitive.
    pub(super) value: HeaderValue,
}

impl Login {
    /// With a user name and a password (RFC 7617).
    ///
    /// Fails for a user name with `:` in it, which could not be told from the password.
    pub fn basic(user: &str, password: &str) -> Result<Self, Error> {
        if user.contains(':') {
            let name = "Authorization".to_owned();
            return Err(Error::Header { name, reason: "a user name has no `:` in it" });
        }
        let packed = STANDARD.encode(format!("{user}:{password}"));
        Self::header("Authorization", &format!("Basic {packed}"))
    }

    /// With any other header: `Authorization: Bearer …`, `X-Api-Key: …`.
    ///
    /// Fails for what is no header, and for those that say how a message is sent.
    pub fn header(name: &str, value: &str) -> Result<Self, Error> {
        let bad = |reason| Error::Header { name: name.to_owned(), reason };
        let parsed: HeaderName = name.parse().map_err(|_| bad("this is no name of a header"))?;
        if NOT_LOGINS.contains(&parsed) {
            return Err(bad("it is not one that shows who asks"));
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| bad("its value has characters that no header has"))?;
        value.set_sensitive(true);
        Ok(Self { name: parsed, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_one_header_and_is_not_shown() {
        let basic = Login::basic("Aladdin", "open sesame").unwrap();
        assert_eq!(basic.name, header::AUTHORIZATION);
        assert_eq!(basic.value, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(!format!("{basic:?}").contains("QWxh"), "{basic:?}");
        let key = Login::header("X-Api-Key", "s3cret").unwrap();
        assert!(!format!("{key:?}").contains("s3cret"), "{key:?}");
    }

    #[test]
    fn what_is_no_login_is_refused_without_showing_it() {
        for (name, value) in [
            ("Host", "s3cret"),
            ("Content-Length", "s3cret"),
            ("If-None-Match", "s3cret"),
            ("X Key", "s3cret"),
            ("", "s3cret"),
            ("X-Key", "s3cret\r\nHost: other"),
        ] {
            let error = Login::header(name, value).unwrap_err().to_string();
            assert!(error.starts_with("the header `") && !error.contains("s3cret"), "{error}");
        }
        assert!(Login::basic("a:b", "c").is_err());
    }
}
