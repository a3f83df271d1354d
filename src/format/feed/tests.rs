//! Feeds as they are met: of each kind, damaged, and hostile.

use proptest::prelude::*;

use super::*;
use crate::model::{ArticleKind, Draft, Field};

fn text(feed: &str) -> Reading {
    let reading = read(feed.as_bytes()).unwrap_or_else(|refusal| panic!("{feed}: {refusal}"));
    check(&reading);
    reading
}

fn drafts(feed: &str) -> Vec<Draft> {
    text(feed).drafts
}

/// Regions cover the text, and every draft owns its record.
fn check(reading: &Reading) {
    let mut position = 0;
    for region in &reading.regions {
        assert_eq!(region.start, position);
        assert!(region.end > region.start);
        position = region.end;
    }
    assert_eq!(position, reading.text_bytes);
    for (place, draft) in reading.drafts.iter().enumerate() {
        assert_eq!(draft.part as usize, place);
        assert!(!draft.body.trim().is_empty() && !draft.body.contains(['\0', '\r']));
        let owns = |region: &crate::model::Region| {
            region.part == Some(draft.part) && region.role == RegionRole::Record
        };
        assert_eq!(reading.regions.iter().filter(|region| owns(region)).count(), 1);
    }
}

fn rss(items: &str) -> String {
    format!(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <title>The Lagoon Times</title><link>https://lagoon.example/</link>{items}</channel></rss>"
    )
}

const ITEM: &str =
    "<item><title>Tolls to rise</title><description>The board said no.</description></item>";

#[test]
fn rss_fields_are_found_and_named() {
    let feed = rss("<item><title>Tolls &amp;amp; ice</title><link>/tolls</link>\
        <guid isPermaLink=\"false\">lt-1</guid><pubDate>Mon, 18 Mar 2024 09:15:00 +1300</pubDate>\
        <dc:creator>Ann Ng</dc:creator><category>Harbour</category>\
        <description>&lt;p&gt;What the board wants.&lt;/p&gt;</description>\
        <content:encoded><![CDATA[<p>The board said no.</p><p>It said so twice.</p>]]></content:encoded></item>");
    let drafts = drafts(&feed);
    let (head, origins) = (&drafts[0].head, &drafts[0].origins);
    assert_eq!(drafts[0].body, "The board said no.\n\nIt said so twice.");
    for (field, value, expected, rule) in [
        (Field::Headline, head.headline.as_deref(), "Tolls & ice", "rss:title"),
        (Field::Url, head.url.as_deref(), "https://lagoon.example/tolls", "rss:link"),
        (Field::Identifier, head.identifier.as_deref(), "lt-1", "rss:guid"),
        (Field::Standfirst, head.standfirst.as_deref(), "What the board wants.", "rss:description"),
        (Field::Publisher, head.publisher.as_deref(), "The Lagoon Times", "rss:channel/title"),
        (Field::Section, head.section.as_deref(), "Harbour", "rss:category"),
    ] {
        assert_eq!((value, origins.of(field)), (Some(expected), Some(rule)));
    }
    assert_eq!(head.authors, ["Ann Ng"]);
    assert_eq!(head.published.as_ref().unwrap().iso(), "2024-03-18T09:15:00+13:00");
    assert_eq!(
        (head.kind, origins.of(Field::Body)),
        (ArticleKind::Article, Some("content:encoded"))
    );
}

