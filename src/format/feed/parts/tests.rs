//! Feeds taken apart, of each kind, in disorder and in other encodings: each part says what the whole says.

use proptest::prelude::*;

use super::*;
use crate::model::Draft;

fn address() -> Url {
    Url::parse("https://lagoon.example/feeds/all.xml").unwrap()
}

fn apart(feed: &[u8]) -> FeedParts {
    let shown = String::from_utf8_lossy(feed);
    parts(feed, &address()).unwrap_or_else(|refusal| panic!("{shown}: {refusal}"))
}

fn drafts(format: &Format, bytes: &[u8]) -> Vec<Draft> {
    let reading = (format.read)(bytes).unwrap();
    reading.drafts.into_iter().map(|draft| Draft { part: 0, ..draft }).collect()
}

/// The parts of a feed, which hold the articles that it holds.
fn checked(feed: &[u8]) -> FeedParts {
    let parts = apart(feed);
    let format = parts.entries.first().map_or(&FORMAT, |part| part.format);
    let mut found = Vec::new();
    for part in &parts.entries {
        assert!((part.format.sniff)(&part.bytes) || !(format.sniff)(feed));
        let own = drafts(part.format, &part.bytes);
        assert_eq!(own.len(), usize::from(part.text != FeedText::Nothing));
        found.extend(own);
    }
    let shown = String::from_utf8_lossy(feed);
    assert_eq!(found, drafts(format, feed), "{shown}\n{parts:?}");
    parts
}

fn bytes_of(parts: &FeedParts) -> Vec<&str> {
    parts.entries.iter().map(|part| std::str::from_utf8(&part.bytes).unwrap()).collect()
}

const RSS: &str = "<?xml version='1.0'?><rss version='2.0' xml:base='https://lagoon.example/a/' \
    xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' \
    xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>The Lagoon Times</title>\
    <link>https://lagoon.example/</link><atom:link rel='self' href='BUILT.xml'/>\
    <language>en</language><lastBuildDate>BUILT</lastBuildDate><pubDate>BUILT</pubDate>\
    <ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>\
    <item><title>Tolls</title><link>tolls</link><dc:creator>Ann Ng</dc:creator>\
    <pubDate>Mon, 18 Mar 2024 09:15:00 +1300</pubDate><description>The board said no.</description></item>\
    <item><title>Ice</title><link>/ice</link><description><![CDATA[It <b>melts</b>.]]></description></item>\
    <item><title>A headline alone</title><link>alone</link></item></channel></rss>";

const RDF: &str = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
    xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' xml:lang='en'>\
    <channel rdf:about='https://lagoon.example/BUILT'><title>Lagoon Wire</title>\
    <link>https://lagoon.example/</link><dc:date>BUILT</dc:date><items><rdf:Seq>\
    <rdf:li resource='https://lagoon.example/1'/></rdf:Seq></items></channel>\
    <item rdf:about='https://lagoon.example/1'><title>Tolls</title><description>No.</description></item>\
    <item rdf:about='https://lagoon.example/2'><title>Ice</title><link>2</link>\
    <description>It melts.</description></item></rdf:RDF>";

const ATOM: &str = "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:lang='en'><a:id>urn:x</a:id>\
    <a:title type='html'>Lagoon &amp;amp; Wire</a:title><a:updated>BUILT</a:updated>\
    <a:author><a:name>Cy Roe</a:name></a:author><a:generator>BUILT</a:generator>\
    <a:link rel='self' href='BUILT'/><a:link href='https://lagoon.example/b/'/>\
    <a:entry xml:base='https://lagoon.example/c/'><a:id>urn:1</a:id><a:title>Tolls</a:title><a:link href='1'/>\
    <a:updated>2024-03-18T09:15:00Z</a:updated><a:content type='xhtml'>\
    <div xmlns='http://www.w3.org/1999/xhtml'><p>The board said <b>no</b>.</p></div></a:content></a:entry>\
    <a:entry><a:id>urn:2</a:id><a:title>Ice</a:title><a:link href='2'/><a:summary>It melts.</a:summary>\
    </a:entry></a:feed>";

const JSON: &str = "{\"title\": \"Lagoon Wire\", \"home_page_url\": \"https://lagoon.example/\", \
    \"description\": \"BUILT\", \"authors\": [{\"name\": \"Cy Roe\"}], \"items\": [{\"id\": \"1\", \"url\": \"/1\", \
    \"content_html\": \"<p>No &amp; no.<\\/p>\"}, 3, {\"id\": 2, \"summary\": \"It \\u00e9 melts.\"}], \
    \"version\": \"https://jsonfeed.org/version/1.1\"}";

