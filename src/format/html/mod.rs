//! HTML: a saved page to the one article in it, or the reason why there is none.
//!
//! `markup::charset` decodes, `markup::guard` makes the markup safe to parse, `outline` lists what is shown, `runs` cuts
//! it into paragraphs, `selection` finds those of the article, `body` and `cleaning` make its text,
//! `captions` finds what stands under its pictures, `verdict` says whether that is an article, `metadata` reads what
//! the page says of itself. `feed_links` finds the feeds that a page names. What must stay true: no program, style or hidden text enters the body, and time is linear in the page's length.

mod body;
mod captions;
mod cleaning;
mod feed_links;
mod labels;
mod metadata;
mod outline;
mod runs;
mod saved;
mod selection;
mod verdict;

use super::article::facts::Facts;
use super::article::regions::{self, Cover};
use super::markup::{self, charset, guard};
use super::{Format, Framing, Refusal};
use crate::model::{ArticleKind, Caption, Field, Published, Reading, RegionRole};
use crate::text::normalise;
pub use feed_links::{NamedFeed, feeds_in_page};

pub const FORMAT: Format = Format {
    name: "html",
    version: 8,
    media_type: "text/html",
    extensions: &["html", "htm", "xhtml"],
    summary: "HTML: a saved page, its article without what surrounds it",
    framing: Framing::Whole,
    sniff,
    read,
};

/// What is known of a page besides its markup.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageContext<'a> {
    /// Where it was fetched from.
    pub url: Option<&'a str>,
    /// When it was fetched or received.
    pub captured: Option<&'a Published>,
}

/// Reads a saved page.
fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = charset::page(bytes, None);
    if let Some(blank) = regions::blank(&decoded) {
        return Ok(blank);
    }
    let (facts, body) = page(&decoded.text, &PageContext::default())?;
    let mut cover = Cover::new(decoded.text.len());
    cover.mark(decoded.text.len(), RegionRole::Record);
    cover.article(facts, body);
    Ok(regions::explained(cover.finish(&decoded), |_| "no article text found".to_owned()))
}

/// A page's article, or that of what readers without scripts see. Fails with the reason why it has none.
pub fn page(html: &str, known: &PageContext<'_>) -> Result<(Facts, String), Refusal> {
    let known = PageContext { url: known.url.or_else(|| saved::address(html)), ..*known };
    article(html, &known).or_else(|refusal| {
        let shown = guard::without_scripts(html).ok_or_else(|| refusal.clone())?;
        article(&shown, &known).map_err(|_| refusal)
    })
}

fn article(html: &str, known: &PageContext<'_>) -> Result<(Facts, String), Refusal> {
    let document = dom_query::Document::from(guard::parsable(html).as_ref());
    let outline = outline::Outline::of(&document);
    let runs = runs::runs(&outline);
    let selection = selection::Selection::new(&outline, &runs);
    let roots = selection.article(&runs);
    let mut blocks = body::blocks(&outline, &runs, &selection, &roots);
    // A headline may be set in two lines, `Harbour<br>shut`.
    let headline = normalise::comparable(&markup::text_of(&document.select_single("h1").html()));
    let title = document.select_single("title").text();
    let lines = captions::lines(&blocks);
    cleaning::clean(&mut blocks, &[&headline, &title]);
    let first = body::joined(&blocks);
    let metadata::Described { mut facts, claims } = metadata::describe(&document, known, &first);
    cleaning::without_head(&mut blocks, &facts.head);
    let mut text = body::joined(&blocks);
    let mut origin = "html:text";
    if let Some(claimed) =
        claims.article_body.as_deref().filter(|claimed| verdict::is_better(claimed, &text))
    {
        text = claimed.to_owned();
        origin = "json-ld:articleBody";
    }
    let found = verdict::ExtractedPage {
        outline: &outline,
        runs: &runs,
        selection: &selection,
        roots: &roots,
        blocks: &blocks,
        title: &title,
        classes: &document.select_single("body").attr_or("class", ""),
        claims: &claims,
    };
    let verdict = verdict::check(&text, &found)?;
    if verdict == verdict::Verdict::Stub {
        let standfirst = facts.head.standfirst.as_deref();
        // What a page says of its article is worth keeping with its day.
        let is_citable = |text: &String| {
            facts.head.headline.is_some()
                && (facts.head.published.is_some() || Some(text.as_str()) != standfirst)
        };
        text = found
            .before_wall(standfirst)
            .filter(is_citable)
            .ok_or_else(|| Refusal(found.why_no_article().to_owned()))?;
        facts.head.kind = ArticleKind::Summary;
        origin = "html:text before a paywall";
    }
    if facts.head.dateline.is_none()
        && let Some(dateline) = cleaning::take_dateline(&mut text)
    {
        facts.say(Field::Dateline, dateline, "text:dateline");
    }
    let body = normalise::stored(text.trim());
    captions::find(&outline, &roots, &body, &mut facts);
    captions::take_lines(lines, &body, &mut facts);
    for Caption { caption, credit } in &claims.captions {
        let rule = "json-ld:image/caption";
        facts.say_stated_caption(caption.as_deref(), credit.as_deref(), &body, rule);
    }
    facts.say_language_of(&body);
    facts.origins.set(Field::Body, origin);
    Ok((facts, body))
}