#[test]
fn atom_fields_are_found_in_any_dress() {
    for (open, prefix) in
        [("feed xmlns=\"http://www.w3.org/2005/Atom\"", ""), ("atom:feed", "atom:")]
    {
        let feed = "<?xml version='1.0'?><OPEN xml:lang='en' xml:base='https://lagoon.example/a/'>\
            <P:title>Harbour</P:title><P:author><P:name>Cy Roe</P:name></P:author><P:entry>\
            <P:title type='html'>Tolls &lt;b&gt;rise&lt;/b&gt;</P:title>\
            <P:id>tag:lagoon.example,2024:1</P:id><P:updated>2024-03-18T09:15:00Z</P:updated>\
            <P:link rel='self' href='self.xml'/><P:link href='tolls.html'/>\
            <P:source><P:title>Lagoon Wire</P:title><P:id>x</P:id></P:source>\
            <P:content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>The board said \
            <b>no</b>.</p><p>Twice.</p></div></P:content></P:entry></CLOSE>"
            .replace("OPEN", open)
            .replace("CLOSE", open.split(' ').next().unwrap())
            .replace("P:", prefix);
        let drafts = drafts(&feed);
        let head = &drafts[0].head;
        assert_eq!(head.headline.as_deref(), Some("Tolls rise"));
        assert_eq!(head.url.as_deref(), Some("https://lagoon.example/a/tolls.html"));
        assert_eq!(head.publisher.as_deref(), Some("Lagoon Wire"));
        assert_eq!(
            (head.authors.as_slice(), head.language.as_deref()),
            (&["Cy Roe".to_owned()][..], Some("en"))
        );
        assert_eq!(head.published, head.modified);
        assert_eq!(drafts[0].body, "The board said no.\n\nTwice.");
    }
}

#[test]
fn damage_costs_at_most_the_entry_that_it_is_in() {
    let whole = rss(&ITEM.repeat(3));
    for (feed, count) in [
        (format!("\n\n \u{feff}{whole}"), 3),
        (format!("<br />\n<b>Notice</b>: no such file\n<?xml version='1.0'?>{whole}"), 3),
        (whole.replace("said", "said\u{1}&nbsp;&unknown; & < 3 &eacute;"), 3),
        (whole.replacen("</title><desc", "<desc", 2), 3),
        (whole.replacen("</description></item>", "</item>", 2), 3),
        (whole.replace("no.</description>", "<p>no<b>.<guid>x</guid>"), 3),
        (whole.replace("</item>", ""), 3),
        (whole.replace("</channel></rss>", ""), 3),
        (whole.replace("description>", "DESCRIPTION>"), 3),
        (whole.replace(ITEM, &format!("<p><b>{ITEM}</i>")), 3),
        (whole.replace("no.", "<p>no<br>and <a href=\"x>no</a>."), 3),
        (whole.replace(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"", ""), 3),
    ] {
        let reading = text(&feed);
        assert_eq!(reading.drafts.len(), count, "{feed}: {reading:?}");
        assert!(reading.drafts.iter().all(|draft| draft.body.contains("The board said")), "{feed}");
        assert!(reading.drafts.iter().all(|draft| !draft.body.contains('x')), "{feed}");
        assert!(reading.problems.is_empty(), "{feed}");
    }
}

#[test]
fn a_cut_feed_keeps_its_whole_entries() {
    let whole = rss(&ITEM.repeat(3));
    let third = whole.rfind("<item>").unwrap();
    for end in third + "<item>".len()..whole.rfind("</item>").unwrap() {
        let reading = text(&whole[..end]);
        assert_eq!(reading.drafts.len(), 2, "{}", &whole[..end]);
        assert_eq!(reading.problems[0].record.as_deref(), Some("entry 3"));
        assert!(reading.warnings.iter().any(|warning| warning.contains("no end")));
    }
}

#[test]
fn nothing_is_expanded_and_nothing_overflows() {
    let bomb = rss("<item><title>&b;</title><description>&b; &x; stays.</description></item>");
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a \"no\"><!ENTITY b \"&a;&a;>\"><!ENTITY x SYSTEM \"file:///etc/hostname\">]>{bomb}"
    );
    let reading = text(&bomb);
    assert_eq!(reading.drafts[0].body, "&b; &x; stays.");
    assert!(reading.warnings[0].contains("none is expanded"), "{:?}", reading.warnings);
    for deep in ["<a>", "<div>", "<item>", "<title>", "<channel>", "<content:encoded>"] {
        let times = if deep == "<a>" { 100_000 } else { 5_000 };
        let feed =
            rss(&format!("<item><description>{}</description></item>{ITEM}", deep.repeat(times)));
        assert!(!text(&feed).drafts.is_empty(), "{deep}");
    }
}

