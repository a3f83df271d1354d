//! Asking for one address: redirects followed by our own loop, each hop checked like the first.
//!
//! What must stay true: of each redirect it is known whether it was permanent, which is why the HTTP library does
//! not follow them; and a login goes to the origin that it is for, and to none that comes behind another one.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use url::Url;

use super::addresses::Allowed;
use super::answer::{Answer, Fields, Hop};
use super::body::{self, CODINGS, Codings};
use super::error::{Error, Phase};
use super::login::Login;
use super::resolve::{self, Names, SystemNames};
use super::wire::{Incoming, Wire};

/// So many redirects are followed.
const MOST_HOPS: usize = 10;

/// How one asks.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who asks, with a way to reach them.
    pub user_agent: String,
    /// What may be asked although it is not public.
    pub allowed: Allowed,
    pub limits: Limits,
}

/// How long a request may take, and how much may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of a body, as it comes and again as it is unpacked.
    pub body_bytes: u64,
    /// Until a name is found.
    pub resolve: Duration,
    /// Until there is a connection, a secure one with `https`.
    pub connect: Duration,
    /// Until the request is sent.
    pub send: Duration,
    /// Until the whole head of the answer is there.
    pub answer: Duration,
    /// Until its whole body is there.
    pub body: Duration,
    /// All together, with every redirect.
    pub overall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 20 * 1000 * 1000,
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            send: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            body: Duration::from_secs(60),
            overall: Duration::from_secs(90),
        }
    }
}

/// What is wanted (`Accept`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    Feed,
    Page,
    /// `robots.txt`.
    Text,
}

impl Accept {
    fn header(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, \
                 application/rdf+xml;q=0.9, application/xml;q=0.9, text/xml;q=0.9, \
                 application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
            }
            Self::Page => "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5",
            Self::Text => "text/plain, */*;q=0.1",
        }
    }
}

/// One thing to ask for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub url: &'a str,
    pub accept: Accept,
    /// As the server gave it.
    pub etag: Option<&'a str>,
    /// As the server gave it.
    pub last_modified: Option<&'a str>,
    /// For the origin of `url`.
    pub login: Option<&'a Login>,
}

impl<'a> Request<'a> {
    pub fn new(url: &'a str, accept: Accept) -> Self {
        Self { url, accept, etag: None, last_modified: None, login: None }
    }
}

/// Asks servers. Threads may share one.
pub struct Client {
    user_agent: HeaderValue,
    allowed: Allowed,
    limits: Limits,
    names: Arc<dyn Names>,
    wire: Wire,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("user_agent", &self.user_agent).finish_non_exhaustive()
    }
}

impl Client {
    /// A client that looks up names as the system does.
    ///
    /// Fails if `user_agent` is not what a header can hold.
    pub fn new(options: Options) -> Result<Self, Error> {
        Self::with_names(options, Arc::new(SystemNames))
    }

    /// A client that looks up names in its own way.
    ///
    /// Fails if `user_agent` is not what a header can hold.
    pub fn with_names(options: Options, names: Arc<dyn Names>) -> Result<Self, Error> {
        let Options { user_agent, allowed, limits } = options;
        let user_agent = value(header::USER_AGENT, &user_agent)?;
        Ok(Self { user_agent, allowed, limits, names, wire: Wire::new(limits) })
    }

