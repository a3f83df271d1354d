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

    /// The canonical name for a printed one: a masthead, the tag of an agency (`(Reuters)`), the
    /// holder in a copyright line, a host. An unknown name is returned cleaned: white space single,
    /// legal form kept off (`Bloomberg L.P.` is `Bloomberg`). `None` if nothing is left.
    pub fn canonical(&self, printed: &str) -> Option<String> {
        if let Some(name) = self.known(printed) {
            return Some(name.to_owned());
        }
        let cleaned = clean(printed);
        if let Some(name) = self.known(&cleaned).or_else(|| self.of_url(&cleaned)) {
            return Some(name.to_owned());
        }
        if let Some(host) = publishing_host(&cleaned) {
            return Some(host);
        }
        // `Lagoon Times | Breaking news`: what is beside a name that is known is its motto.
        let known = MOTTO_SIGNS
            .iter()
            .flat_map(|sign| cleaned.split(sign))
            .find_map(|part| self.known(&clean(part)));
        known.map(str::to_owned).or_else(|| (!cleaned.is_empty()).then_some(cleaned))
    }

    /// The catalogue's publisher of that name or alias.
    pub fn known(&self, printed: &str) -> Option<&str> {
        let place = self.by_key.get(&name_key(printed))?;
        self.names.get(*place).map(String::as_str)
    }

    /// The publisher to whom a web address belongs: the longest listed domain that its host ends
    /// with, so that `rnz.co.nz` does not take what is `podcasts.rnz.co.nz`'s; for a page in
    /// somebody's cache, the host that it was copied from.
    pub fn of_url(&self, url: &str) -> Option<&str> {
        let host = publishing_host(url)?;
        let mut suffix = host.as_str();
        loop {
            if let Some(place) = self.by_domain.get(suffix) {
                return self.names.get(*place).map(String::as_str);
            }
            suffix = suffix.split_once('.')?.1;
        }
    }
}

/// Between a site's name and its motto.
const MOTTO_SIGNS: &[&str] = &[" | ", " – ", " — ", " - ", " · "];

/// A publisher's name as printed, in one line and without its legal form, the brackets and dashes of
/// an agency's tag, and what makes it a copyright line: `© 2024 The Lagoon Times. All rights
/// reserved.`
pub fn clean(printed: &str) -> String {
    let line: Vec<&str> = printed.split_whitespace().collect();
    let line = without_copyright(line.join(" "));
    let name = line.trim_matches(|c: char| {
        matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | '/' | '|' | ' ' | '"' | '“' | '”')
    });
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1
        && let Some(last) = words.last()
    {
        let key: String =
            last.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        if !(key.is_empty() || LEGAL_FORMS.contains(&key.as_str())) {
            break;
        }
        words.pop();
    }
    words.join(" ").trim_end_matches([',', ';', ':']).to_owned()
}

/// Without full stops, lower case.
#[rustfmt::skip]
const LEGAL_FORMS: &[&str] = &[
    "ag", "as", "asa", "bv", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc",
    "llp", "lp", "ltd", "nv", "oy", "oyj", "plc", "pty", "sa", "sas", "spa", "srl",
];

/// The holder, where a line opens with a copyright mark; else the line.
fn without_copyright(line: String) -> String {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return line;
    }
    let mut start = 0;
    let is_sign = |c: char| {
        c.is_whitespace() || c.is_ascii_digit() || matches!(c, '©' | ',' | '-' | '–' | '.' | ':')
    };
    loop {
        let rest = lower.get(start..).unwrap_or_default();
        let mark = ["copyright", "(c)", "©"].iter().find(|mark| rest.starts_with(**mark));
        let Some(mark) = mark else { break };
        let after = rest.get(mark.len()..).unwrap_or_default();
        let holder = after.trim_start_matches(is_sign);
        let has_year = after.len() > holder.len() + 3;
        // `Copyright Agency` is a name.
        let is_mark = *mark != "copyright"
            || has_year
            || ["(c)", "by "].iter().any(|next| holder.starts_with(next))
            || after.contains('©');
        if !is_mark {
            break;
        }
        start = lower.len() - holder.len();
    }
    // `copyright 2024 by The Lagoon Times`
    if start > 0 && lower.get(start..).is_some_and(|rest| rest.starts_with("by ")) {
        start += 3;
    }
    let end =
        if start == 0 { lower.len() } else { lower.find("all rights").unwrap_or(lower.len()) };
    let holder = line.get(start..end).unwrap_or(&line).trim();
    match start {
        0 => line,
        _ => holder
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '©'))
            .to_owned(),
    }
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