#[test]
fn each_entry_says_alone_what_it_says_in_the_feed() {
    for (feed, texts, urls) in [
        (
            RSS,
            vec![FeedText::Summary, FeedText::Summary, FeedText::Nothing],
            vec!["a/tolls", "ice", "a/alone"],
        ),
        (RDF, vec![FeedText::Summary; 2], vec!["1", "2"]),
        (ATOM, vec![FeedText::Whole, FeedText::Summary], vec!["c/1", "b/2"]),
        (JSON, vec![FeedText::Whole, FeedText::Summary], vec!["1", ""]),
    ] {
        let parts = checked(feed.as_bytes());
        let found: Vec<FeedText> = parts.entries.iter().map(|part| part.text).collect();
        assert_eq!(found, texts, "{feed}");
        let address =
            |path: &&str| (!path.is_empty()).then(|| format!("https://lagoon.example/{path}"));
        let expected: Vec<Option<String>> = urls.iter().map(address).collect();
        let found: Vec<Option<String>> =
            parts.entries.iter().map(|part| part.url.clone()).collect();
        assert_eq!(found, expected, "{feed}");
    }
    let parts = apart(JSON.as_bytes());
    assert_eq!(parts.warnings, ["entry 2: not an object"]);
}

#[test]
fn what_changes_from_fetch_to_fetch_is_in_no_part() {
    for feed in [RSS, RDF, ATOM, JSON] {
        let (monday, tuesday) =
            (feed.replace("BUILT", "Mon, 18 Mar 2024"), feed.replace("BUILT", "x"));
        let (monday, tuesday) = (checked(monday.as_bytes()), checked(tuesday.as_bytes()));
        assert_eq!(bytes_of(&monday), bytes_of(&tuesday));
        // A new entry before the others, as programs put it.
        let one = feed.rfind("<item>").or(feed.rfind("<a:entry>")).unwrap_or(feed.len());
        let (before, after) = feed.split_at(one);
        let new = "<item><title>New</title><description>News.</description></item>";
        let later = checked(
            format!("{before}{}{after}", if after.starts_with("<item") { new } else { "" })
                .as_bytes(),
        );
        let kept = bytes_of(&later);
        assert!(bytes_of(&apart(feed.as_bytes())).iter().all(|part| kept.contains(part)), "{feed}");
        let changed = feed.replace("melts", "froze");
        let changed = checked(changed.as_bytes());
        let same =
            bytes_of(&monday).iter().filter(|part| bytes_of(&changed).contains(part)).count();
        assert_eq!(same, monday.entries.len() - 1, "{feed}");
    }
}

#[test]
fn what_a_feed_says_of_itself_is_told() {
    let parts = apart(RSS.as_bytes());
    assert_eq!(parts.title.as_deref(), Some("The Lagoon Times"));
    assert_eq!(parts.site_url.as_deref(), Some("https://lagoon.example/"));
    assert_eq!(parts.update_minutes, Some(60));
    let published = parts.entries[0].published.map(|at| at.to_rfc3339());
    assert_eq!(published.as_deref(), Some("2024-03-17T20:15:00+00:00"));
    for (from, to, minutes) in [
        ("<ttl>30<", "<ttl>120<", Some(120)),
        (">hourly<", "> Daily <", Some(1440)),
        ("Frequency>1<", "Frequency>4<", Some(30)),
        ("Frequency>1<", "Frequency>0<", Some(60)),
        (">hourly<", ">now and then<", Some(30)),
    ] {
        let feed = RSS.replace(from, to);
        assert_eq!(apart(feed.as_bytes()).update_minutes, minutes, "{to}");
    }
    assert_eq!(
        apart(RSS.replace("ttl>", "x>").replace("sy:", "x:").as_bytes()).update_minutes,
        Some(60)
    );
    assert_eq!(apart(ATOM.as_bytes()).update_minutes, None);
}

