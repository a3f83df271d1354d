//! One request to one server, over the HTTP library.
//!
//! What must stay true: the library follows no redirect, looks up no name, reads no environment, keeps no connection
//! and unpacks nothing. A connection serves one request: what a server sends behind its answer can then never be
//! taken for the next one, and is seen.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::config::AutoHeaderValue;
use ureq::http::{self, HeaderMap, HeaderValue, Response, Uri, header};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, NextTimeout, RustlsConnector, TcpConnector, Transport,
};
use ureq::{Agent, Body, Timeout};
use url::Url;

use super::client::Limits;
use super::error::{Error, Phase};
use super::resolve::Fixed;

/// A head may be so large, in bytes.
const LARGEST_HEAD: usize = 64 * 1024;

/// Characters that `url` leaves in addresses and HTTP does not have in them.
const NOT_IN_HTTP: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What connections have in common.
pub(super) struct Wire {
    /// Holds the certificates of authorities, made once.
    tls: Arc<RustlsConnector>,
    limits: Limits,
}

/// An answer whose body is still to be read.
pub(super) struct Incoming {
    pub response: Response<Body>,
    pub seen: Arc<Seen>,
}

/// What the connection of one request saw that the library does not say.
#[derive(Debug, Default)]
pub(super) struct Seen {
    stage: AtomicU8,
    /// Bytes behind the answer.
    more: AtomicBool,
    /// The other side broke off instead of closing.
    reset: AtomicBool,
}

const CONNECTING: u8 = 0;
const SECURING: u8 = 1;
const CONNECTED: u8 = 2;

impl Seen {
    /// Whether more came than the answer has. To be asked once its body is read.
    pub fn has_more(&self) -> bool {
        self.more.load(Ordering::Relaxed)
    }

    /// Whether the connection broke. A body whose length nobody said then need not be whole.
    pub fn was_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }
}

impl Wire {
    pub fn new(limits: Limits) -> Self {
        Self { tls: Arc::new(RustlsConnector::default()), limits }
    }

    /// Asks one server, which is at `addresses`. Fails where it cannot be reached, does not answer in time, or its answer
    /// is not HTTP; any status is an answer.
    pub fn ask(
        &self,
        url: &Url,
        addresses: Vec<SocketAddr>,
        headers: HeaderMap,
        time_left: Duration,
    ) -> Result<Incoming, Error> {
        let seen = Arc::new(Seen::default());
        let line = Line {
            tcp: TcpConnector::default(),
            tls: Arc::clone(&self.tls),
            seen: Arc::clone(&seen),
        };
        let agent = Agent::with_parts(self.config(time_left), line, Fixed(addresses));
        let mut request = http::Request::get(uri(url)?)
            .body(())
            .map_err(|error| Error::Address { url: url.to_string(), reason: error.to_string() })?;
        *request.headers_mut() = headers;
        request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        match agent.run(request) {
            Ok(response) => Ok(Incoming { response, seen }),
            Err(error) => Err(self.in_our_words(url, &seen, error)),
        }
    }

    fn config(&self, time_left: Duration) -> ureq::config::Config {
        Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .max_response_header_size(LARGEST_HEAD)
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .timeout_global(Some(time_left))
            .timeout_connect(Some(self.limits.connect))
            .timeout_send_request(Some(self.limits.send))
            .timeout_recv_response(Some(self.limits.answer))
            .timeout_recv_body(Some(self.limits.body))
            .build()
    }

    /// An error while the body is read.
    pub fn reading_error(&self, url: &Url, seen: &Seen, error: io::Error) -> Error {
        self.in_our_words(url, seen, ureq::Error::from(error))
    }