/// The host that published what stands at an address, lower case, without the labels that stand
/// for the kind of reader (`www.`, `m.`, `amp.`). For a page in the cache of a search engine or an
/// archive it is the host that the page was copied from.
pub fn publishing_host(url: &str) -> Option<String> {
    let host = host(url)?.to_ascii_lowercase();
    for cache in CACHES_BY_LABEL {
        // `lagoon--times-example.cdn.ampproject.org`: a hyphen is a full stop, two are a hyphen.
        if let Some(label) = host.strip_suffix(cache) {
            let label = label.rsplit('.').next().unwrap_or(label);
            let copied = label.replace("--", "\0").replace('-', ".").replace('\0', "-");
            return Some(bare_host(&copied).to_owned()).filter(|host| host.contains('.'));
        }
    }
    if CACHES_BY_PATH.contains(&bare_host(&host)) {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?.1;
        return copied_address(path).and_then(publishing_host);
    }
    Some(bare_host(&host).to_owned())
}

/// Caches that put the host into one label of theirs.
const CACHES_BY_LABEL: &[&str] = &[".cdn.ampproject.org", ".translate.goog", ".ampproject.net"];

/// Caches that put the whole address behind theirs.
#[rustfmt::skip]
const CACHES_BY_PATH: &[&str] = &[
    "google.com", "web.archive.org", "webcache.googleusercontent.com", "archive.ph", "archive.is",
];

/// The address inside the path of a cache: `amp/s/www.lagoon.example/a`,
/// `web/20240318/https://lagoon.example/a`, `search?q=cache:x:https://lagoon.example/a`.
fn copied_address(path: &str) -> Option<&str> {
    if let Some(place) = path.find("http://").or_else(|| path.find("https://")) {
        return path.get(place..).filter(|_| place > 0);
    }
    let rest = path.strip_prefix("amp/")?;
    Some(rest.strip_prefix("s/").unwrap_or(rest))
}

fn bare_host(host: &str) -> &str {
    const READERS: &[&str] = &["www.", "m.", "amp.", "mobile.", "www2."];
    let mut bare = host;
    while let Some(rest) = READERS.iter().find_map(|label| bare.strip_prefix(label))
        && rest.contains('.')
    {
        bare = rest;
    }
    bare
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
            ("WWW.Unknown.example", Some("unknown.example")),
            ("(AP)", Some("Associated Press")),
            ("– AP", Some("Associated Press")),
            ("/Bloomberg/ --", Some("Bloomberg")),
            ("© 2024 The Harbour Radio. All rights reserved.", Some("Harbour Radio")),
            (
                "Copyright (c) 2019-2024 by Lagoon Media, Inc. All Rights Reserved",
                Some("Lagoon Media"),
            ),
            ("© Bloomberg 2024", Some("Bloomberg")),
            ("Copyright Agency", Some("Copyright Agency")),
            ("Harbour Radio | News of the coast", Some("Harbour Radio")),
            ("Lagoon Times - News of the coast", Some("Lagoon Times - News of the coast")),
            ("https://www.bloomberg.com/", Some("Bloomberg")),
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
            ("https://m.apnews.com/a", Some("Associated Press")),
            ("https://amp.harbour.example/a", Some("Harbour Radio")),
            ("https://apnews-com.cdn.ampproject.org/c/s/apnews.com/a", Some("Associated Press")),
            ("https://sport-harbour-example.translate.goog/a", Some("Harbour Sport")),
            ("https://www.google.com/amp/s/www.bloomberg.com/a", Some("Bloomberg")),
            (
                "https://web.archive.org/web/20240318000000/https://apnews.com/a",
                Some("Associated Press"),
            ),
            (
                "https://webcache.googleusercontent.com/search?q=cache:x:https://apnews.com/a",
                Some("Associated Press"),
            ),
            ("https://web.archive.org/", None),
            ("https://notbloomberg.com/", None),
            ("https://bloomberg.com.evil.example/", None),
            ("ftp://bloomberg.com/", None),
            ("not a url", None),
            ("", None),
        ] {
            assert_eq!(publishers.of_url(url), name, "{url:?}");
        }
    }

    #[test]
    fn hosts_lose_what_stands_for_the_reader() {
        for (url, host) in [
            ("https://www.lagoon.example/a", Some("lagoon.example")),
            ("https://amp.www.lagoon.example", Some("lagoon.example")),
            ("m.co", Some("m.co")),
            (
                "https://lagoon--times-example.cdn.ampproject.org/v/s/x",
                Some("lagoon-times.example"),
            ),
            ("https://x.cdn.ampproject.org/", None),
            ("lagoon", None),
        ] {
            assert_eq!(publishing_host(url).as_deref(), host, "{url}");
        }
    }
}
