//! Lists of subscriptions (OPML 1.0 to 2.0), in and out. They hold no article, so they are no format of their own.
//!
//! What must stay true: what was written is read again as it was; a list that is not well-formed, as programs write
//! them, gives every feed that can be told; each feed is in a list once.

use std::collections::BTreeSet;

use url::Url;

use super::Refusal;
use super::markup::charset;
use super::markup::tags::{MarkupTag, Syntax, TokenKind, Tokens};

/// Folders in folders deeper than this are read as the one around them.
const DEEPEST: usize = 32;
/// Nobody reads more.
const MOST_FEEDS: usize = 50_000;
/// Problems that are told one by one.
const MOST_PROBLEMS: usize = 100;

/// A list of subscriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpmlList {
    /// In the order of the list, each address once.
    pub feeds: Vec<OpmlFeed>,
    /// What could not be read as a feed, one sentence each.
    pub problems: Vec<String>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpmlFeed {
    /// Where it is fetched from.
    pub url: String,
    pub title: Option<String>,
    /// The page that it belongs to.
    pub site_url: Option<String>,
    /// Folders in folders with `/` between them.
    pub folder: Option<String>,
}

/// Reads a list. Fails where there is no element `opml`.
pub fn read(bytes: &[u8]) -> Result<OpmlList, Refusal> {
    let decoded = charset::xml(bytes);
    let mut reader = OpmlReader::default();
    let mut is_opml = false;
    // Names are written into attributes as they are, brackets included, which only HTML allows.
    for token in Tokens::new(&decoded.text, Syntax::Html) {
        match token.kind {
            TokenKind::Open(tag) if is_named(tag.name, "opml") => is_opml = true,
            TokenKind::Open(tag) if is_named(tag.name, "outline") => reader.open(&tag),
            TokenKind::Close(name) if is_named(name, "outline") => reader.close(),
            _ => {}
        }
    }
    if !is_opml {
        return Err(Refusal("no list of subscriptions: it has no element `opml`".to_owned()));
    }
    Ok(reader.finish())
}

fn is_named(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

#[derive(Default)]
struct OpmlReader {
    list: OpmlList,
    /// What is open: the name of a folder, or `None` for a feed.
    stack: Vec<Option<String>>,
    /// Outlines that are open beyond `DEEPEST`.
    beyond: usize,
    seen: BTreeSet<String>,
    problem_count: usize,
}

impl OpmlReader {
    fn open(&mut self, tag: &MarkupTag) {
        let title = said(tag, &["title", "text"]);
        let address = said(tag, &["xmlUrl"]).or_else(|| {
            // `url` is for links to pages as well, which name no feed's type.
            let kind = said(tag, &["type"]).unwrap_or_default().to_ascii_lowercase();
            ["rss", "atom", "feed"].contains(&kind.as_str()).then(|| said(tag, &["url"])).flatten()
        });
        let is_folder = address.is_none();
        if let Some(address) = address {
            self.add(&address, title.clone(), tag);
        }
        if tag.is_empty {
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.stack.push(title.filter(|_| is_folder).as_deref().and_then(folder_name));
    }

    fn close(&mut self) {
        match self.beyond.checked_sub(1) {
            Some(beyond) => self.beyond = beyond,
            None => drop(self.stack.pop()),
        }
    }

    fn add(&mut self, address: &str, title: Option<String>, tag: &MarkupTag) {
        let Some(url) = web_address(address) else {
            return self.complain(format!("`{}` is no address of a feed", shortened(address)));
        };
        if self.list.feeds.len() >= MOST_FEEDS {
            return self.complain(format!(
                "more than {MOST_FEEDS} feeds; `{}` is left out",
                shortened(&url)
            ));
        }
        if !self.seen.insert(url.clone()) {
            return;
        }
        // What has no title is called by its address.
        let title = title.filter(|title| *title != url);
        let site_url = said(tag, &["htmlUrl"]).as_deref().and_then(web_address);
        let folder = self.folder().or_else(|| category(tag));
        self.list.feeds.push(OpmlFeed { url, title, site_url, folder });
    }

    fn folder(&self) -> Option<String> {
        let names: Vec<&str> = self.stack.iter().flatten().map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join("/"))
    }

    fn complain(&mut self, problem: String) {
        self.problem_count += 1;
        if self.list.problems.len() < MOST_PROBLEMS {
            self.list.problems.push(problem);
        }
    }

    fn finish(mut self) -> OpmlList {
        let more = self.problem_count - self.list.problems.len();
        if more > 0 {
            self.list.problems.push(format!("and {more} more like these"));
        }
        self.list
    }
}

/// The first of these attributes that says something, in one line.
fn said(tag: &MarkupTag, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let value = tag.attribute(name)?;
        let words: Vec<&str> = value.split(|c: char| c.is_whitespace() || c.is_control()).collect();
        let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    })
}