    fn in_our_words(&self, url: &Url, seen: &Seen, error: ureq::Error) -> Error {
        let host = url.host_str().unwrap_or_default().to_owned();
        let stage = seen.stage.load(Ordering::Relaxed);
        match error {
            ureq::Error::Timeout(timeout) => self.too_slow(timeout),
            ureq::Error::LargeResponseHeader(..) => Error::HeadTooLarge,
            // A handshake that breaks off is trouble of the network, or of a server that starts just now.
            ureq::Error::Io(error)
                if stage == SECURING && error.kind() != io::ErrorKind::InvalidData =>
            {
                Error::Connect { host, reason: error.to_string() }
            }
            _ if stage == SECURING => Error::Tls { host, reason: reason(&error) },
            _ if stage == CONNECTING => Error::Connect { host, reason: reason(&error) },
            ureq::Error::Io(error) => match error.kind() {
                io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe => Error::Cut,
                _ if url.scheme() == "https" && error.kind() == io::ErrorKind::InvalidData => {
                    Error::Tls { host, reason: error.to_string() }
                }
                _ => Error::Connect { host, reason: error.to_string() },
            },
            ureq::Error::BodyStalled => Error::Cut,
            error => Error::Protocol { reason: reason(&error) },
        }
    }

    fn too_slow(&self, timeout: Timeout) -> Error {
        let (phase, limit) = match timeout {
            Timeout::Resolve => (Phase::Resolve, self.limits.resolve),
            Timeout::Connect => (Phase::Connect, self.limits.connect),
            Timeout::SendRequest | Timeout::SendBody | Timeout::Await100 => {
                (Phase::Send, self.limits.send)
            }
            Timeout::RecvResponse => (Phase::Answer, self.limits.answer),
            Timeout::RecvBody => (Phase::Body, self.limits.body),
            _ => (Phase::Overall, self.limits.overall),
        };
        Error::Timeout { phase, seconds: limit.as_secs() }
    }
}

/// What an error says, without the word that tells which part of the library it comes from.
fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::Protocol(error) => error.to_string(),
        ureq::Error::Rustls(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// The address as the HTTP library takes it: without a fragment, and with what HTTP does not have in it escaped.
fn uri(url: &Url) -> Result<Uri, Error> {
    let mut text = format!("{}{}", url.origin().ascii_serialization(), url.path());
    if let Some(query) = url.query() {
        text.push('?');
        text.push_str(query);
    }
    let escaped = utf8_percent_encode(&text, NOT_IN_HTTP).to_string();
    escaped.parse().map_err(|error: http::uri::InvalidUri| Error::Address {
        url: url.to_string(),
        reason: error.to_string(),
    })
}

/// Makes connections that tell how far they came.
#[derive(Debug)]
struct Line {
    tcp: TcpConnector,
    tls: Arc<RustlsConnector>,
    seen: Arc<Seen>,
}

impl Connector<()> for Line {
    type Out = Watched;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Watched>, ureq::Error> {
        let plain = Connector::<()>::connect(&self.tcp, details, None)?;
        self.seen.stage.store(SECURING, Ordering::Relaxed);
        let secure = self.tls.connect(details, plain)?;
        self.seen.stage.store(CONNECTED, Ordering::Relaxed);
        let seen = Arc::clone(&self.seen);
        Ok(secure.map(|inner| Watched { inner: Box::new(inner), seen }))
    }
}

/// A connection that tells, when it is closed, whether something was left.
struct Watched {
    inner: Box<dyn Transport>,
    seen: Arc<Seen>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").finish_non_exhaustive()
    }
}

impl Transport for Watched {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let result = self.inner.await_input(timeout);
        if let Err(ureq::Error::Io(error)) = &result {
            let is_reset = matches!(
                error.kind(),
                io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
            );
            self.seen.reset.fetch_or(is_reset, Ordering::Relaxed);
        }
        result
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // An empty line behind an answer is an old habit of servers (RFC 9112, 2.2).
        let more = self.inner.buffers().input().iter().any(|byte| !matches!(byte, b'\r' | b'\n'));
        self.seen.more.fetch_or(more, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_as_http_has_it() {
        for (url, wanted) in [
            ("http://a.example", "http://a.example/"),
            ("http://a.example:80/x#part", "http://a.example/x"),
            (
                "https://a.example:8443/x y?q=`a|b^c{d}\"e'",
                "https://a.example:8443/x%20y?q=%60a%7Cb%5Ec%7Bd%7D%22e%27",
            ),
            ("http://bücher.example/ä?ö", "http://xn--bcher-kva.example/%C3%A4?%C3%B6"),
            ("http://[::1]:9/a|b", "http://[::1]:9/a%7Cb"),
            ("http://a.example/100%?x=%zz", "http://a.example/100%?x=%zz"),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(uri(&url).unwrap().to_string(), wanted);
        }
    }
}