/// HTML by its first tag, XHTML behind an XML declaration.
fn sniff(prefix: &[u8]) -> bool {
    let decoded;
    let text = match std::str::from_utf8(prefix) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            // A character cut by the end of the prefix.
            let whole = prefix.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => {
            decoded = charset::page(prefix.get(..4096).unwrap_or(prefix), None).text;
            &decoded
        }
    };
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_xml = rest.starts_with("<?xml");
    while let Some((open, close)) = SKIPPED.iter().find(|(open, _)| rest.starts_with(open)) {
        let Some((_, after)) = rest.get(open.len()..).and_then(|rest| rest.split_once(close))
        else {
            return false;
        };
        rest = after.trim_start();
    }
    let start = rest.get(..rest.floor_char_boundary(64)).unwrap_or(rest).to_ascii_lowercase();
    if is_message_of_server(&start) {
        let whole = rest.get(..rest.floor_char_boundary(8192)).unwrap_or(rest).to_ascii_lowercase();
        return whole.contains("<!doctype html") || whole.contains("<html");
    }
    let first: &[&str] = if is_xml { &["<!doctype html", "<html"] } else { FIRST_TAGS };
    first.iter().any(|tag| {
        start.strip_prefix(tag).is_some_and(|after| {
            tag.ends_with('>')
                || !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        })
    })
}

/// Whether a text, in lower case, opens with what a server says of itself before it sends the page.
fn is_message_of_server(start: &str) -> bool {
    let bare = start.trim_start_matches("<br />").trim_start_matches("<br>").trim_start();
    ["<b>warning</b>", "<b>notice</b>", "<b>deprecated</b>", "<b>fatal error</b>", "<b>strict"]
        .iter()
        .any(|sign| bare.starts_with(sign))
}

/// What may stand before the first tag, with how it ends.
const SKIPPED: &[(&str, &str)] = &[("<!--", "-->"), ("<?", ">")];

