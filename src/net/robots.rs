//! `robots.txt`: which pages of a site may be fetched by a program (RFC 9309).
//!
//! What must stay true: the rule with the longest pattern decides, and of two as long the one that allows. Rules of
//! the groups that name us stand in place of those for everybody, and are not added to them. A file that could not
//! be had because of a server's trouble allows nothing, for as long as the trouble lasts.

use std::time::Duration;

use url::Url;

/// What we are called in `User-agent` lines.
const TOKEN: &str = "cuttings";
/// So much of a file is read, in bytes. RFC 9309 wants at least as much.
const MOST: usize = 500 * 1024;
/// Nobody has to wait for longer between two pages.
const LONGEST_DELAY: f64 = 60.0;

/// What one site allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// As `pattern` writes it.
    pattern: String,
    is_allowed: bool,
}

/// Groups that are for the same agents, put together.
#[derive(Default)]
struct Groups {
    rules: Vec<Rule>,
    delay: Option<Duration>,
    are_there: bool,
}

impl Robots {
    /// From what the server answered: a file, or why there is none. A site without a file allows everything. `None`
    /// where the site has too much to do (429) or is out of order: what it would say is not known, so nothing is
    /// allowed for now.
    pub fn of_answer(status: u16, body: &[u8]) -> Option<Self> {
        match status {
            200..300 => Some(Self::parse(body)),
            429 => None,
            300..500 => Some(Self::everything()),
            _ => None,
        }
    }

    /// Of a site that does not mind.
    pub fn everything() -> Self {
        Self { rules: Vec::new(), delay: None }
    }

    /// From a file. Lines that mean nothing are passed over.
    pub fn parse(file: &[u8]) -> Self {
        let (mut ours, mut all) = (Groups::default(), Groups::default());
        let (mut is_for_us, mut is_for_all) = (false, false);
        let mut is_naming = false;
        for line in lines(file) {
            let Some((key, value)) = key_and_value(&line) else { continue };
            if key == "user-agent" {
                if !is_naming {
                    (is_for_us, is_for_all, is_naming) = (false, false, true);
                }
                is_for_us |= token(value).eq_ignore_ascii_case(TOKEN);
                is_for_all |= value == "*";
                ours.are_there |= is_for_us;
                continue;
            }
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            is_naming = false;
            if is_for_us {
                ours.add(&key, value);
            }
            if is_for_all {
                all.add(&key, value);
            }
        }
        let Groups { rules, delay, .. } = if ours.are_there { ours } else { all };
        Self { rules, delay }
    }

    /// Whether a page may be fetched. The file itself always may.
    pub fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().to_owned();
        if path == "/robots.txt" {
            return true;
        }
        if let Some(query) = url.query() {
            path.push('?');
            path.push_str(query);
        }
        let path = normal(path.as_bytes(), |_| true);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching
            .max_by_key(|rule| (rule.pattern.len(), rule.is_allowed))
            .is_none_or(|rule| rule.is_allowed)
    }

    /// How long to wait between two pages, where the site says it (`Crawl-delay`, which is in no standard).
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// Where the file for a page is.
pub fn address(page: &Url) -> Option<Url> {
    let mut url = page.join("/robots.txt").ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

impl Groups {
    fn add(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
            let delay = seconds.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_DELAY)));
            self.delay = self.delay.max(delay);
        } else if !value.is_empty() {
            self.rules.push(Rule { pattern: pattern(value), is_allowed: key == "allow" });
        }
    }
}

/// Lines without comments. A line that the limit cuts is left out, because half of a path forbids more.
fn lines(file: &[u8]) -> impl Iterator<Item = String> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let whole = match file.get(..MOST) {
        Some(start) if file.len() > MOST => {
            let end = start.iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
            start.get(..end.unwrap_or_default()).unwrap_or_default()
        }
        _ => file,
    };
    whole.split(|byte| matches!(byte, b'\r' | b'\n')).map(|line| {
        let line = line.split(|byte| *byte == b'#').next().unwrap_or_default();
        String::from_utf8_lossy(line).trim().to_owned()
    })
}

fn key_and_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// The product token that a `User-agent` line begins with: `cuttings` of `Cuttings/1.0`.
fn token(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-'));
    value.get(..end.unwrap_or(value.len())).unwrap_or_default()
}

