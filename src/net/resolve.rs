//! Names to addresses: looked up once, each address checked, and only those given to the connection.
//!
//! What must stay true: `Fixed` is all that the HTTP library has for a resolver, so that it cannot look up a name by
//! itself.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

use super::addresses::Allowed;
use super::error::{Error, Phase};

/// So many addresses of one name are tried. The HTTP library has room for 16.
const MOST: usize = 16;

/// Where names are looked up.
pub trait Names: Send + Sync {
    /// All addresses of a host.
    ///
    /// Fails where the name cannot be looked up, or is not there.
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// As the system does it.
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok((host, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
    }
}

/// The addresses of an address's host that may be connected to. Fails where none of them may be, the name is not known,
/// or looking it up takes longer than `limit`.
pub(super) fn checked(
    url: &Url,
    names: &Arc<dyn Names>,
    allowed: &Allowed,
    limit: Duration,
) -> Result<Vec<SocketAddr>, Error> {
    let no_host = || Error::Address { url: url.to_string(), reason: "it has no host".to_owned() };
    let port = url.port_or_known_default().ok_or_else(no_host)?;
    let host = url.host_str().ok_or_else(no_host)?;
    let found = match url.host().ok_or_else(no_host)? {
        Host::Ipv4(address) => vec![address.into()],
        Host::Ipv6(address) => vec![address.into()],
        Host::Domain(name) => looked_up(name, names, limit)?,
    };
    let mut good = Vec::new();
    let mut refusal = None;
    for address in found {
        match allowed.check(host, address) {
            Ok(()) if good.len() < MOST => good.push(SocketAddr::new(address, port)),
            Ok(()) => {}
            Err(why) => refusal = refusal.or(Some((address, why))),
        }
    }
    match refusal {
        _ if !good.is_empty() => Ok(good),
        Some((address, why)) => Err(Error::Refused { host: host.to_owned(), address, why }),
        None => {
            Err(Error::NotFound { host: host.to_owned(), reason: "it has no address".to_owned() })
        }
    }
}

/// Looks up in a thread of its own, because the system's resolver cannot be told how long it may take. A thread that
/// takes longer ends when the resolver does.
fn looked_up(host: &str, names: &Arc<dyn Names>, limit: Duration) -> Result<Vec<IpAddr>, Error> {
    let not_found =
        |error: io::Error| Error::NotFound { host: host.to_owned(), reason: error.to_string() };
    let (sender, receiver) = mpsc::channel();
    let (name, names) = (host.to_owned(), Arc::clone(names));
    thread::Builder::new()
        .name("names".to_owned())
        .spawn(move || {
            // Whoever asked may have given up.
            let _ = sender.send(names.addresses(&name));
        })
        .map_err(not_found)?;
    match receiver.recv_timeout(limit) {
        Ok(found) => found.map_err(not_found),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Err(Error::Timeout { phase: Phase::Resolve, seconds: limit.as_secs() })
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(not_found(io::Error::other("the look-up broke off")))
        }
    }
}

/// Addresses that are known already.
#[derive(Debug)]
pub(super) struct Fixed(pub Vec<SocketAddr>);

impl Resolver for Fixed {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        for address in self.0.iter().take(MOST) {
            addresses.push(*address);
        }
        match addresses.is_empty() {
            true => Err(ureq::Error::HostNotFound),
            false => Ok(addresses),
        }
    }
}
