//! What goes back: pages, files, and what is said where there is neither.
//!
//! What must stay true: every answer has the headers that keep it apart from other sites (`with_headers`), also a
//! refusal; a capture is never shown, only saved; what failed is said with what to do about it.

use askama::Template;
use axum::body::Body;
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
    REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::guard::Refusal;
use super::pages::{Frame, policy};
use super::site::Site;
use crate::answer::Failed;
use crate::{config, db};

/// What a page made.
pub enum Answer {
    Page(String),
    /// A page that says which ones were meant.
    Several(String),
    /// Bytes to be saved under a name.
    File {
        media_type: &'static str,
        name: String,
        bytes: Vec<u8>,
    },
    /// Another address of ours.
    Elsewhere(String),
}

/// Why there is no page.
pub enum NoPage {
    /// What was asked is not what can be asked.
    Usage(String),
    /// What was asked for is not there.
    NotThere(String),
    /// It is more than a page can have.
    TooMuch(String),
    /// All readers were taken for too long.
    Busy,
    Archive(db::Error),
    Config(config::Error),
    /// A fault of this program.
    Bug(String),
}

impl From<db::Error> for NoPage {
    fn from(error: db::Error) -> Self {
        Self::Archive(error)
    }
}

impl From<config::Error> for NoPage {
    fn from(error: config::Error) -> Self {
        Self::Config(error)
    }
}

impl From<Failed> for NoPage {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Archive(error) => Self::Archive(error),
            Failed::Configuration(error) => Self::Config(error),
            Failed::Usage(words) => Self::Usage(words),
            Failed::Changed => Self::NotThere("the archive changed while it was read".to_owned()),
        }
    }
}

impl From<askama::Error> for NoPage {
    fn from(error: askama::Error) -> Self {
        Self::Bug(error.to_string())
    }
}

/// What is said of a failure.
struct Said {
    status: StatusCode,
    title: &'static str,
    words: String,
    what_to_do: &'static str,
    /// Whether the same may be answered in a moment.
    is_for_now: bool,
}

impl NoPage {
    fn said(&self) -> Said {
        let say = |status, title, words: &str, what_to_do| Said {
            status,
            title,
            words: words.to_owned(),
            what_to_do,
            is_for_now: status == StatusCode::SERVICE_UNAVAILABLE,
        };
        match self {
            Self::Usage(words) => say(
                StatusCode::BAD_REQUEST,
                "This cannot be asked",
                words,
                "Change it and ask again.",
            ),
            Self::NotThere(words) => {
                say(StatusCode::NOT_FOUND, "Not there", words, "Look for it with the search above.")
            }
            Self::TooMuch(words) => say(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Too much for a page",
                words,
                "Ask for less, or use the command.",
            ),
            Self::Busy => say(
                StatusCode::SERVICE_UNAVAILABLE,
                "Busy",
                "other questions are still being answered",
                "Load this page again in a moment.",
            ),
            Self::Archive(error) => of_archive(error),
            Self::Config(error) => say(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The config file is at fault",
                &error.to_string(),
                "Put it right and load this page again.",
            ),
            Self::Bug(words) => say(
                StatusCode::INTERNAL_SERVER_ERROR,
                "This page failed",
                words,
                "Please report this.",
            ),
        }
    }
}

/// What is said where the archive gave no answer.
fn of_archive(error: &db::Error) -> Said {
    use db::Error as E;
    let (status, title, what_to_do) = match error {
        E::Missing { .. } | E::Restoring { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The archive is not there just now",
            "It may be being restored. Load this page again in a moment.",
        ),
        E::Older { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The archive is of an older version",
            "Any command that writes brings it up to date, such as `cuttings seed`. Load this page again then.",
        ),
        E::Newer { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The archive is of a newer version",
            "Start the newer program's `cuttings serve`.",
        ),
        E::Locked { .. } => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The archive is being written",
            "Another command keeps it to itself just now. Load this page again in a moment.",
        ),
        E::TimeLimit { .. } | E::Stopped { .. } => (
            StatusCode::GATEWAY_TIMEOUT,
            "This takes too long",
            "Ask for less, or use `cuttings query` with a longer `--timeout`.",
        ),
        E::MemoryLimit { .. } => {
            (StatusCode::PAYLOAD_TOO_LARGE, "This takes too much memory", "Ask for less.")
        }
        E::Refused(_) | E::Parameters(_) => {
            (StatusCode::BAD_REQUEST, "This cannot be asked", "Change it and ask again.")
        }
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The archive cannot be read",
            "`cuttings verify` says what is wrong with it.",
        ),
    };
    let is_for_now = status == StatusCode::SERVICE_UNAVAILABLE;
    Said { status, title, words: error.to_string(), what_to_do, is_for_now }
}

#[derive(Template)]
#[template(path = "failed.html")]
struct FailedPage<'p> {
    page: Frame<'p>,
    said: &'p Said,
}

/// A page as it is sent.
pub fn made(answer: Answer) -> Response {
    match answer {
        Answer::Page(text) => page(StatusCode::OK, text),
        Answer::Several(text) => page(StatusCode::MULTIPLE_CHOICES, text),
        Answer::File { media_type, name, bytes } => {
            let mut response = Response::new(Body::from(bytes));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
            // Only names of our own making come here, in letters of ASCII.
            let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            let saved = saved.unwrap_or(HeaderValue::from_static("attachment"));
            headers.insert(CONTENT_DISPOSITION, saved);
            response
        }
        Answer::Elsewhere(address) => match HeaderValue::from_str(&address) {
            Ok(address) => {
                let mut response = plain(StatusCode::SEE_OTHER, "it is on another page");
                response.headers_mut().insert(LOCATION, address);
                response
            }
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "this page failed"),
        },
    }
}

fn page(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response
}

/// A page that says why there is none.
pub fn failed(site: &Site, failed: &NoPage) -> Response {
    let said = failed.said();
    let rendered = FailedPage { page: Frame::of(site, said.title), said: &said }.render();
    let mut response = match rendered {
        Ok(text) => page(said.status, text),
        Err(_) => plain(said.status, said.title),
    };
    if said.is_for_now {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// What is said to those who may not ask.
pub fn refused(refusal: Refusal) -> Response {
    let mut response = plain(refusal.status, refusal.words);
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// A line of text.
pub fn plain(status: StatusCode, words: &str) -> Response {
    let mut response = Response::new(Body::from(format!("{words}\n")));
    *response.status_mut() = status;
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    response
}

/// The headers of every answer. What is read here stays out of caches.
pub fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = HeaderValue::from_static(policy());
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}
