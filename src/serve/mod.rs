//! The page of an archive for one person on one machine: what `cuttings serve` runs.
//!
//! ```text
//! browser ──server: connections, limits──▶ guard: host, origin, method, token ──▶ routes ──▶ pages::X
//!                                                                                    │ one `db::Reader` each
//!                                              templates in `pages`, escaped ◀───────┘ in a thread of its own
//! ```
//!
//! What must stay true: it listens on the loopback address and nowhere else; it reads and never writes; what is
//! answered goes through `db::Reader` with its authorizer and limits, as `query`, `search` and `show` do, at most
//! `READERS` at once; every text of an archive is escaped, and no page has a script, asks another server for anything
//! or takes markup from a capture; every state of a page is in its address.
//!
//! The token stands in the path of each address. Links and forms keep it without a script; a cookie would be sent to
//! every other server on the same host, whatever its port, and a query would have to be repeated in each form. It does
//! not leave by `Referer`, because pages forbid that.
//!
//! axum and not hyper alone, which is under it: routes and queries are checked as others check them. It adds 19 small
//! crates to those that were there, 31 seconds of CPU to a release build, and 0.7 MB to a program of 43 MB (measured on a
//! program that has routes and nothing else). Its own accept loop knows no limits, so ours is written by hand (`server`).

mod answer;
mod asked;
mod collected;
mod command;
mod guard;
mod link;
mod marked;
mod pages;
mod part;
mod routes;
mod server;
mod site;
mod table;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use self::site::Site;

/// Archives that are read at once; who comes then waits.
const READERS: usize = 4;

/// Whether addresses have a token in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A new one each time.
    New,
    /// None: whoever can reach the port of this machine can read the archive.
    Without,
}

/// Whether people may ask in SQL of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sql {
    Allowed,
    Refused,
}

/// What is served, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    pub archive: PathBuf,
    /// 0: any that is free.
    pub port: u16,
    pub token: Token,
    pub sql: Sql,
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
}

impl Server {
    /// Listens on the loopback address. Fails where the port is taken or not permitted, or the system has no random
    /// numbers.
    pub fn bind(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let base = match settings.token {
            Token::New => format!("/{}", site::new_token()?),
            Token::Without => String::new(),
        };
        let site = Arc::new(Site { archive: settings.archive, port, base, sql: settings.sql });
        Ok(Self { listener, site })
    }

    /// The address of the first page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}/", self.site.port, self.site.base)
    }

    /// Answers until `is_asked_to_stop`. Fails where the system refuses threads or timers.
    pub fn run(self, is_asked_to_stop: impl Fn() -> bool) -> io::Result<()> {
        server::run(self.listener, &self.site, is_asked_to_stop)
    }
}
