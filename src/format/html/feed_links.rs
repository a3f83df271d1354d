//! The feeds that a page names: `<link rel="alternate">` with the type of a feed.
//!
//! What must stay true: only links in markup count, none in scripts, comments or text; each address is there once, in
//! the order of the page, and feeds of comments come last, since nobody who names a page means them.

use url::Url;

use crate::format::feed::{self, json_feed};
use crate::format::markup::charset;
use crate::format::markup::tags::{MarkupTag, Syntax, TokenKind, Tokens};
use crate::text::normalise;

/// A page that names more is no page of a site.
const MOST_FEEDS: usize = 100;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFeed {
    pub url: Url,
    pub title: Option<String>,
    /// Lower case, without parameters.
    pub media_type: String,
}

/// Types that only feeds have.
const TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/rss+xml",
    "text/atom+xml",
    "application/x.atom+xml",
    "application/x-atom+xml",
];

/// Types that other things have as well: a feed where its address or title says so.
const UNSURE_TYPES: &[&str] = &[
    "application/json",
    "application/xml",
    "text/xml",
    "text/json",
    "application/rss",
    "application/atom",
];

/// Words of an address or a title that say that it is a feed.
const HINTS: &[&str] = &["feed", "rss", "atom"];

/// Words that say that a feed is of what readers write. Other languages' as far as common programs write them.
const OF_COMMENTS: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "comentario",
    "comentário",
    "commenti",
    "reacties",
    "kommentti",
];

/// Elements in which a tag is no markup.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "template", "noscript", "xmp", "iframe"];

/// The feeds that a page names, which was fetched from `page_url`. Nothing where the bytes are a feed themselves.
pub fn feeds_in_page(bytes: &[u8], page_url: &Url) -> Vec<NamedFeed> {
    if (feed::FORMAT.sniff)(bytes) || (json_feed::FORMAT.sniff)(bytes) {
        return Vec::new();
    }
    let decoded = charset::page(bytes, None);
    let mut base = None;
    let mut links = Vec::new();
    let mut is_page = false;
    let mut tokens = Tokens::new(&decoded.text, Syntax::Html);
    while let Some(token) = tokens.next() {
        let TokenKind::Open(tag) = token.kind else { continue };
        is_page |= is_of_html(tag.name);
        if tag.name.eq_ignore_ascii_case("link") {
            links.extend(FeedLink::of(&tag));
        } else if tag.name.eq_ignore_ascii_case("base") && base.is_none() {
            base = tag.attribute("href").and_then(|href| page_url.join(href.trim()).ok());
        } else if RAW.iter().any(|name| name.eq_ignore_ascii_case(tag.name)) && !tag.is_empty {
            tokens.pass_to_close(tag.name);
        }
    }
    if !is_page {
        return Vec::new();
    }
    named(links, base.as_ref().unwrap_or(page_url))
}

