//! One address for one page, whatever brought the reader there.
//!
//! Two addresses that differ in scheme, `www.`, an AMP or mobile edition, a tracking parameter, a
//! trailing slash or a fragment are the same page to a newspaper and to the archive. What must stay
//! true: two pages never become one: a parameter that is not known to be tracking stays, and so does
//! the path, letter for letter. The address as it came is stored beside this one.

use url::Url;

/// Parameters that say how a reader came, never which page it is.
const TRACKING: &[&str] = &[
    "__twitter_impression",
    "_ga",
    "_gl",
    "amp",
    "at_campaign",
    "at_medium",
    "campaign_id",
    "cmp",
    "cmpid",
    "cvid",
    "dclid",
    "emci",
    "emdi",
    "fbclid",
    "feedname",
    "feedtype",
    "ftag",
    "gclid",
    "gclsrc",
    "guccounter",
    "igsh",
    "igshid",
    "ito",
    "mbid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ns_campaign",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "outputtype",
    "partner",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "smid",
    "smtyp",
    "sr_share",
    "srnd",
    "taid",
    "tpcc",
    "twclid",
    "wt.mc_id",
    "xtor",
    "yclid",
];
const TRACKING_PREFIXES: &[&str] =
    &["utm_", "pk_", "mtm_", "hsa_", "at_custom", "at_link", "vero_"];

/// Addresses that only lead to another one: a part of the host, and the parameter that holds it.
const REDIRECTORS: &[(&str, &[&str])] = &[
    ("www.google.", &["q", "url"]),
    ("l.facebook.com", &["u"]),
    ("lm.facebook.com", &["u"]),
    ("safelinks.protection.outlook.com", &["url"]),
    ("out.reddit.com", &["url"]),
    ("www.linkedin.com", &["url"]),
];

/// Steps from one redirector to the next that are followed.
const MOST_STEPS: usize = 4;

/// The address by which a page is known; `None` for what is no web address.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = web(address)?;
    for _ in 0..MOST_STEPS {
        let Some(target) = target(&url) else { break };
        url = target;
    }
    let host = bare_host(url.host_str()?);
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let path = bare_path(url.path());
    let query = bare_query(&url);
    // Some sites route by what stands behind `#!`.
    let fragment = url.fragment().filter(|fragment| fragment.starts_with('!'));
    let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
    Some(format!("https://{host}{port}{path}{query}{fragment}"))
}

fn web(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The page that a redirector or an AMP cache serves.
fn target(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    if host.ends_with(".cdn.ampproject.org")
        || (host.starts_with("www.google.") && url.path().starts_with("/amp/"))
    {
        let path = url.path();
        let inner = ["/c/s/", "/v/s/", "/amp/s/", "/c/", "/v/", "/amp/"]
            .iter()
            .find_map(|prefix| path.strip_prefix(prefix))?;
        return web(&format!("https://{inner}"));
    }
    let (_, names) = REDIRECTORS.iter().find(|(part, _)| host.contains(part))?;
    let (_, inner) = url.query_pairs().find(|(name, _)| names.contains(&name.as_ref()))?;
    web(&inner)
}

fn bare_host(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    ["www.", "amp.", "m.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        // `m.co` is a host, not a mobile edition of one.
        .filter(|rest| rest.contains('.'))
        .unwrap_or(host)
}

fn bare_path(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = ["/index.html", "/index.htm", "/index.php", "/amp.html", "/amp"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending))
        .or_else(|| path.strip_suffix(".amp"))
        .unwrap_or(path);
    let path = path.strip_prefix("/amp").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    path.trim_end_matches('/')
}

fn bare_query(url: &Url) -> String {
    let mut kept: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .collect();
    kept.sort_unstable();
    kept.dedup();
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    TRACKING.binary_search(&name.as_str()).is_ok()
        || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_has_one_address() {
        for (address, expected) in [
            ("http://www.example.org/news/a-story/", "https://example.org/news/a-story"),
            ("https://EXAMPLE.org:443/news/a-story#comments", "https://example.org/news/a-story"),
            ("https://example.org/a?utm_source=x&id=7&fbclid=abc", "https://example.org/a?id=7"),
            ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
            ("https://amp.example.org/a", "https://example.org/a"),
            ("https://m.example.org/a/amp/", "https://example.org/a"),
            ("https://example.org/amp/a.html", "https://example.org/a.html"),
            ("https://example.org/a.amp?amp=1", "https://example.org/a"),
            (
                "https://example-org.cdn.ampproject.org/c/s/example.org/a/amp",
                "https://example.org/a",
            ),
            (
                "https://www.google.com/url?q=https://example.org/a%3Fid%3D7&sa=D",
                "https://example.org/a?id=7",
            ),
            (
                "https://eur.safelinks.protection.outlook.com/?url=http%3A%2F%2Fexample.org%2Fa&data=x",
                "https://example.org/a",
            ),
            ("https://example.org", "https://example.org"),
            ("https://example.org/index.html", "https://example.org"),
            ("https://m.co/a", "https://m.co/a"),
            ("https://example.org/#!/story/7", "https://example.org#!/story/7"),
            ("http://127.0.0.1:8080/a", "https://127.0.0.1:8080/a"),
        ] {
            assert_eq!(canonical(address).as_deref(), Some(expected), "{address}");
            assert_eq!(canonical(expected).as_deref(), Some(expected), "{expected}");
        }
    }

    #[test]
    fn other_pages_keep_theirs() {
        for (one, other) in [
            ("https://example.org/a?id=1", "https://example.org/a?id=2"),
            ("https://example.org/a", "https://example.org/A"),
            ("https://news.example.org/a", "https://sport.example.org/a"),
            ("https://example.org/ampere", "https://example.org/ere"),
            ("https://example.org/a?p=1", "https://example.org/a"),
        ] {
            assert_ne!(canonical(one), canonical(other), "{one}");
        }
    }

    #[test]
    fn what_is_no_web_address_has_none() {
        for text in [
            "",
            "example.org",
            "mailto:a@example.org",
            "javascript:alert(1)",
            "file:///a",
            "https://",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(TRACKING.is_sorted());
    }
}
