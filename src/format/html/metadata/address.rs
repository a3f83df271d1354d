//! The page's own address.
//!
//! The canonical address is the one that the page gives itself, absolute and on the web. A page that
//! gives the address of its site's front page is mistaken about itself. What must stay true: the
//! address is one that the page or the capture states, never one put together from parts of two.

use url::Url;

use super::json_ld::text_at;
use super::{Graph, Object, Page, PageFacts};
use crate::format::html::PageContext;

/// An address and the rule that found it.
pub struct Address {
    pub url: String,
    pub rule: String,
}

/// The address that the page gives itself in its tags, else the one it was fetched from.
pub fn stated(page: &Page, known: &PageContext<'_>) -> Option<Address> {
    let base = known.url.and_then(web);
    let tags = [
        ("link:canonical", page.tags.canonical.as_deref()),
        ("meta:og:url", page.tags.get("og:url")),
        ("meta:parsely-link", page.tags.get("parsely-link")),
        ("meta:twitter:url", page.tags.get("twitter:url")),
    ];
    let own = tags.into_iter().find_map(|(rule, text)| {
        let url = own_address(text?, base.as_ref())?;
        Some(Address { url: url.into(), rule: rule.to_owned() })
    });
    own.or_else(|| from_capture(known))
}

/// The address by the page's article, where its tags give none and the capture is silent too.
pub fn of_article(graph: &Graph<'_>, article: &Object) -> Option<Address> {
    let address = graph
        .address(article, "mainEntityOfPage")
        .and_then(web)
        .or_else(|| text_at(article, "url").and_then(web))?;
    (!is_front_page(&address))
        .then(|| Address { url: address.into(), rule: "json-ld:url".to_owned() })
}

fn from_capture(known: &PageContext<'_>) -> Option<Address> {
    let url = web(known.url?)?;
    Some(Address { url: url.into(), rule: "capture:url".to_owned() })
}

/// An address the page gives itself; `None` where it cannot be the page's own.
fn own_address(text: &str, base: Option<&Url>) -> Option<Url> {
    let url = match (web(text), base) {
        (Some(url), _) => url,
        (None, Some(base)) => web(base.join(text.trim()).ok()?.as_str())?,
        (None, None) => return None,
    };
    let is_front = is_front_page(&url);
    let should_be = base.is_some_and(is_front_page);
    (!is_front || should_be).then_some(url)
}

/// An absolute address on the web.
fn web(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| host.contains('.')))
    .then_some(url)
}

/// Whether an address is that of a site's front page.
fn is_front_page(url: &Url) -> bool {
    let path = url.path().trim_matches('/');
    let is_index = path.is_empty()
        || path.strip_prefix("index.").is_some_and(|kind| !kind.contains('/'))
        || (path.len() == 2 && path.bytes().all(|byte| byte.is_ascii_lowercase()));
    is_index && url.query().is_none()
}

/// Whether two addresses are of one page: the same host and path, whatever the scheme.
pub fn is_same(one: &str, other: &str) -> bool {
    fn bare(address: &str) -> &str {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/')
    }
    bare(one).eq_ignore_ascii_case(bare(other))
}

impl PageFacts<'_> {
    /// The addresses of this page, its own before the one it was fetched from.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.address.as_ref().map(|address| address.url.as_str()).into_iter().chain(self.known.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_page_is_no_article() {
        let base = Url::parse("https://lagoon.example/news/harbour").ok();
        for (text, own) in [
            ("https://lagoon.example/news/harbour", Some("https://lagoon.example/news/harbour")),
            ("/news/harbour?page=1", Some("https://lagoon.example/news/harbour?page=1")),
            ("https://lagoon.example/", None),
            ("https://lagoon.example/en", None),
            ("javascript:void(0)", None),
        ] {
            assert_eq!(own_address(text, base.as_ref()).as_ref().map(Url::as_str), own, "{text}");
        }
    }

    #[test]
    fn one_page_has_many_addresses() {
        assert!(is_same("http://www.lagoon.example/a/", "https://lagoon.example/a?utm_source=x"));
        assert!(!is_same("https://lagoon.example/a", "https://lagoon.example/b"));
    }
}