/// Tags with which a page or a piece of one starts.
const FIRST_TAGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta",
    "<div",
    "<article",
    "<section",
    "<main",
    "<p>",
    "<p ",
    "<script",
    "<style",
    "<title",
    "<table",
    "<h1",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// Paragraphs of an invented story, without markup.
    const STORY: [&str; 4] = [
        "The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.",
        "\u{201c}Nobody likes to pay more, but the quay will not repair itself,\u{201d} said Ines Caldeira, who chairs the board, after a meeting that went on until midnight.",
        "Skippers had asked for a year's delay, arguing that fuel alone costs them twice what it did, and that passengers would stay away.",
        "The new tariff takes effect on 1 May. A review, the board said, will follow in the autumn.",
    ];

    fn paragraphs() -> String {
        STORY.map(|text| format!("<p>{text}</p>")).join("\n")
    }

    fn body(html: &str) -> String {
        page(html, &PageContext::default()).unwrap_or_else(|refusal| panic!("{refusal}: {html}")).1
    }

    #[test]
    fn the_story_alone_is_the_body() {
        let story = paragraphs();
        let expected = STORY.join("\n\n");
        for html in [
            format!("<html><body>{story}</body></html>"),
            format!(
                "<nav><ul><li><a href=/>Home</a></ul></nav><article><h1>Tolls to rise</h1>{story}</article>"
            ),
            format!(
                "<div class=entry-content>{story}<div class=sharedaddy>Share this with all of your friends and with everyone else.</div></div>"
            ),
            format!(
                "<div id=c>{story}</div><div id=comments><p>{0}</p><p>{0}</p></div>",
                "This is what a reader wrote about the tolls, at some length and in anger."
            ),
            format!("<div>{}</div>", STORY.join("<br><br>")),
            format!(
                "<article>{story}<figure><img><figcaption>Ferries in the rain, seen from the quay of the old harbour.</figcaption></figure></article>"
            ),
            format!(
                "<article>{story}<script>document.write('<p>Never shown, however long the text in it may be, at all.</p>')</script><style>p{{}}</style></article>"
            ),
            format!(
                "<article>{story}<p hidden>This paragraph is hidden, and nobody who opens the page sees it anywhere.</p></article>"
            ),
            format!(
                "<article>{story}<template><p>{0}</p></template><noscript><p>{0}</p></noscript></article>",
                "A paragraph for those whose browser does not run programs, which is few."
            ),
            format!(
                "<article>{story}<h3>Related articles</h3><ul><li><a href=a>Ferries idle for a third week</a><li><a href=b>Who owns the old quay</a></ul></article>"
            ),
        ] {
            assert_eq!(body(&html), expected, "{html}");
        }
    }

    #[test]
    fn a_text_for_readers_without_scripts_is_read_where_there_is_no_other() {
        let html = format!(
            "<h1>Tolls to rise</h1><script type=text/template>{0}</script><NOSCRIPT class=a>{0}</NOSCRIPT><noscript><img src=a></noscript>",
            paragraphs()
        );
        assert_eq!(body(&html), STORY.join("\n\n"));
        let hint = format!("<noscript><p>{}</p></noscript>", "Please turn on scripts.");
        assert!(page(&hint, &PageContext::default()).is_err());
    }

    #[test]
    fn lists_and_headings_keep_their_lines() {
        let html = format!(
            "<article>{}<h2>What it costs</h2><ul><li>Cars pay twelve crowns a crossing.<li>Foot passengers pay three.</ul><p>{}</p></article>",
            paragraphs(),
            STORY[2]
        );
        let expected = format!(
            "{}\n\nWhat it costs\n\nCars pay twelve crowns a crossing.\nFoot passengers pay three.\n\n{}",
            STORY.join("\n\n"),
            STORY[2]
        );
        assert_eq!(body(&html), expected);
    }

    #[test]
    fn what_page_makers_label_alike_is_told_apart() {
        let [first, second, third, fourth] = STORY;
        let whole = STORY.join("\n\n");
        let with_heading = format!("{first}\n\n{second}\n\nWhat it costs\n\n{third}\n\n{fourth}");
        for (html, expected) in [
            // A story cut in two for an advertisement.
            (
                format!(
                    "<main><div><div class=story-text><p>{first}</p><p>{second}</p></div></div><div>Advertisement</div><section><div class=story-text><p>{third}</p><p>{fourth}</p></div></section></main>"
                ),
                &whole,
            ),
            // A heading in the text with the label of the headline.
            (
                format!(
                    "<article><h1 class=headline>Tolls to rise</h1><p>{first}</p><p>{second}</p><h2 class=headline>What it costs</h2><p>{third}</p><p>{fourth}</p></article>"
                ),
                &with_heading,
            ),
            // A side column with more words than the text has.
            (
                format!(
                    "<div><div class=entry-content>{}</div><aside><p>{}</p></aside></div>",
                    paragraphs(),
                    "Our columnist has been at sea for forty years, and says so. ".repeat(30)
                ),
                &whole,
            ),
            // A box of links between paragraphs, and paragraphs with a link behind it.
            (
                format!(
                    "<article><p>{first}</p><p>{second}</p><h4>Related articles</h4><p><a href=a>Ferries idle for a third week</a></p><h2>What it costs</h2><p>{third}</p><p><a href=b>The new</a> {}</p></article>",
                    &fourth[8..]
                ),
                &with_heading,
            ),
            (
                format!(
                    "<article><p>Lesezeit: 3 Min.</p><p>{first}</p><p>{second}</p><p>- Anzeige -</p><p>{third}</p><p>{fourth}</p></article>"
                ),
                &whole,
            ),
            // Posts of a thread: an article in an article that is nearly all of it.
            (
                format!(
                    "<article class=post><h4>ines</h4><article>{}</article></article>",
                    paragraphs()
                ),
                &whole,
            ),
        ] {
            assert_eq!(&body(&html), expected, "{html}");
        }
    }

    #[test]
    fn cookies_that_are_eaten_need_no_consent() {
        let html = format!(
            "<div><p>{}</p><p>{}</p></div>",
            "Bakers on the quay accept no orders for cookies after noon, and sell what is left for half.",
            "A website lists who has any. The cookies of the old harbour are baked with salt, twice."
        );
        assert!(body(&html).contains("salt, twice."));
    }

    #[test]
    fn what_is_no_article_is_refused_with_the_reason() {
        let teaser = |n: usize| {
            format!(
                "<div class=item><h2><a href=/{n}>Headline number {n} of the morning</a></h2><p>Two lines that say what the story {n} is about, and no more than that.</p></div>"
            )
        };
        let teasers: String = (0..12).map(teaser).collect();
        let wall = "<div class=paywall><p>Subscribe to continue reading.</p></div>";
        let stub = format!("<article><h1>Tolls to rise</h1><p>{}</p>{wall}</article>", STORY[2]);
        let (facts, body) = page(&stub, &PageContext::default()).expect("its head can be cited");
        assert_eq!((facts.head.kind, body.as_str()), (ArticleKind::Summary, STORY[2]));
        assert_eq!(facts.head.headline.as_deref(), Some("Tolls to rise"));
        for (html, reason) in [
            (format!("<html><body><div id=river>{teasers}</div></body></html>"), "a page of links"),
            ("<html><body><script>render()</script></body></html>".to_owned(), "no article text"),
            ("<title>404 Not Found</title><h1>Not Found</h1><p>The requested page was not found on this server, sorry.</p>".to_owned(), "an error page"),
            ("<body><p>You need to enable JavaScript to run this app, whatever it may be.</p></body>".to_owned(), "programs"),
            (format!("<article><p>{}</p>{wall}</article>", STORY[2]), "paywall"),
            ("<body></body>".to_owned(), "no article text"),
        ] {
            match page(&html, &PageContext::default()) {
                Err(Refusal(found)) => assert!(found.contains(reason), "{html}: {found}"),
                Ok(draft) => panic!("{html}: {draft:?}"),
            }
        }
    }

    #[test]
    fn hostile_pages_end_soon() {
        let story = paragraphs();
        let many = |text: &str, count: usize| text.repeat(count);
        for (name, html) in [
            ("deep", format!("{}{story}", many("<div>", 100_000))),
            (
                "deep and closed",
                format!("{}{story}{}", many("<div>", 100_000), many("</div>", 100_000)),
            ),
            ("bold", format!("{}{story}", many("<b>", 100_000))),
            (
                "fonts",
                format!(
                    "{}{}",
                    (0..5000).map(|n| format!("<font size={n}>")).collect::<String>(),
                    many("<p>a", 20_000)
                ),
            ),
            ("links", many("<a href=x><div>", 30_000)),
            ("tables", many("<table><tr><td>", 20_000)),
            (
                "attributes",
                format!(
                    "<div {}>{story}",
                    (0..50_000).map(|n| format!("a{n}=1 ")).collect::<String>()
                ),
            ),
            ("paragraphs", many("<p>", 200_000)),
            ("ends", many("</div></p></b>", 100_000)),
            ("misnested", many("<b><i><u><p></b></i></u>", 10_000)),
            ("forms", many("<form><select><option><svg><math>", 10_000)),
            ("brackets", many("<", 500_000)),
            ("open comment", format!("<!--{}", many("<div>", 100_000))),
            ("open attribute", format!("<div a=\"{}", many("<div>", 100_000))),
            ("nothing closed", many("<script><style><!--", 20_000)),
            (
                "file",
                format!("<img src=\"data:image/png;base64,{}\">{story}", many("QUJD", 2_000_000)),
            ),
            ("nul", format!("<p>\0{}\0</p>{story}", STORY[0])),
        ] {
            let start = Instant::now();
            let result = page(&html, &PageContext::default());
            let spent = start.elapsed().as_secs_f64();
            // Generous: tests run unoptimised and beside others.
            assert!(spent < 20.0, "{name}: {spent} s");
            assert!(result.is_err() || !result.unwrap().1.contains('\0'), "{name}");
        }
    }

    #[test]
    fn the_first_tag_tells() {
        for (bytes, is_html) in [
            (&b"  <!DOCTYPE html><html>"[..], true),
            (b"<!-- saved from url=(0020)https://a.example/ --><html>", true),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", true),
            (b"<HTML lang=en>", true),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", true),
            (b"<?xml version='1.0'?><rss>", false),
            (b"<divination>", false),
            (b"The minister said <b>no</b>.", false),
            (b"", false),
        ] {
            assert_eq!(sniff(bytes), is_html, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_page_is_a_record() {
        let html = format!("\u{feff}<html><body>{}</body></html>\n", paragraphs());
        let reading = read(html.as_bytes()).unwrap();
        assert_eq!(reading.drafts.len(), 1);
        assert_eq!(reading.regions.len(), 1);
        assert_eq!((reading.regions[0].start, reading.regions[0].end), (0, html.len()));
        assert_eq!(read(b" \n").unwrap().drafts.len(), 0);
    }
}