/// A pattern as it is compared. Without a `/` in front it would match nothing, which nobody means.
fn pattern(value: &str) -> String {
    let (value, end) = match value.strip_suffix('$') {
        Some(value) => (value, "$"),
        None => (value, ""),
    };
    let begins = value.starts_with(['/', '*']);
    let start = if begins { "" } else { "/" };
    format!("{start}{}{end}", normal(value.as_bytes(), |byte| byte != b'*'))
}

/// A path in one spelling: what need not be escaped is not, all else is, and so are `*` and `$` where they mean
/// themselves (`is_literal`).
fn normal(path: &[u8], is_literal: impl Fn(u8) -> bool) -> String {
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let [first, behind @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        let byte = escaped.unwrap_or(*first);
        let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let is_mark = matches!(byte, b'*' | b'$') && is_literal(byte);
        match escaped {
            _ if is_plain => text.push(char::from(byte)),
            None if byte.is_ascii_graphic() && !is_mark => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
        rest = if escaped.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    text
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Whether a path begins as a pattern says: `*` stands for anything, `$` behind it for the end. Going through the
/// pieces once is enough, because the first place of each leaves most for the next.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces: Vec<&str> = pattern.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    let Some((first, middle)) = pieces.split_first() else {
        return if is_whole { path == last } else { path.starts_with(last) };
    };
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    for piece in middle {
        match rest.split_once(piece) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    if is_whole { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        let url = Url::parse("https://a.example").unwrap().join(path).unwrap();
        Robots::parse(file.as_bytes()).allows(&url)
    }

    #[test]
    fn the_longest_pattern_decides_and_allow_wins_a_tie() {
        for (rules, path, is_allowed) in [
            ("Disallow: /", "/x", false),
            ("Disallow:", "/x", true),
            ("Disallow: /x", "/x", false),
            ("Disallow: /x", "/xyz/a", false),
            ("Disallow: /x/", "/x", true),
            ("Disallow: /X", "/x", true),
            ("Disallow: /\nAllow: /x", "/x/1", true),
            ("Allow: /x\nDisallow: /", "/y", false),
            ("Allow: /x/\nDisallow: /x/y", "/x/y", false),
            ("Disallow: /x\nAllow: /x", "/x", true),
            ("Allow: /x\nDisallow: /x", "/x", true),
            ("Disallow: /*.php", "/a/b.php?c", false),
            ("Disallow: /*.php$", "/a/b.php?c", true),
            ("Disallow: /*.php$", "/a/b.php/c.php", false),
            ("Disallow: /a*c*e$", "/abcde", false),
            ("Disallow: /a*c*e$", "/abcdef", true),
            ("Disallow: /a*b", "/ab", false),
            ("Disallow: *", "/x", false),
            ("Disallow: */x", "/a/x", false),
            ("Disallow: /$", "/", false),
            ("Disallow: /$", "/x", true),
            ("Disallow: /$", "/?x", true),
            ("Disallow: /a$b", "/a$b", false),
            ("Disallow: /a%24", "/a$", false),
            ("Disallow: /a%2A", "/a*", false),
            ("Disallow: /a%2A", "/ab", true),
            ("Disallow: /*?print=", "/x?print=1", false),
            ("Disallow: /*?print=", "/x", true),
            ("Disallow: private/", "/private/1", false),
            ("Disallow: /", "/robots.txt", true),
            // Spellings of one path.
            ("Disallow: /foo/bar/%62%61%7a", "/foo/bar/baz", false),
            ("Disallow: /foo/bar/baz", "/foo/bar/%62%61%7A", false),
            ("Disallow: /ツ", "/%e3%83%84", false),
            ("Disallow: /%E3%83%84", "/ツ", false),
            ("Disallow: /a%2fb", "/a/b", true),
            ("Disallow: /a%2fb", "/a%2Fb", false),
            ("Disallow: /a b", "/a%20b", false),
            ("Disallow: /100%", "/100%", false),
        ] {
            let file = format!("User-agent: *\n{rules}\n");
            assert_eq!(allows(&file, path), is_allowed, "{rules} {path}");
        }
    }

    #[test]
    fn the_groups_that_name_us_stand_in_place_of_those_for_all() {
        for (file, is_allowed) in [
            ("", true),
            ("Disallow: /", true),
            ("User-agent: other\nDisallow: /", true),
            ("User-agent: *\nDisallow: /", false),
            ("USER-AGENT : *\r\ndisallow : / # all of it\r\n", false),
            ("\u{feff}User-agent: *\rDisallow: /", false),
            ("User-agent: cuttings\nDisallow: /\n\nUser-agent: *\nAllow: /", false),
            ("User-agent: *\nDisallow: /\n\nUser-agent: Cuttings/2.0 (x)\nAllow: /x", true),
            ("User-agent: *\nDisallow: /\n\nUser-agent: cuttings\n", true),
            ("User-agent: cuttingsbot\nDisallow: /", true),
            ("User-agent: cut\nDisallow: /", true),
            ("User-agent: other\nUser-agent: cuttings\nDisallow: /", false),
            ("User-agent: cuttings\n\n# x\nUser-agent: other\nDisallow: /", false),
            ("User-agent: cuttings\nAllow: /y\nUser-agent: other\nDisallow: /", true),
            ("User-agent: cuttings\nSitemap: /s.xml\nUser-agent: other\nDisallow: /", false),
            ("User-agent: cuttings\nAllow: /y\nSitemap: /s.xml\nDisallow: /x", false),
            // Two groups for us are one.
            (
                "User-agent: cuttings\nAllow: /y\nUser-agent: b\nDisallow: /b\nUser-agent: cuttings\nDisallow: /x",
                false,
            ),
            ("<!DOCTYPE html><html><body>Not found: /x</body></html>", true),
        ] {
            assert_eq!(allows(file, "/x"), is_allowed, "{file}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_allows_and_one_that_cannot_be_had_says_nothing() {
        let page = Url::parse("https://a.example/x?y#z").unwrap();
        let forbids = b"User-agent: *\nDisallow: /x";
        for (status, is_allowed) in [
            (200, Some(false)),
            (404, Some(true)),
            (401, Some(true)),
            (403, Some(true)),
            (410, Some(true)),
            (301, Some(true)),
            (429, None),
            (500, None),
            (503, None),
        ] {
            let robots = Robots::of_answer(status, forbids);
            assert_eq!(robots.map(|robots| robots.allows(&page)), is_allowed, "{status}");
        }
        assert!(Robots::everything().allows(&page));
        assert_eq!(address(&page).unwrap().as_str(), "https://a.example/robots.txt");
    }

    #[test]
    fn a_site_says_how_long_to_wait() {
        for (value, delay) in [
            ("10", Some(10_000)),
            ("0.5", Some(500)),
            ("0", Some(0)),
            ("86400", Some(60_000)),
            ("inf", Some(60_000)),
            ("-1", None),
            ("nan", None),
            ("ten", None),
            ("", None),
        ] {
            let file = format!("User-agent: *\nCrawl-delay: {value}\nDisallow: /y\n");
            let found = Robots::parse(file.as_bytes()).delay();
            assert_eq!(found, delay.map(Duration::from_millis), "{value}");
        }
        let others = "User-agent: *\nCrawl-delay: 9\nUser-agent: cuttings\nAllow: /\n";
        assert_eq!(Robots::parse(others.as_bytes()).delay(), None);
    }

    #[test]
    fn a_huge_file_is_read_so_far() {
        let mut file = "User-agent: *\nDisallow: /x\n".to_owned();
        file.push_str(&"# comment\n".repeat(60_000));
        file.push_str("Disallow: /y\n");
        assert!(!allows(&file, "/x") && allows(&file, "/y"));
        // Cut within `Disallow: /y/z`: `/y` alone is not forbidden.
        let mut file = "User-agent: *\n".to_owned();
        file.push_str(&"#".repeat(MOST - file.len() - "\nDisallow: /y".len()));
        file.push_str("\nDisallow: /y/z\n");
        assert!(allows(&file, "/y/z") && allows(&file, "/y"));
    }

    #[test]
    fn hostile_patterns_are_matched_without_going_back() {
        let many_stars = format!("User-agent: *\nDisallow: /{}x$", "*a".repeat(100_000));
        assert!(allows(&many_stars, &format!("/{}", "a".repeat(100_000))));
    }
}
