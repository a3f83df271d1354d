//! News with everything in them, with nothing, with too much, and with what is meant to break out.

use serde_json::json as object;

use super::*;
use crate::model::{
    FailingFeed, NewsChange, NewsQuote, NewsRevision, NewsRole, NewsRows, NewsStory, NewsWords,
    ReviewCopy, ReviewTitle, SilentSource, Value, WatchNews, Withdrawal,
};
use crate::output::document::mail::{Envelope, Mailbox};
use crate::output::safe;

const FEED_ID: &str = "tag:example.org,2026:news";

fn nothing() -> News {
    News {
        title: "News, 1 December 2026".to_owned(),
        made_at: "2026-12-01T07:00:00Z".to_owned(),
        since: "since 30 November 2026, 07:00 UTC".to_owned(),
        watches: Vec::new(),
        quiet: Vec::new(),
        silent: Vec::new(),
        failing: Vec::new(),
    }
}

fn watch(name: &str, stories: Vec<NewsStory>) -> WatchNews {
    WatchNews {
        name: name.to_owned(),
        about: format!("search {name}"),
        stories,
        left_out: 0,
        copies_of_told: 0,
        roles: Vec::new(),
        withdrawals: Vec::new(),
        rows: None,
    }
}

fn story(number: i64, headline: &str) -> NewsStory {
    NewsStory {
        article_id: number,
        permalink: format!("cuttings:sha256:{number:064x}"),
        title: ReviewTitle::Headline(headline.to_owned()),
        publisher: Some("The Tide".to_owned()),
        day: "30 November 2026".to_owned(),
        dated: "2026-11-30".to_owned(),
        url: Some(format!("https://tide.example/{number}")),
        copies: Vec::new(),
        more_copies: 0,
        sentences: vec![NewsWords {
            words: format!("The harbour board met {number} times."),
            address: format!("{number}#char=0,30"),
        }],
        more_sentences: 0,
        quotes: Vec::new(),
        more_quotes: 0,
        revision: None,
    }
}

fn copy(publisher: &str, article_id: i64) -> ReviewCopy {
    ReviewCopy {
        article_id,
        publisher: Some(publisher.to_owned()),
        day: "30 November 2026".to_owned(),
        url: None,
    }
}

/// News in which every text is this one.
fn all_of(text: &str) -> News {
    let own = || text.to_owned();
    let (some, title) = (|| Some(own()), || ReviewTitle::Headline(own()));
    let address = || "17#char=1,2".to_owned();
    let whole = NewsStory {
        title: title(),
        publisher: some(),
        day: own(),
        dated: own(),
        url: some(),
        copies: vec![ReviewCopy { article_id: 18, publisher: some(), day: own(), url: some() }],
        more_copies: 2,
        sentences: vec![NewsWords { words: own(), address: address() }],
        more_sentences: 1,
        quotes: vec![NewsQuote {
            words: own(),
            speaker: some(),
            is_by_watched: true,
            address: address(),
        }],
        more_quotes: 1,
        revision: Some(NewsRevision {
            of_article_id: 12,
            changes: vec![
                NewsChange { field: own(), before: own(), after: format!("{text} more") },
                NewsChange { field: own(), before: String::new(), after: own() },
            ],
            more_changes: 1,
        }),
        ..story(17, "")
    };
    let role =
        NewsRole { person: own(), title: own(), publisher: some(), day: own(), address: address() };
    let gone = Withdrawal {
        article_id: 3,
        title: ReviewTitle::FirstWords(own()),
        publisher: some(),
        day: own(),
        status: own(),
    };
    let rows = NewsRows {
        columns: vec![own(), "n".to_owned()],
        rows: vec![vec![Value::Text(own()), Value::Integer(4)]],
        left_out: 1,
    };
    let full = WatchNews {
        about: own(),
        left_out: 1,
        copies_of_told: 1,
        roles: vec![role],
        withdrawals: vec![gone],
        rows: Some(rows),
        ..watch(text, vec![whole])
    };
    News {
        title: own(),
        since: own(),
        watches: vec![full],
        quiet: vec![own(), own()],
        silent: vec![SilentSource {
            publisher: own(),
            usual_per_day: 40.0,
            last_at: own(),
            missing: 281.0,
        }],
        failing: vec![FailingFeed {
            name: own(),
            url: own(),
            error: own(),
            error_count: 2,
            failing_since: own(),
        }],
        ..nothing()
    }
}

/// In every form that is text.
fn written(news: &News) -> [String; 4] {
    [
        html(news).unwrap(),
        markdown(news).unwrap(),
        plain(news).unwrap(),
        atom(news, FEED_ID).unwrap(),
    ]
}