/// `category` holds folders where a list has none: `/news/harbour,/all`. The first counts.
fn category(tag: &MarkupTag) -> Option<String> {
    let first = said(tag, &["category"])?.split(',').next()?.to_owned();
    let names: Vec<String> = first.split('/').filter_map(folder_name).collect();
    (!names.is_empty()).then(|| names.join("/"))
}

/// The name of one folder: `/` parts names, so it cannot be in one.
fn folder_name(title: &str) -> Option<String> {
    let name = title.replace('/', "-");
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// An address on the web as browsers write it; `feed:` before it is an old way to say what it is.
fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = ["feed://", "feed:"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| address.get(scheme.len()..))?
    });
    let address = match rest {
        Some(rest) if rest.contains("://") => rest.to_owned(),
        Some(rest) => format!("http://{rest}"),
        None => address.to_owned(),
    };
    let url = Url::parse(&address).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
}

fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(200)).unwrap_or_default()
}

/// Writes a list in OPML 2.0: feeds without a folder first, then folders by name, each with its feeds and then the
/// folders in it; feeds in the order that they are given in. No day is in it, so the same feeds give the same list.
pub fn write(title: &str, feeds: &[OpmlFeed]) -> String {
    let mut written =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    written.push_str(&format!(
        "  <head>\n    <title>{}</title>\n  </head>\n  <body>\n",
        escaped(title)
    ));
    let mut sorted: Vec<(Vec<&str>, &OpmlFeed)> =
        feeds.iter().map(|feed| (folders(feed), feed)).collect();
    sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut open: Vec<&str> = Vec::new();
    for (folders, feed) in sorted {
        let common = open.iter().zip(&folders).take_while(|(one, other)| one == other).count();
        while open.len() > common {
            open.pop();
            line(&mut written, open.len(), "</outline>");
        }
        for &folder in folders.iter().skip(common) {
            let name = escaped(folder);
            line(&mut written, open.len(), &format!("<outline text=\"{name}\" title=\"{name}\">"));
            open.push(folder);
        }
        line(&mut written, open.len(), &outline(feed));
    }
    while open.pop().is_some() {
        line(&mut written, open.len(), "</outline>");
    }
    written.push_str("  </body>\n</opml>\n");
    written
}

fn folders(feed: &OpmlFeed) -> Vec<&str> {
    let folder = feed.folder.as_deref().unwrap_or_default();
    folder.split('/').map(str::trim).filter(|name| !name.is_empty()).collect()
}

