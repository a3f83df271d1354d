//! Which publisher a printed name or a web address means.
//!
//! Pure lookup in the catalogue's publishers: made once, used for every article. What must stay
//! true: the answer depends on the catalogue and the words alone, and a name that nobody lists
//! stays what it is, cleaned, so that nothing is lost for want of a catalogue.

use std::collections::HashMap;

use super::normalise::name_key;
use crate::model::PublisherEntry;

/// The publishers of a catalogue, ready to be asked.
pub struct Publishers {
    names: Vec<String>,
    /// `name_key` of names and aliases to places in `names`.
    by_key: HashMap<String, usize>,
    /// Host names without `www.`, lower case.
    by_domain: HashMap<String, usize>,
}

impl Publishers {
    /// Takes the catalogue in its own order: of two entries that claim one alias or domain the
    /// first has it, except that a name always beats an alias.
    pub fn new(entries: &[PublisherEntry]) -> Self {
        let names = entries.iter().map(|entry| entry.name.clone()).collect();
        let mut by_key = HashMap::new();
        let mut by_domain = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            by_key.entry(name_key(&entry.name)).or_insert(place);
        }
        for (place, entry) in entries.iter().enumerate() {
            for alias in &entry.aliases {
                by_key.entry(name_key(alias)).or_insert(place);
            }
            for domain in &entry.domains {
                by_domain.entry(bare_host(&domain.to_lowercase()).to_owned()).or_insert(place);
            }
        }
        Self { names, by_key, by_domain }
    }

    /// The canonical name for a printed one. An unknown name is returned cleaned: white space
    /// single, legal form kept off (`Bloomberg L.P.` is `Bloomberg`). `None` if nothing is left.
    pub fn canonical(&self, printed: &str) -> Option<String> {
        if let Some(name) = self.known(printed) {
            return Some(name.to_owned());
        }
        let cleaned = clean(printed);
        match self.known(&cleaned) {
            Some(name) => Some(name.to_owned()),
            None if host(&cleaned).is_some() => {
                Some(self.of_url(&cleaned).map_or(cleaned.clone(), str::to_owned))
            }
            None => (!cleaned.is_empty()).then_some(cleaned),
        }
    }

    /// The catalogue's publisher of that name or alias.
    pub fn known(&self, printed: &str) -> Option<&str> {
        let place = self.by_key.get(&name_key(printed))?;
        self.names.get(*place).map(String::as_str)
    }

    /// The publisher to whom a web address belongs: the longest listed domain that its host ends
    /// with, so that `rnz.co.nz` does not take what is `podcasts.rnz.co.nz`'s.
    pub fn of_url(&self, url: &str) -> Option<&str> {
        let host = host(url)?.to_lowercase();
        let mut suffix = bare_host(&host);
        loop {
            if let Some(place) = self.by_domain.get(suffix) {
                return self.names.get(*place).map(String::as_str);
            }
            suffix = suffix.split_once('.')?.1;
        }
    }
}

/// A publisher's name as printed, in one line and without its legal form.
pub fn clean(printed: &str) -> String {
    let mut words: Vec<&str> = printed.split_whitespace().collect();
    while words.len() > 1
        && let Some(last) = words.last()
    {
        let key: String =
            last.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let is_legal_form = matches!(
            key.as_str(),
            "lp" | "llc"
                | "llp"
                | "inc"
                | "incorporated"
                | "ltd"
                | "limited"
                | "plc"
                | "corp"
                | "corporation"
                | "gmbh"
                | "pty"
                | "sa"
                | "ag"
                | ""
        );
        if !is_legal_form {
            break;
        }
        words.pop();
    }
    words.join(" ").trim_end_matches([',', ';', ':']).to_owned()
}

/// The host of a web address, or of a text that is nothing but a host name.
pub fn host(url: &str) -> Option<&str> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.');
    let is_host = !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.') || b >= 0x80)
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty())
        && host
            .rsplit('.')
            .next()
            .is_some_and(|top| top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()));
    let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "" | "http" | "https");
    (is_host && is_web).then_some(host)
}

fn bare_host(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Publishers {
        let entry = |name: &str, aliases: &[&str], domains: &[&str]| PublisherEntry {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            domains: domains.iter().map(|&domain| domain.to_owned()).collect(),
            country: None,
        };
        Publishers::new(&[
            entry("Associated Press", &["AP"], &["apnews.com"]),
            entry("Bloomberg", &["Bloomberg News"], &["bloomberg.com"]),
            entry("Harbour Radio", &["HR"], &["harbour.example"]),
            entry("Harbour Sport", &["AP"], &["sport.harbour.example"]),
        ])
    }

    #[test]
    fn names_are_looked_up_and_unknown_ones_kept() {
        let publishers = catalogue();
        for (printed, name) in [
            ("AP", Some("Associated Press")),
            ("The Associated  Press", Some("Associated Press")),
            ("Bloomberg L.P.", Some("Bloomberg")),
            ("BLOOMBERG", Some("Bloomberg")),
            ("www.bloomberg.com", Some("Bloomberg")),
            ("  The  Lagoon Times, Ltd. ", Some("The Lagoon Times")),
            ("unknown.example", Some("unknown.example")),
            ("  ", None),
        ] {
            assert_eq!(publishers.canonical(printed).as_deref(), name, "{printed:?}");
        }
    }

    #[test]
    fn the_longest_domain_wins() {
        let publishers = catalogue();
        for (url, name) in [
            ("https://www.bloomberg.com/news/articles/x", Some("Bloomberg")),
            ("http://uk.harbour.example:8080/a?b#c", Some("Harbour Radio")),
            ("https://live.sport.harbour.example/", Some("Harbour Sport")),
            ("HTTPS://WWW.APNEWS.COM", Some("Associated Press")),
            ("https://user@apnews.com/", Some("Associated Press")),
            ("https://notbloomberg.com/", None),
            ("https://bloomberg.com.evil.example/", None),
            ("ftp://bloomberg.com/", None),
            ("not a url", None),
            ("", None),
        ] {
            assert_eq!(publishers.of_url(url), name, "{url:?}");
        }
    }
}