/// What our own reader of feeds makes of them.
fn entries(news: &News) -> Vec<crate::model::Draft> {
    let feed = atom(news, FEED_ID).unwrap();
    let reading = (crate::format::feed::FORMAT.read)(feed.as_bytes())
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!((reading.problems.len(), reading.warnings.len()), (0, 0), "{feed}");
    reading.drafts
}

// --- Nothing, little and much

#[test]
fn nothing_is_one_sentence() {
    let news = nothing();
    let said = "Nothing new since 30 November 2026, 07:00 UTC.";
    assert_eq!(plain(&news).unwrap(), format!("News, 1 December 2026\n\n{said}\n"));
    assert_eq!(markdown(&news).unwrap(), format!("# News, 1 December 2026\n\n{said}\n"));
    let page = html(&news).unwrap();
    assert!(page.contains(said) && !page.contains("<nav") && !page.contains("<h2"), "{page}");
    let feed = atom(&news, FEED_ID).unwrap();
    assert!(roxmltree::Document::parse(&feed).is_ok() && !feed.contains("<entry>"), "{feed}");
    let quiet =
        News { quiet: ["ports", "Ruth Ellery", "tolls"].map(str::to_owned).to_vec(), ..news };
    let text = plain(&quiet).unwrap();
    assert!(
        text.ends_with(&format!("{said}\n\nWatched: ports, Ruth Ellery and tolls.\n")),
        "{text}"
    );
}

#[test]
fn sources_are_told_of_also_where_nothing_else_is() {
    let news = News { silent: all_of("The Tide").silent, ..nothing() };
    let text = plain(&news).unwrap();
    let lead = "Nothing new of what is watched since 30 November 2026, 07:00 UTC.";
    assert!(text.contains(&format!("\n\n{lead}\n\n  Sources: 1 publisher is silent\n")), "{text}");
}

#[test]
fn one_is_one_and_two_are_two() {
    let counts = |news: &News| {
        let text = plain(news).unwrap();
        text.lines().nth(2).unwrap().to_owned() + text.lines().nth(4).unwrap()
    };
    let one = News { watches: vec![watch("ports", vec![story(1, "A")])], ..nothing() };
    assert_eq!(
        counts(&one),
        "1 story for 1 watch, since 30 November 2026, 07:00 UTC.  ports: 1 story"
    );
    let mut more = one.clone();
    more.watches.push(watch("tolls", vec![story(2, "B"), story(3, "C")]));
    more.watches[0].left_out = 2;
    more.watches[0].copies_of_told = 1;
    assert_eq!(
        counts(&more),
        "5 stories for 2 watches, since 30 November 2026, 07:00 UTC.  ports: 3 stories, 1 more copy"
    );
    let text = markdown(&more).unwrap();
    let left_out =
        "\nAnd 2 more stories are not shown. 1 more copy of a story that was told before.\n";
    assert!(text.contains(left_out), "{text}");
}

#[test]
fn copies_are_a_list_with_an_end() {
    let said = |copies: &[&str], more_copies: usize| {
        let copies = copies.iter().zip(18..).map(|(publisher, id)| copy(publisher, id)).collect();
        let one = NewsStory { copies, more_copies, ..story(17, "A") };
        let text = plain(&News { watches: vec![watch("ports", vec![one])], ..nothing() }).unwrap();
        text.lines().find_map(|line| line.strip_prefix("  Also in ")).unwrap_or_default().to_owned()
    };
    assert_eq!(said(&[], 0), "");
    assert_eq!(said(&["X"], 0), "X (article 18).");
    assert_eq!(said(&["X", "Y"], 0), "X (article 18) and Y (article 19).");
    assert_eq!(said(&["X", "Y"], 3), "X (article 18), Y (article 19) and 3 more.");
    assert_eq!(said(&["X"], 1), "X (article 18) and 1 more.");
    assert_eq!(said(&[], 1), "1 other place.");
}

#[test]
fn two_thousand_stories_are_all_there() {
    let stories = (1..=2_000).map(|number| story(number, &format!("Headline {number}."))).collect();
    let news = News { watches: vec![watch("ports", stories)], ..nothing() };
    for text in written(&news) {
        assert_eq!(text.matches("Headline ").count(), 2_000);
        assert!(text.contains("The harbour board met 1999 times."));
    }
    assert_eq!(json(&news)["watches"][0]["stories"].as_array().unwrap().len(), 2_000);
}

// --- What is meant to break out