    /// Asks for an address, and where it leads to. Every answer is one, also `404` and `503`.
    ///
    /// Fails if there is no answer or not a whole one, and without asking for what is refused.
    pub fn get(&self, request: &Request) -> Result<Answer, Error> {
        let deadline = Instant::now() + self.limits.overall;
        let mut url = web_address(request.url)?;
        let mut headers = self.headers(request)?;
        let mut login = request.login;
        let mut hops: Vec<Hop> = Vec::new();
        let mut asked = HashSet::from([url.clone()]);
        loop {
            if let Some(login) = login {
                headers.insert(login.name.clone(), login.value.clone());
            }
            let incoming = self.ask(&url, headers.clone(), deadline)?;
            let status = incoming.response.status().as_u16();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return self.answer(url, hops, incoming, deadline);
            }
            if hops.len() == MOST_HOPS {
                return Err(Error::TooManyHops { limit: MOST_HOPS });
            }
            let to = target(&url, &incoming.response)?;
            if !asked.insert(to.clone()) {
                return Err(Error::Loop { url: to.to_string() });
            }
            if to.origin() != url.origin()
                && let Some(login) = login.take()
            {
                headers.remove(&login.name);
            }
            hops.push(Hop { status, from: url, to: to.clone() });
            url = to;
        }
    }

    fn headers(&self, request: &Request) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, self.user_agent.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static(request.accept.header()));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(CODINGS));
        for (name, text) in [
            (header::IF_NONE_MATCH, request.etag),
            (header::IF_MODIFIED_SINCE, request.last_modified),
        ] {
            if let Some(text) = text {
                headers.insert(name.clone(), value(name, text)?);
            }
        }
        Ok(headers)
    }

    fn ask(&self, url: &Url, headers: HeaderMap, deadline: Instant) -> Result<Incoming, Error> {
        let limit = self.limits.resolve.min(self.time_left(deadline)?);
        let addresses = resolve::checked(url, &self.names, &self.allowed, limit)?;
        self.wire.ask(url, addresses, headers, self.time_left(deadline)?)
    }

    fn time_left(&self, deadline: Instant) -> Result<Duration, Error> {
        let left = deadline.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(Error::Timeout {
                phase: Phase::Overall,
                seconds: self.limits.overall.as_secs(),
            }),
            false => Ok(left),
        }
    }

    fn answer(
        &self,
        url: Url,
        hops: Vec<Hop>,
        incoming: Incoming,
        deadline: Instant,
    ) -> Result<Answer, Error> {
        let status = incoming.response.status();
        let fields = Fields::of(incoming.response.headers());
        // An error page is nobody's text, and may be as endless as any other.
        let body = match status.is_success() {
            true => self.body(&url, incoming, deadline)?,
            false => Vec::new(),
        };
        Ok(Answer { url, status: status.as_u16(), hops, fields, body })
    }

    fn body(&self, url: &Url, incoming: Incoming, deadline: Instant) -> Result<Vec<u8>, Error> {
        let Incoming { response, seen } = incoming;
        let (head, body) = response.into_parts();
        let limit = self.limits.body_bytes;
        let packed_as = head.headers.get_all(header::CONTENT_ENCODING);
        let codings = Codings::parse(packed_as.iter().map(HeaderValue::as_bytes))?;
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(Error::TooLarge { limit });
        }
        let bytes = body::received(
            body.into_reader(),
            limit,
            |error| self.wire.reading_error(url, &seen, error),
            || self.time_left(deadline).map(drop),
        )?;
        if seen.was_reset() {
            return Err(Error::Cut);
        }
        if seen.has_more() {
            return Err(Error::Longer);
        }
        body::unpacked(bytes, &codings, limit)
    }
}

/// An address that may be asked, as far as it can be told without looking up its name.
fn web_address(text: &str) -> Result<Url, Error> {
    permitted(Url::parse(text).map_err(|error| no_address(text, error))?)
}

fn no_address(text: &str, error: url::ParseError) -> Error {
    // What is in front of an `@` may be a password.
    let shown = match text.rsplit_once('@') {
        Some((_, behind)) => format!("…@{behind}"),
        None => text.to_owned(),
    };
    Error::Address { url: shown, reason: error.to_string() }
}

/// Where a redirect leads. Without the fragment, which is for readers and no server's.
fn target<B>(from: &Url, response: &Response<B>) -> Result<Url, Error> {
    let status = response.status().as_u16();
    // The last one, as browsers take it.
    let location = response.headers().get_all(header::LOCATION).iter().next_back();
    let location = location.ok_or(Error::NoTarget { status })?;
    let text = String::from_utf8_lossy(location.as_bytes()).into_owned();
    permitted(from.join(&text).map_err(|error| no_address(&text, error))?)
}

fn permitted(mut url: Url) -> Result<Url, Error> {
    url.set_fragment(None);
    let has_user = !url.username().is_empty() || url.password().is_some();
    // Both fail for addresses that can have neither.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    match url.scheme() {
        "http" | "https" if has_user => Err(Error::UserInAddress { url: url.to_string() }),
        "http" | "https" => Ok(url),
        scheme => Err(Error::Scheme { scheme: scheme.to_owned(), url: url.to_string() }),
    }
}

fn value(name: HeaderName, text: &str) -> Result<HeaderValue, Error> {
    // `from_bytes`, because servers put characters beyond ASCII into what they want back.
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| Error::Header {
        name: name.to_string(),
        reason: "its value has characters that no header has",
    })
}