fn outline(feed: &OpmlFeed) -> String {
    // `text` is required, and programs show it; an address says more than nothing.
    let text = feed.title.as_deref().unwrap_or(&feed.url);
    let mut written = format!("<outline type=\"rss\" text=\"{}\"", escaped(text));
    let more = [
        ("title", feed.title.as_ref()),
        ("xmlUrl", Some(&feed.url)),
        ("htmlUrl", feed.site_url.as_ref()),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            written.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    written.push_str("/>");
    written
}

fn line(written: &mut String, depth: usize, markup: &str) {
    written.push_str(&"  ".repeat(depth + 2));
    written.push_str(markup);
    written.push('\n');
}

/// Text for an element or an attribute. Characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feed(url: &str, title: Option<&str>, folder: Option<&str>) -> OpmlFeed {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        OpmlFeed { url: url.to_owned(), title: owned(title), site_url: None, folder: owned(folder) }
    }

    fn list(body: &str) -> OpmlList {
        read(
            format!("<?xml version='1.0'?><opml version='1.1'><head/><body>{body}</body></opml>")
                .as_bytes(),
        )
        .unwrap()
    }

    #[test]
    fn folders_titles_and_addresses_are_read() {
        let found = list(
            "<outline text='News'><outline text='Harbour &amp; sea' title='Wire/s'>\
             <outline type='rss' text='Tolls' title='The Tolls' xmlUrl='https://lagoon.example/a?b=1&amp;c=2' \
             htmlUrl='https://lagoon.example'/></outline>\
             <outline xmlurl='https://lagoon.example/b'></outline></outline>\
             <outline type='rss' url='feed://lagoon.example/c' category='/x/y,/z'/>\
             <outline type='link' url='https://lagoon.example/page'/>\
             <outline xmlUrl='feed:https://lagoon.example/d' text='D'/>\
             <outline xmlUrl='https://lagoon.example/b' text='again'/>\
             <outline xmlUrl='ftp://lagoon.example/e' text='E'/><outline xmlUrl='tolls' text='F'/>",
        );
        let tolls = OpmlFeed {
            site_url: Some("https://lagoon.example/".to_owned()),
            ..feed("https://lagoon.example/a?b=1&c=2", Some("The Tolls"), Some("News/Wire-s"))
        };
        assert_eq!(
            found.feeds,
            [
                tolls,
                feed("https://lagoon.example/b", None, Some("News")),
                feed("http://lagoon.example/c", None, Some("x/y")),
                feed("https://lagoon.example/d", Some("D"), None),
            ]
        );
        assert_eq!(
            found.problems,
            ["`ftp://lagoon.example/e` is no address of a feed", "`tolls` is no address of a feed"]
        );
    }

    #[test]
    fn disorder_costs_no_feed() {
        for body in [
            "<outline text='A & B' xmlUrl='https://lagoon.example/a&b'>",
            "<outline text=\"A \"B\"\" xmlUrl=\"https://lagoon.example/a\"/>",
            "<outline text='<b>A' xmlUrl='https://lagoon.example/a'/>",
            "<OUTLINE TEXT='A' XMLURL='https://lagoon.example/a'/>",
            "</outline></outline><outline xmlUrl=https://lagoon.example/a />",
            "<!-- <outline xmlUrl='https://lagoon.example/b'/> --><outline xmlUrl='\n https://lagoon.example/a\n'/>",
        ] {
            assert_eq!(list(body).feeds.len(), 1, "{body}");
        }
        let deep = "<outline text='a'>".repeat(5_000);
        let found = list(&format!(
            "{deep}<outline xmlUrl='https://lagoon.example/a'/>{}",
            "</outline>".repeat(5_000)
        ));
        assert_eq!(found.feeds[0].folder.as_ref().unwrap().split('/').count(), DEEPEST);
        let cut = "<opml><body><outline text='A' xmlUrl='https://lagoon.example/a'/><outline text='B' xmlUrl='htt";
        assert_eq!(read(cut.as_bytes()).unwrap().feeds.len(), 1);
    }

    #[test]
    fn problems_are_told_up_to_a_number() {
        let found = list(&"<outline xmlUrl='no'/>".repeat(MOST_PROBLEMS + 7));
        assert_eq!(found.problems.len(), MOST_PROBLEMS + 1);
        assert_eq!(found.problems[MOST_PROBLEMS], "and 7 more like these");
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in [
            &b""[..],
            b"<rss version='2.0'/>",
            b"No.",
            b"<html><body><outline xmlUrl='x'/></body></html>",
        ] {
            assert!(read(bytes).unwrap_err().0.contains("no list of subscriptions"));
        }
    }

    #[test]
    fn a_list_is_written_in_folders() {
        let feeds = [
            feed("https://lagoon.example/b", Some("B \"<&>\""), Some("News/Harbour")),
            feed("https://lagoon.example/c", None, Some("News")),
            feed("https://lagoon.example/a", Some("A"), None),
        ];
        let written = write("Mine & yours", &feeds);
        assert_eq!(
            written,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
             <title>Mine &amp; yours</title>\n  </head>\n  <body>\n    \
             <outline type=\"rss\" text=\"A\" title=\"A\" xmlUrl=\"https://lagoon.example/a\"/>\n    \
             <outline text=\"News\" title=\"News\">\n      \
             <outline type=\"rss\" text=\"https://lagoon.example/c\" xmlUrl=\"https://lagoon.example/c\"/>\n      \
             <outline text=\"Harbour\" title=\"Harbour\">\n        \
             <outline type=\"rss\" text=\"B &quot;&lt;&amp;&gt;&quot;\" title=\"B &quot;&lt;&amp;&gt;&quot;\" \
             xmlUrl=\"https://lagoon.example/b\"/>\n      </outline>\n    </outline>\n  </body>\n</opml>\n"
        );
        roxmltree::Document::parse(&written).unwrap();
    }

    fn line_of_words() -> impl Strategy<Value = String> {
        "[a-zA-Zé&<>\"' /]{0,12}[a-zA-Zé&<>\"';]"
            .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// What was written is read again; feeds come in the order of their folders.
        #[test]
        fn what_is_written_is_read_again(
            found in prop::collection::vec(
                (prop::option::of(line_of_words()), prop::collection::vec("[a-c&<\"é]{1,2}", 0..3), any::<bool>()),
                0..12,
            ),
        ) {
            let feeds: Vec<OpmlFeed> = found
                .into_iter()
                .enumerate()
                .map(|(place, (title, folders, has_site))| OpmlFeed {
                    url: format!("https://lagoon.example/{place}?a=1&b=%22"),
                    title,
                    site_url: has_site.then(|| format!("https://lagoon.example/{place}&amp;")),
                    folder: (!folders.is_empty()).then(|| folders.join("/")),
                })
                .collect();
            let written = write("List", &feeds);
            roxmltree::Document::parse(&written).unwrap();
            let read = read(written.as_bytes()).unwrap();
            let mut expected = feeds.clone();
            expected.sort_by(|one, other| folders(one).cmp(&folders(other)));
            prop_assert_eq!(&read.feeds, &expected);
            prop_assert_eq!(read.problems, Vec::<String>::new());
            prop_assert_eq!(write("List", &read.feeds), written);
        }
    }
}