/// Whether an element shows that the document is HTML.
fn is_of_html(name: &str) -> bool {
    ["html", "head", "body", "meta", "title"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A link that may lead to a feed.
struct FeedLink {
    address: String,
    title: Option<String>,
    media_type: String,
}

impl FeedLink {
    fn of(tag: &MarkupTag) -> Option<Self> {
        let relation = tag.attribute("rel")?.to_ascii_lowercase();
        let relates = |wanted: &str| relation.split_ascii_whitespace().any(|word| word == wanted);
        let media_type = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_owned();
        let address = tag.attribute("href")?.trim().to_owned();
        let title = tag.attribute("title").map(|title| normalise::comparable(&title));
        let title = title.filter(|title| !title.is_empty());
        // A style sheet may be an alternative too.
        let is_alternate = relates("alternate") && !relates("stylesheet");
        let is_type = TYPES.contains(&media_type.as_str())
            || UNSURE_TYPES.contains(&media_type.as_str()) && is_hinted(&address, title.as_deref());
        let is_feed = is_alternate && is_type || relates("feed");
        (is_feed && !address.is_empty()).then_some(Self { address, title, media_type })
    }
}

/// Whether an address or a title says that it is a feed.
fn is_hinted(address: &str, title: Option<&str>) -> bool {
    let words = format!("{} {}", address, title.unwrap_or_default()).to_lowercase();
    // WordPress names its interface for programs in this way, which is no feed.
    !words.contains("/wp-json/") && HINTS.iter().any(|hint| words.contains(hint))
}

/// Each address once, feeds of comments last.
fn named(links: Vec<FeedLink>, base: &Url) -> Vec<NamedFeed> {
    let mut feeds: Vec<NamedFeed> = Vec::new();
    for link in links {
        let address = link.address.strip_prefix("feed:").unwrap_or(&link.address);
        let Ok(mut url) = base.join(address) else { continue };
        url.set_fragment(None);
        let is_page = matches!(url.scheme(), "http" | "https") && url.has_host();
        if is_page && feeds.len() < MOST_FEEDS && !feeds.iter().any(|feed| feed.url == url) {
            feeds.push(NamedFeed { url, title: link.title, media_type: link.media_type });
        }
    }
    feeds.sort_by_key(is_of_comments);
    feeds
}

fn is_of_comments(feed: &NamedFeed) -> bool {
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    let path = feed.url.path().to_lowercase();
    OF_COMMENTS.iter().any(|word| title.contains(word)) || path.contains("/comments")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markup: &str) -> Vec<String> {
        let page = Url::parse("https://lagoon.example/news/today.html").unwrap();
        feeds_in_page(markup.as_bytes(), &page).iter().map(|feed| feed.url.to_string()).collect()
    }

    #[test]
    fn feeds_are_found_in_the_order_of_the_page_and_comments_last() {
        let page = Url::parse("https://lagoon.example/news/").unwrap();
        let markup = "<!DOCTYPE html><html><head><title><link rel=alternate></title>\
            <link rel='alternate' type='application/rss+xml' title='Lagoon &raquo; Comments Feed' href='/comments/feed/'>\
            <LINK REL='Alternate home' TYPE='application/rss+xml; charset=utf-8' title='Lagoon\n &amp; sea' HREF='../feed?a=1&amp;b=2#top'>\
            <link rel=alternate type=application/atom+xml href=//wire.example/atom.xml />\
            <link rel='alternate' type='application/atom+xml' href='//wire.example/atom.xml'>\
            <script>document.write(\"<link rel='alternate' type='application/rss+xml' href='/s'>\")</script>\
            <!-- <link rel='alternate' type='application/rss+xml' href='/c'> -->\
            <link rel='stylesheet' type='application/rss+xml' href='/style'>\
            <link rel='alternate' hreflang='de' href='/de'></head><body>";
        let feeds = feeds_in_page(markup.as_bytes(), &page);
        let shown: Vec<(&str, Option<&str>, &str)> = feeds
            .iter()
            .map(|feed| (feed.url.as_str(), feed.title.as_deref(), feed.media_type.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "https://lagoon.example/feed?a=1&b=2",
                    Some("Lagoon & sea"),
                    "application/rss+xml"
                ),
                ("https://wire.example/atom.xml", None, "application/atom+xml"),
                (
                    "https://lagoon.example/comments/feed/",
                    Some("Lagoon » Comments Feed"),
                    "application/rss+xml"
                ),
            ]
        );
    }

    #[test]
    fn a_type_that_others_have_needs_a_hint() {
        for (link, is_feed) in [
            ("type='application/json' href='/wp-json/wp/v2/posts/1' title='JSON'", false),
            ("type='application/json' href='/wp-json/wp/v2/feed/1'", false),
            ("type='application/json' href='/feed.json'", true),
            ("type='application/json' href='/all' title='JSON Feed'", true),
            ("type='application/feed+json' href='/all'", true),
            ("type='text/xml' href='/rss.xml'", true),
            ("type='text/xml' href='/sitemap.xml'", false),
            ("type='application/rdf+xml' href='/index.rdf'", true),
            ("type='text/html' href='/feed'", false),
            ("href='/feed'", false),
            ("type='application/rss+xml'", false),
            ("type='application/rss+xml' href='javascript:void(0)'", false),
            ("type='application/rss+xml' href='feed:https://lagoon.example/feed'", true),
        ] {
            let feeds = found(&format!("<html><link rel='alternate' {link}>"));
            assert_eq!(feeds.len(), usize::from(is_feed), "{link}: {feeds:?}");
        }
    }

    #[test]
    fn the_base_of_a_page_is_obeyed_wherever_it_stands() {
        let link = "<link rel=alternate type=application/rss+xml href=feed.xml>";
        assert_eq!(found(&format!("<html>{link}")), ["https://lagoon.example/news/feed.xml"]);
        assert_eq!(
            found(&format!("<html>{link}<base href='/x/'><base href='/y/'>")),
            ["https://lagoon.example/x/feed.xml"]
        );
    }

    #[test]
    fn only_pages_name_feeds() {
        let link = "<link rel='alternate' type='application/rss+xml' href='/feed'/>";
        for other in [
            format!("<rss version='2.0'><channel><title>a</title>{link}</channel></rss>"),
            format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title>{link}</feed>"),
            format!("A text that quotes {link} and goes on."),
            format!("{{\"a\": \"{link}\"}}"),
        ] {
            assert_eq!(found(&other), Vec::<String>::new(), "{other}");
        }
        let many: String =
            (0..500).map(|place| link.replace("/feed", &format!("/feed{place}"))).collect();
        assert_eq!(found(&format!("<html>{many}")).len(), MOST_FEEDS);
    }
}
