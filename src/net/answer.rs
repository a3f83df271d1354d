//! What a server answered.

use ureq::http::{HeaderMap, HeaderName, header};
use url::Url;

/// The last answer of a request, and the redirects that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who answered.
    pub url: Url,
    pub status: u16,
    /// In order; empty where the first address answered.
    pub hops: Vec<Hop>,
    pub fields: Fields,
    /// Unpacked. Of answers that are no success it is not read, and empty.
    pub body: Vec<u8>,
}

/// One redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    pub status: u16,
    pub from: Url,
    pub to: Url,
}

impl Hop {
    /// Whether the server means it for good (RFC 9110, 15.4.2 and 15.4.9).
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

impl Answer {
    /// Where the first address has moved for good: as far as the redirects are permanent without one between that is
    /// not.
    pub fn moved_to(&self) -> Option<&Url> {
        self.hops.iter().take_while(|hop| hop.is_permanent()).last().map(|hop| &hop.to)
    }
}

/// What the head says, as it was sent. What is no UTF-8 counts as not said, because it could not be sent back as it
/// was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub cache_control: Option<String>,
    pub expires: Option<String>,
    pub date: Option<String>,
    pub retry_after: Option<String>,
    pub content_type: Option<String>,
}

impl Fields {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let one = |name: HeaderName| {
            let value = headers.get(name)?.as_bytes().to_vec();
            String::from_utf8(value).ok().filter(|value| !value.is_empty())
        };
        let lines: Vec<_> = headers
            .get_all(header::CACHE_CONTROL)
            .iter()
            .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
            .collect();
        Self {
            etag: one(header::ETAG),
            last_modified: one(header::LAST_MODIFIED),
            cache_control: (!lines.is_empty()).then(|| lines.join(", ")),
            expires: one(header::EXPIRES),
            date: one(header::DATE),
            retry_after: one(header::RETRY_AFTER),
            content_type: one(header::CONTENT_TYPE),
        }
    }
}
