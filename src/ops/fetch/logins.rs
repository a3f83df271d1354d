//! Which servers are told a password.

use std::collections::BTreeMap;

use url::Url;

use crate::net::Login;

/// What servers are told so that they let us in, by the beginnings of addresses.
#[derive(Clone, Default)]
pub struct Logins(Vec<(Url, Login)>);

impl Logins {
    /// Fails where a beginning is not that of a web address; the error says which.
    pub fn new(by_address: BTreeMap<String, Login>) -> Result<Self, String> {
        let mut logins = Vec::with_capacity(by_address.len());
        for (address, login) in by_address {
            match Url::parse(&address) {
                Ok(url) if matches!(url.scheme(), "http" | "https") && url.query().is_none() => {
                    logins.push((url, login));
                }
                _ => return Err(format!("`{address}` is not the beginning of a web address")),
            }
        }
        // The longest first: it says the most.
        logins.sort_by_key(|(url, _)| std::cmp::Reverse(url.path().len()));
        Ok(Self(logins))
    }

    /// What is to be told at this address: scheme, host and port must be the same, and its path within the other.
    pub fn of(&self, address: &str) -> Option<&Login> {
        let url = Url::parse(address).ok()?;
        let is_within = |base: &Url| {
            base.origin() == url.origin()
                && url.path().strip_prefix(base.path()).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with('/') || base.path().ends_with('/')
                })
        };
        self.0.iter().find(|(base, _)| is_within(base)).map(|(_, login)| login)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str) -> Login {
        Login::header(name, "secret").unwrap()
    }

    #[test]
    fn the_longest_beginning_of_the_same_server_counts() {
        let all = [
            ("https://a.example/", "a"),
            ("https://a.example/desk", "desk"),
            ("https://a.example:8443/", "port"),
        ];
        let logins = Logins::new(
            all.iter().map(|(url, value)| ((*url).to_owned(), header(value))).collect(),
        )
        .unwrap();
        // What is shown of a login is its name.
        let told = |url: &str| logins.of(url).map(|login| format!("{login:?}"));
        let is = |url: &str, name: &str| {
            assert!(told(url).unwrap_or_default().contains(&format!("\"{name}\"")), "{url}");
        };
        is("https://a.example/feed.xml", "a");
        is("https://a.example/desk/feed.xml", "desk");
        is("https://a.example/desktop.xml", "a");
        is("https://a.example:8443/x", "port");
        for other in
            ["http://a.example/desk", "https://b.example/", "https://a.example.evil.example/"]
        {
            assert_eq!(told(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in ["a.example", "ftp://a.example/", "https://a.example/?q=1", ""] {
            let one = BTreeMap::from([(wrong.to_owned(), header("x"))]);
            assert!(Logins::new(one).is_err(), "{wrong}");
        }
    }
}