const HOSTILE: [&str; 11] = [
    "</h3></article><script>alert(1)</script>",
    "javascript:alert(1)",
    "https://evil.example/\"><img src=x onerror=alert(1)>",
    "Tolls\r\nBcc: everybody@example.org\r\n\r\n# Heading\n- list\n| a | b |",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) `code` ~~~ <b>",
    "\u{202e}desrever si siht\u{2066}",
    "\u{1b}[2J\u{1b}]0;title\u{7} wiped \u{0}\u{fffe}",
    "]]> --> <!-- <![CDATA[ &copy; &#0; {{ 7*7 }} {% raw %}",
    "שלום עולם העיתון",
    "",
    ".",
];

#[test]
fn what_is_hostile_is_text() {
    for hostile in HOSTILE {
        let news = all_of(hostile);
        let [page, text, lines, feed] = written(&news);
        for written in [&page, &text, &lines, &feed] {
            assert_eq!(written.chars().find(|c| safe::is_unsafe(*c)), None, "{written}");
        }
        for bad in ["<script", "<img", "<b>", "href=\"javascript", "href=\"https://evil", "<!--"] {
            assert!(!page.contains(bad), "{bad} in {page}");
            assert!(!feed.contains(bad), "{bad} in {feed}");
        }
        roxmltree::Document::parse(&feed).unwrap_or_else(|error| panic!("{error}: {feed}"));
        // Where there are no words there is no paragraph of them either.
        if !hostile.is_empty() {
            assert_eq!(markup(&text), markup(&markdown(&all_of("plain")).unwrap()), "{text}");
        }
        assert!(!lines.contains("\nBcc:") && !lines.contains("\n# "), "{lines}");
        assert_eq!(json(&news)["watches"][0]["stories"][0]["title"], hostile);
    }
}

/// What there is in a Markdown text besides words: the beginnings of everything but links, which are counted by where they
/// lead.
fn markup(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let seen = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            assert!(dest_url.starts_with('#'), "a link to {dest_url}");
            Some("link".to_owned())
        }
        Event::Start(tag) => Some(format!("{tag:?}").split([' ', '(']).next().unwrap().to_owned()),
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim().to_owned()),
        Event::Code(_) => Some("code".to_owned()),
        _ => None,
    });
    seen.collect()
}

#[test]
fn a_word_of_ten_thousand_letters_stays_in_its_line() {
    let word = "x".repeat(10_000);
    let news = all_of(&word);
    let lines = plain(&news).unwrap();
    let is_long = |line: &&str| line.chars().count() > 72 && !line.contains("cuttings:sha256:");
    for line in lines.lines().filter(is_long) {
        let short =
            line.split(' ').filter(|part| !part.contains(&word)).map(str::len).sum::<usize>();
        assert!(line.contains(&word) && short <= 72, "{line}");
    }
    let message = envelope().message(&lines, &html(&news).unwrap()).unwrap();
    assert!(message.lines().all(|line| line.len() <= 998 && line != "."));
}

#[test]
fn only_addresses_of_the_web_are_links() {
    for (url, links) in [
        ("https://tide.example/1?a=1&b=2", 1),
        ("javascript:alert(1)", 0),
        ("file:///etc/passwd", 0),
        ("https://tide.example/ x", 0),
    ] {
        let one = NewsStory { url: Some(url.to_owned()), ..story(17, "A") };
        let news = News { watches: vec![watch("ports", vec![one])], ..nothing() };
        let [page, text, lines, feed] = written(&news);
        assert_eq!(page.matches("href=\"http").count(), links, "{page}");
        assert_eq!(text.matches("](<http").count(), links, "{text}");
        assert_eq!(feed.matches("<link rel=\"alternate\"").count(), links, "{feed}");
        assert_eq!(lines.contains("Not an address of the web: "), links == 0, "{lines}");
    }
}

// --- The feed