#[test]
fn what_is_no_feed_is_refused_with_its_name() {
    for (file, reason) in [
        (
            "<opml version=\"2.0\"><body><outline xmlUrl=\"x\"/></body></opml>",
            "list of subscriptions (OPML)",
        ),
        ("<!DOCTYPE html><html><body>No.</body></html>", "a web page"),
        ("<nitf/>", "no feed: its first element"),
        ("No.", "there is no element"),
        ("", "there is no element"),
    ] {
        let refusal = read(file.as_bytes()).unwrap_err();
        assert!(refusal.0.contains(reason), "{file}: {refusal}");
    }
    assert!(looks_like(b"<opml version='2.0'><head>") && looks_like(rss("").as_bytes()));
    for other in
        ["<html><head>", "Prose with <rss version='2.0'> later".repeat(40).as_str(), "{}", ""]
    {
        assert!(!looks_like(other.as_bytes()), "{other}");
    }
}

#[test]
fn json_feed_is_known_by_its_version() {
    let feed = "{\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1.1\", \"title\": \"The Lagoon Times\", \
        \"items\": [{\"id\": 7, \"content_html\": \"<p>No.</p>\", \"authors\": [{\"name\": \"Ann Ng\"}]}, 3, \
        {\"id\": \"8\", \"title\": \"No text\"}, {\"id\": \"9\", \"summary\": \"It said no.\"}]}";
    assert!((json_feed::FORMAT.sniff)(feed.as_bytes()));
    assert!(!(json_feed::FORMAT.sniff)(
        b"{\"version\": \"1\", \"url\": \"https://jsonfeed.org/version/1\"}"
    ));
    let reading = (json_feed::FORMAT.read)(feed.as_bytes()).unwrap();
    check(&reading);
    let kinds: Vec<ArticleKind> = reading.drafts.iter().map(|draft| draft.head.kind).collect();
    assert_eq!(kinds, [ArticleKind::Article, ArticleKind::Summary]);
    assert_eq!(reading.drafts[0].head.identifier.as_deref(), Some("7"));
    assert_eq!(reading.drafts[0].head.authors, ["Ann Ng"]);
    let problems: Vec<(&str, &str)> = reading
        .problems
        .iter()
        .map(|problem| (problem.record.as_deref().unwrap_or_default(), problem.reason.as_str()))
        .collect();
    assert_eq!(
        problems,
        [("entry 3", "no text, only a headline, an address or less"), ("entry 2", "not an object")]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Pieces of feeds cut out, put in twice and broken: nothing stops, everything is accounted for.
    #[test]
    fn any_disorder_is_accounted_for(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..8),
        is_atom in any::<bool>(),
    ) {
        let mut bytes = rss(&[ITEM; 3].join("\n<!-- a --><x><![CDATA[b]]></x>")).into_bytes();
        if is_atom {
            let feed = String::from_utf8_lossy(&bytes).replace("rss", "feed").replace("item>", "entry>");
            bytes = feed.replace("description", "content").into_bytes();
        }
        for (from, to, byte) in cuts {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match byte % 4 {
                0 if to - from < bytes.len() / 2 => drop(bytes.drain(from..to)),
                1 => bytes.splice(from..from, bytes[from..to].to_vec()).for_each(drop),
                2 => bytes[from] = byte,
                _ => bytes.swap(from, to),
            }
            bytes.truncate(20_000);
        }
        if let Ok(reading) = read(&bytes) {
            check(&reading);
        }
        looks_like(&bytes);
    }
}

#[test]
fn what_only_the_server_knows_of_the_characters_is_believed() {
    let (text, _, _) =
        encoding_rs::WINDOWS_1251.encode("<rss><channel><title>Мост</title></channel></rss>");
    let read = |media_type| String::from_utf8(as_served(&text, media_type).into_owned());
    assert!(read(Some("application/rss+xml; charset=windows-1251")).unwrap().contains("Мост"));
    assert!(read(None).is_err());
    // A server that is wrong about UTF-8, or that the document contradicts, is not.
    let utf8 = "<rss><title>Мост</title></rss>".as_bytes();
    assert_eq!(as_served(utf8, Some("text/xml; charset=iso-8859-1")), utf8);
    let own = [b"<?xml version='1.0' encoding='windows-1251'?>", &*text].concat();
    assert_eq!(as_served(&own, Some("text/xml; charset=koi8-r")), own.as_slice());
}