#[test]
fn a_feed_in_another_encoding_comes_apart_in_utf_8() {
    let feed =
        RSS.replace("<?xml version='1.0'?>", "<?xml version='1.0' encoding='windows-1252'?>");
    let mut bytes = feed.replace("said no", "said n@ ~yes~ to caf#").into_bytes();
    for byte in &mut bytes {
        *byte = match *byte {
            b'@' => 0xf3,
            b'~' => 0x94,
            b'#' => 0xe9,
            other => other,
        };
    }
    let parts = checked(&bytes);
    assert!(bytes_of(&parts)[0].contains("said nó ”yes” to café"), "{:?}", bytes_of(&parts));
    let utf_16: Vec<u8> =
        format!("\u{feff}{RSS}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(bytes_of(&checked(&utf_16)), bytes_of(&checked(RSS.as_bytes())));
}

#[test]
fn disorder_costs_no_entry_its_meaning() {
    for (from, to) in [
        ("</title><link>", "<link>"),
        ("<title>The", "<title>The <b>"),
        ("</item><item>", "<item>"),
        ("</item>", ""),
        ("</channel></rss>", ""),
        ("<channel>", "<channel><p><i>"),
        ("<channel>", "<channel><div xml:lang='fr'>"),
        (" xmlns:dc='http://purl.org/dc/elements/1.1/'", ""),
        ("<title>Ice", "<title x=\"a>Ice"),
        ("said no", "said &unknown; <p>no<br> & < 3"),
        ("<rss", "<!DOCTYPE rss [<!ENTITY b 'c'>]><rss"),
        ("<?xml", "<b>Notice</b>: no such file <?xml"),
        ("<title>The Lagoon Times</title>", ""),
        ("<link>https://lagoon.example/</link>", "<link>https://lagoon.example/<title>x</title>"),
    ] {
        let feed = RSS.replacen(from, to, 1);
        assert_ne!(feed, RSS);
        let parts = checked(feed.as_bytes());
        assert!(parts.entries.len() >= 2, "{feed}");
    }
    let cut = &RSS[..RSS.rfind("</item>").unwrap()];
    let parts = checked(cut.as_bytes());
    assert_eq!(parts.entries.len(), 2);
    assert!(parts.warnings.contains(&"entry 3: the file ends inside it".to_owned()), "{parts:?}");
}

#[test]
fn an_address_that_the_feed_leaves_open_is_that_of_the_feed() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Ice</title><link href='ice'/>\
        <summary>It melts.</summary></entry></feed>";
    let parts = checked(feed.as_bytes());
    assert_eq!(parts.entries[0].url.as_deref(), Some("https://lagoon.example/feeds/ice"));
    let based = feed.replace("<entry>", "<entry xml:base='/news/'>");
    assert_eq!(
        apart(based.as_bytes()).entries[0].url.as_deref(),
        Some("https://lagoon.example/news/ice")
    );
    let odd = feed.replace("'ice'", "'javascript:1'");
    assert_eq!(apart(odd.as_bytes()).entries[0].url, None);
}

#[test]
fn a_frame_that_is_repeated_for_ever_is_not() {
    let title = "x".repeat(1 << 19);
    let items = "<item><title>a</title></item>".repeat(5_000);
    let parts = apart(
        format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>")
            .as_bytes(),
    );
    let bytes: usize = parts.entries.iter().map(|part| part.bytes.len()).sum();
    assert!(bytes < 20 << 20, "{bytes}");
    assert!(
        parts.warnings.iter().any(|warning| warning.contains("are left out")),
        "{:?}",
        parts.warnings
    );
}

#[test]
fn what_is_no_feed_is_refused() {
    for bytes in [&b""[..], b"<html><body>No.</body></html>", b"{\"a\": 1}", b"<opml/>"] {
        assert!(parts(bytes, &address()).is_err());
    }
    assert!(apart(b"<rss version='2.0'><channel/></rss>").entries.is_empty());
}

#[test]
fn a_day_is_as_precise_as_it_is_said() {
    for (words, expected) in [
        ("2024-03-18T09:15:30+13:00", Some("2024-03-17T20:15:30+00:00")),
        ("2024-03-18T09:15", Some("2024-03-18T09:15:00+00:00")),
        ("2024-03-18", Some("2024-03-18T00:00:00+00:00")),
        ("2024-03", None),
    ] {
        let published = crate::text::dates::published(words).unwrap();
        assert_eq!(instant(&published).map(|at| at.to_rfc3339()).as_deref(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Pieces of feeds cut out, put in twice and broken: each part says what the whole says, or it is told that
    /// it does not.
    #[test]
    fn any_disorder_is_borne(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
        kind in 0..3_usize,
    ) {
        let mut bytes = [RSS, RDF, ATOM][kind].as_bytes().to_vec();
        for (from, to, byte) in cuts {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match byte % 4 {
                0 if to - from < bytes.len() / 4 => drop(bytes.drain(from..to)),
                1 => bytes.splice(from..from, bytes[from..to].to_vec()).for_each(drop),
                2 => bytes[from] = byte,
                _ => bytes.swap(from, to),
            }
            bytes.truncate(20_000);
        }
        match ((FORMAT.read)(&bytes), parts(&bytes, &address())) {
            (Ok(_), Ok(parts)) => {
                let is_told = parts.warnings.iter().any(|warning| warning.contains("disorder around"));
                if !is_told {
                    checked(&bytes);
                }
            }
            (Err(one), Err(other)) => prop_assert_eq!(one.0, other.0),
            (one, other) => prop_assert!(false, "{one:?} {other:?}"),
        }
    }
}