#[test]
fn our_own_reader_opens_the_feed() {
    let revised = NewsStory {
        dated: "2026-11-30T21:15:00+13:00".to_owned(),
        revision: Some(NewsRevision {
            of_article_id: 12,
            changes: vec![NewsChange {
                field: "body".to_owned(),
                before: "The toll is two dollars.".to_owned(),
                after: "The toll is three dollars.".to_owned(),
            }],
            more_changes: 0,
        }),
        ..story(17, "Tolls & <ice>")
    };
    let shared = story(18, "A wharf");
    let mut news = News {
        watches: vec![
            watch("ports", vec![revised, shared.clone()]),
            watch("wharves", vec![shared]),
        ],
        ..nothing()
    };
    let drafts = entries(&news);
    assert_eq!(drafts.len(), 2);
    let head = &drafts[0].head;
    assert_eq!(head.headline.as_deref(), Some("Tolls & <ice>"));
    assert_eq!(head.url.as_deref(), Some("https://tide.example/17"));
    assert_eq!(head.publisher.as_deref(), Some("The Tide"));
    for words in ["The harbour board met 17 times.", "two", "three", "Article 17"] {
        assert!(drafts[0].body.contains(words), "{words} in {}", drafts[0].body);
    }
    let feed = atom(&news, FEED_ID).unwrap();
    assert_eq!(feed, atom(&news, FEED_ID).unwrap());
    assert!(feed.contains("<category term=\"ports\"/>\n<category term=\"wharves\"/>"), "{feed}");
    assert!(feed.contains("<published>2026-11-30T00:00:00Z</published>"), "{feed}");
    // Besides stories there is one entry, and another one the next day.
    news.silent = all_of("The Tide").silent;
    let drafts = entries(&news);
    assert_eq!(drafts.len(), 3);
    assert!(
        drafts[2].body.contains("The Tide: usually 40 a day, none since"),
        "{}",
        drafts[2].body
    );
    assert!(
        atom(&news, FEED_ID).unwrap().contains(&format!("<id>{FEED_ID}#{}</id>", news.made_at))
    );
}

/// What RFC 4287 asks of a feed and its entries.
#[test]
fn the_feed_is_what_the_rfc_asks_for() {
    for dated in ["2026-11-30", "2026-11", "2026", "", "2026-11-30T07:00:00Z"] {
        let known = NewsStory { dated: dated.to_owned(), publisher: None, ..story(17, "A") };
        let news = News { watches: vec![watch("ports", vec![known])], ..all_of("words") };
        let feed = atom(&news, FEED_ID).unwrap();
        let tree = roxmltree::Document::parse(&feed).unwrap();
        let root = tree.root_element();
        let of_root = |name: &str| root.children().filter(|child| child.has_tag_name(name)).count();
        assert_eq!(
            (of_root("id"), of_root("title"), of_root("updated"), of_root("author")),
            (1, 1, 1, 1)
        );
        let entries: Vec<_> = root.children().filter(|child| child.has_tag_name("entry")).collect();
        assert_eq!(entries.len(), 2);
        for entry in entries {
            for name in ["id", "title", "updated", "content"] {
                assert_eq!(entry.children().filter(|child| child.has_tag_name(name)).count(), 1);
            }
            for name in ["updated", "published"] {
                let Some(at) = entry.children().find(|child| child.has_tag_name(name)) else {
                    continue;
                };
                let at = at.text().unwrap_or_default();
                assert!(chrono::DateTime::parse_from_rfc3339(at).is_ok(), "{name}: {at}");
            }
        }
    }
}

// --- JSON and mail

#[test]
fn json_has_everything() {
    let news = all_of("Ruth Ellery");
    let found = json(&news);
    // Each text of the news is in it as often as it is in what the program has.
    let in_news = format!("{news:?}").matches("Ruth Ellery").count();
    assert_eq!(found.to_string().matches("Ruth Ellery").count(), in_news);
    assert_eq!(found["schema"], 1);
    let watch = &found["watches"][0];
    assert_eq!(watch["rows"]["rows"], object!([["Ruth Ellery", 4]]));
    assert_eq!(watch["stories"][0]["revision"]["of_article"], 12);
    assert_eq!(watch["stories"][0]["quotes"][0]["by_watched"], true);
    assert_eq!(watch["withdrawals"][0]["title_is"], "first words");
    assert_eq!(found["silent"][0]["usual_per_day"], 40.0);
    let empty = json(&News { watches: vec![super::tests::watch("ports", vec![])], ..nothing() });
    assert_eq!(empty["watches"][0]["rows"], object!(null));
    assert_eq!(empty["failing"], object!([]));
}

fn envelope() -> Envelope {
    Envelope {
        to: vec![Mailbox::parse("Ana <ana@example.org>").unwrap()],
        from: None,
        subject: "News, 1 December 2026".to_owned(),
        sent_at: 1_796_108_400,
    }
}

#[test]
fn a_message_of_it_is_parsed_rightly() {
    let news = all_of("Für Ruth Ellery\nBcc: x@example.org");
    let (lines, page) = (plain(&news).unwrap(), html(&news).unwrap());
    let message = envelope().message(&lines, &page).unwrap();
    let parsed = mail_parser::MessageParser::new().parse(&message).unwrap();
    assert_eq!(parsed.subject(), Some("News, 1 December 2026"));
    assert!(parsed.bcc().is_none());
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), lines.trim_end());
    assert_eq!(parsed.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), page.trim_end());
}
