//! Who is answered at all: decided from the head of a request, before anything is read of the archive.
//!
//! What must stay true: a page of another site cannot read this one. Its name may lead to this machine (DNS rebinding),
//! so the `Host` must be ours; its scripts may ask us, so a foreign `Origin` is refused, and so is whatever a browser
//! says comes from another site and is no page that somebody opens. Without the token nothing is said of the archive.

use axum::http::header::{CONTENT_LENGTH, HOST, ORIGIN, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};

use super::site::Site;

/// Why a request is refused, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: StatusCode,
    pub words: &'static str,
}

const fn refusal(status: StatusCode, words: &'static str) -> Refusal {
    Refusal { status, words }
}

const NO_HOST: Refusal = refusal(StatusCode::BAD_REQUEST, "one `Host` is wanted");
const OTHER_HOST: Refusal =
    refusal(StatusCode::MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only");
const OTHER_ORIGIN: Refusal =
    refusal(StatusCode::FORBIDDEN, "this server answers its own pages only");
const OTHER_METHOD: Refusal =
    refusal(StatusCode::METHOD_NOT_ALLOWED, "this server only reads: GET and HEAD");
const BODY: Refusal = refusal(StatusCode::BAD_REQUEST, "a request has no body here");
const NO_TOKEN: Refusal = refusal(
    StatusCode::NOT_FOUND,
    "there is no such page; `cuttings serve` printed the address when it began",
);

/// What the address begins with is ours, and who asks may. Fails with the refusal, where it is not.
pub fn check(method: &Method, uri: &Uri, headers: &HeaderMap, site: &Site) -> Result<(), Refusal> {
    let host = the_one(headers, &HOST).ok_or(NO_HOST)?;
    let is_ours = |host: &str| is_ours(host, site.port);
    if !is_ours(host) || uri.authority().is_some_and(|named| !is_ours(named.as_str())) {
        return Err(OTHER_HOST);
    }
    if headers.contains_key(ORIGIN) {
        let origin = the_one(headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        if !origin.is_some_and(is_ours) {
            return Err(OTHER_ORIGIN);
        }
    }
    if is_of_another_site(headers) {
        return Err(OTHER_ORIGIN);
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(OTHER_METHOD);
    }
    let has_length = headers.get(CONTENT_LENGTH).is_some_and(|length| length != "0");
    if has_length || headers.contains_key(TRANSFER_ENCODING) {
        return Err(BODY);
    }
    match has_token(uri.path(), &site.base) {
        true => Ok(()),
        false => Err(NO_TOKEN),
    }
}

/// The value of a header that is there once, and is text.
fn the_one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())?
}

fn is_ours(host: &str, port: u16) -> bool {
    ["127.0.0.1", "localhost"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

/// Whether a browser says that another site asks, and not a person who opens a page.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let said = |name: &'static str| the_one(headers, &HeaderName::from_static(name));
    let is_foreign = matches!(said("sec-fetch-site"), Some("cross-site" | "same-site"));
    let is_opened = said("sec-fetch-mode") == Some("navigate")
        && matches!(said("sec-fetch-dest"), Some("document"));
    is_foreign && !is_opened
}

/// Whether a path begins with the token; how much of it is right does not show in the time that this takes.
fn has_token(path: &str, base: &str) -> bool {
    let (path, base) = (path.as_bytes(), base.as_bytes());
    if base.is_empty() {
        return true;
    }
    let Some((begun, rest)) = path.split_at_checked(base.len()) else { return false };
    let differences = begun.iter().zip(base).fold(0, |all, (one, other)| all | (one ^ other));
    differences == 0 && rest.first() == Some(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Sql;

    fn asked(path: &str, headers: &[(&str, &str)]) -> Result<(), Refusal> {
        let site =
            Site { archive: "a".into(), port: 80, base: "/abcd".to_owned(), sql: Sql::Refused };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        check(&Method::GET, &path.parse().unwrap(), &map, &site)
    }

    #[test]
    fn only_this_host_is_answered() {
        for host in ["127.0.0.1:80", "localhost:80", "LOCALHOST:80"] {
            assert_eq!(asked("/abcd/", &[("host", host)]), Ok(()), "{host}");
        }
        for host in
            ["", "evil.example:80", "127.0.0.1", "127.0.0.1:81", "localhost.evil.example:80"]
        {
            assert_eq!(asked("/abcd/", &[("host", host)]), Err(OTHER_HOST), "{host}");
        }
        assert_eq!(asked("/abcd/", &[]), Err(NO_HOST));
        let two = [("host", "127.0.0.1:80"), ("host", "evil.example:80")];
        assert_eq!(asked("/abcd/", &two), Err(NO_HOST));
        let ours = [("host", "127.0.0.1:80")];
        assert_eq!(asked("http://evil.example:80/abcd/", &ours), Err(OTHER_HOST));
    }

    #[test]
    fn only_this_token_is_answered() {
        let ours = [("host", "127.0.0.1:80")];
        for path in ["/abcd/", "/abcd/search?q=x"] {
            assert_eq!(asked(path, &ours), Ok(()), "{path}");
        }
        for path in ["/", "/abcd", "/abce/", "/ABCD/", "/abcde/", "/x/abcd/", "/%61bcd/"] {
            assert_eq!(asked(path, &ours), Err(NO_TOKEN), "{path}");
        }
    }

    #[test]
    fn other_sites_are_refused() {
        let with = |name: &'static str, value: &'static str| {
            asked("/abcd/", &[("host", "127.0.0.1:80"), (name, value)])
        };
        assert_eq!(with("origin", "http://127.0.0.1:80"), Ok(()));
        for origin in ["null", "http://evil.example", "https://127.0.0.1:80", "http://127.0.0.1:81"]
        {
            assert_eq!(with("origin", origin), Err(OTHER_ORIGIN), "{origin}");
        }
        assert_eq!(with("sec-fetch-site", "cross-site"), Err(OTHER_ORIGIN));
        assert_eq!(with("sec-fetch-site", "same-site"), Err(OTHER_ORIGIN));
        assert_eq!(with("sec-fetch-site", "same-origin"), Ok(()));
        assert_eq!(with("content-length", "5"), Err(BODY));
        assert_eq!(with("transfer-encoding", "chunked"), Err(BODY));
    }
}
