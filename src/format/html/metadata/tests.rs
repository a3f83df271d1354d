//! Whole pages of the shapes that are met, each with what it says of itself.

use dom_query::Document;

use super::*;
use crate::text::dates;

fn describe_page(html: &str) -> Described {
    let captured = dates::published("2024-04-01");
    let known = PageContext {
        url: Some("https://www.lagoontimes.example/news/2024/harbour-shut?utm_source=feed"),
        captured: captured.as_ref(),
    };
    describe(&Document::from(html), &known, "")
}

fn published(described: &Described) -> Option<(String, &str)> {
    let published = described.facts.head.published.as_ref()?;
    Some((published.iso(), described.facts.origins.of(Field::Published)?))
}

#[test]
fn json_ld_is_believed_first() {
    let described = describe_page(
        r##"<html lang="en-NZ"><head>
        <title>Harbour shut after storm | The Lagoon Times</title>
        <link rel="canonical" href="/news/2024/harbour-shut">
        <meta property="og:title" content="Harbour shut after storm">
        <meta property="og:site_name" content="The Lagoon Times">
        <meta property="article:published_time" content="2024-03-19T00:00:00Z">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
          {"@type":"WebSite","name":"The Lagoon Times"},
          {"@type":"NewsArticle","headline":"Another story","datePublished":"2024-01-01"},
          {"@type":"NewsArticle","mainEntityOfPage":"https://www.lagoontimes.example/news/2024/harbour-shut",
           "headline":"Harbour shut after storm","datePublished":"2024-03-18T09:15:00+13:00",
           "dateModified":"2024-03-18T11:00:00+13:00","articleSection":"Business",
           "author":[{"@type":"Person","name":"Mere Tipene"},{"@type":"Person","name":"Tom Ruru"}],
           "publisher":{"@type":"Organization","name":"The Lagoon Times"},
           "isAccessibleForFree":"False","articleBody":"The harbour is shut."}]}</script>
        </head><body><h1>Harbour shut after storm</h1><p>The harbour is shut.</p></body></html>"##,
    );
    let head = &described.facts.head;
    assert_eq!(head.headline.as_deref(), Some("Harbour shut after storm"));
    assert_eq!(head.authors, ["Mere Tipene", "Tom Ruru"]);
    assert_eq!(head.byline.as_deref(), Some("Mere Tipene, Tom Ruru"));
    assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
    assert_eq!(head.section.as_deref(), Some("Business"));
    assert_eq!(head.language.as_deref(), Some("en"));
    assert_eq!(head.url.as_deref(), Some("https://www.lagoontimes.example/news/2024/harbour-shut"));
    assert_eq!(
        published(&described),
        Some(("2024-03-18T09:15:00+13:00".to_owned(), "json-ld:datePublished"))
    );
    assert_eq!(head.modified.as_ref().map(|date| date.value.as_str()), Some("2024-03-18T11:00:00"));
    assert_eq!(described.claims.is_article, Some(true));
    assert_eq!(described.claims.is_free, Some(false));
    assert_eq!(described.claims.article_body.as_deref(), Some("The harbour is shut."));
}

#[test]
fn print_near_the_headline_stands_in_for_tags() {
    for (markup, value, rule) in [
        (r#"<time datetime="2024-03-18T09:15">Monday</time>"#, "2024-03-18T09:15", "time:datetime"),
        (r#"<span class="post-date">18 March 2024</span>"#, "2024-03-18", "class:post-date"),
        ("<p>Published: 18 March 2024</p>", "2024-03-18", "text:line"),
        (r#"<p>Updated 20 March 2024</p><p>18 March 2024</p>"#, "2024-03-18", "text:line"),
        (
            r#"<span itemprop="datePublished" content="2024-03-18">x</span>"#,
            "2024-03-18",
            "itemprop:datePublished",
        ),
    ] {
        let html = format!(
            r#"<title>Harbour shut after storm - Lagoon</title><body>
            <div class="sidebar"><time datetime="2024-03-30">x</time></div>
            <h1>Harbour shut after storm</h1>{markup}<p>The board met on 2 January 2020.</p>
            <div class="comments"><time datetime="2024-03-25">x</time></div>
            <footer>© 2024, 31 March 2024</footer></body>"#
        );
        let described = describe_page(&html);
        assert_eq!(published(&described), Some((value.to_owned(), rule)), "{markup}");
    }
}

#[test]
fn a_date_after_the_capture_or_before_the_web_is_none() {
    for date in ["2024-05-01", "1970-01-01T00:00:00Z", "soon"] {
        let html =
            format!(r#"<meta property="article:published_time" content="{date}"><h1>A</h1>"#);
        assert_eq!(published(&describe_page(&html)), None, "{date}");
    }
}

#[test]
fn a_change_is_the_publication_only_where_nothing_else_is() {
    let described = describe_page(
        r#"<meta property="article:modified_time" content="2024-03-20"><h1>Harbour shut</h1>"#,
    );
    let rule = "meta:article:modified_time";
    assert_eq!(published(&described), Some(("2024-03-20".to_owned(), rule)));
}

#[test]
fn authors_are_people() {
    for (markup, byline, authors) in [
        (
            r#"<meta name="author" content="Mere Tipene and Tom Ruru">"#,
            "Mere Tipene and Tom Ruru",
            &["Mere Tipene", "Tom Ruru"][..],
        ),
        (r#"<meta name="author" content="Ruru, Tom">"#, "Ruru, Tom", &["Tom Ruru"]),
        (r#"<meta name="author" content="Reuters">"#, "Reuters", &[]),
        (r#"<meta name="author" content="Lagoon Times">"#, "Lagoon Times", &[]),
        (
            r#"<p class="byline">Von Jürgen Pohl und Ute Lang</p>"#,
            "Von Jürgen Pohl und Ute Lang",
            &["Jürgen Pohl", "Ute Lang"],
        ),
        (
            r#"<a rel="author">Mere Tipene</a>, <a rel="author">Tom Ruru</a>"#,
            "Mere Tipene, Tom Ruru",
            &["Mere Tipene", "Tom Ruru"],
        ),
        (
            r#"<div itemprop="author"><span itemprop="name">Mere Tipene</span> @mere</div>"#,
            "Mere Tipene",
            &["Mere Tipene"],
        ),
        (r#"<p class="author"><b>By</b><i>Mere Tipene</i></p>"#, "ByMere Tipene", &["Mere Tipene"]),
        (
            r#"<meta name="author" content="Mere Tipene And Tom Ruru">"#,
            "Mere Tipene And Tom Ruru",
            &["Mere Tipene", "Tom Ruru"],
        ),
        (r#"<p>18.03.2024 - Mere Tipene</p>"#, "Mere Tipene", &["Mere Tipene"]),
    ] {
        let html = format!(
            r#"<head><meta property="og:site_name" content="Lagoon Times"></head><body><h1>Harbour shut</h1>{markup}</body>"#
        );
        let head = describe_page(&html).facts.head;
        assert_eq!(head.authors, authors, "{markup}");
        assert_eq!(head.byline.as_deref(), Some(byline), "{markup}");
    }
}

#[test]
fn headlines_lose_the_name_of_the_site() {
    for (head, body, headline) in [
        ("<title>Harbour shut after storm | Lagoon Times</title>", "", "Harbour shut after storm"),
        (
            "<title>Lagoon Times - Harbour shut</title>",
            "<h1>Lagoon Times</h1><h2>Harbour shut</h2>",
            "Harbour shut",
        ),
        (
            "<title>Harbour - Lagoon Times</title><meta property='og:title' content='Harbour &amp;amp; sea shut'>",
            "<h1>Harbour &amp; sea shut</h1>",
            "Harbour & sea shut",
        ),
        ("<title>www.lagoontimes.example: Harbour shut</title>", "", "Harbour shut"),
        ("", "<h1>Harbour shut</h1>", "Harbour shut"),
    ] {
        let html = format!(
            r#"<html><head><meta property="og:site_name" content="Lagoon Times">{head}</head><body>{body}</body></html>"#
        );
        assert_eq!(describe_page(&html).facts.head.headline.as_deref(), Some(headline), "{head}");
    }
}

#[test]
fn standfirsts_are_whole_and_no_story() {
    let page = |markup: &str| {
        describe_page(&format!("{markup}<h1>Harbour shut</h1>")).facts.head.standfirst
    };
    let words = "Ships wait outside the bar, and the board cannot say for how long.";
    assert_eq!(
        page(&format!(r#"<meta property="og:description" content="{words}">"#)).as_deref(),
        Some(words)
    );
    assert_eq!(
        page(r#"<meta property="og:description" content="Ships wait outside the bar, and the …">"#),
        None
    );
}

#[test]
fn places_that_agree_are_believed() {
    let page = |markup: &str| describe_page(&format!("<h1>Harbour shut after storm</h1>{markup}"));
    let json = |date: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Harbour shut after storm","datePublished":"{date}"}}</script>"#
        )
    };
    for (markup, value, rule) in [
        // Stated in UTC, printed where it appeared.
        (
            json("2024-03-17T20:15:00Z") + "<p>Published 18 March 2024, 9:15 a.m.</p>",
            "2024-03-18T09:15:00+13:00",
            "json-ld:datePublished, text:line",
        ),
        // Printed and stated once more as another day.
        (
            json("2024-02-01")
                + r#"<meta property="article:published_time" content="2024-03-18T08:00:00+13:00"><p class="date">18 March 2024</p>"#,
            "2024-03-18T08:00:00+13:00",
            "meta:article:published_time",
        ),
        // Printed alone.
        (
            json("2024-02-01") + r#"<p class="date">18 March 2024</p>"#,
            "2024-02-01",
            "json-ld:datePublished",
        ),
        // Told relative to when the page was fetched.
        (r#"<p class="date">3 days ago</p>"#.to_owned(), "2024-03-29", "class:date"),
        // A footer of the article itself.
        (
            r#"<footer class="node__meta"><span class="created">18.03.24</span></footer>"#
                .to_owned(),
            "2024-03-18",
            "class:created",
        ),
    ] {
        let described = page(&markup);
        assert_eq!(published(&described), Some((value.to_owned(), rule)), "{markup}");
    }
}

#[test]
fn a_template_is_not_asked_for_the_language() {
    let body = "Der Hafen von Porto Velmar bleibt nach dem Sturm bis auf weiteres geschlossen, und \
                die Fähren liegen am Kai. Der Vorstand will am Montag entscheiden, wie es weitergeht, \
                und wann die ersten Schiffe wieder auslaufen dürfen.";
    for (tag, body, language, rule) in [
        ("en", body, "de", "text:detector"),
        ("de-AT", body, "de", "html:lang"),
        ("fr", body, "fr", "html:lang"),
        ("en", "", "en", "html:lang"),
    ] {
        let document = Document::from(format!(r#"<html lang="{tag}"><h1>Hafen</h1></html>"#));
        let described = describe(&document, &PageContext::default(), body);
        assert_eq!(described.facts.head.language.as_deref(), Some(language), "{tag}");
        assert_eq!(described.facts.origins.of(Field::Language), Some(rule), "{tag}");
    }
}

#[test]
fn collections_say_so() {
    let html = r#"<meta property="og:type" content="website"><h1>News</h1>"#;
    assert_eq!(describe_page(html).claims.is_article, Some(false));
    assert_eq!(describe_page("<h1>News</h1>").claims.is_article, None);
}

#[test]
fn every_field_that_is_set_has_its_rule() {
    let described = describe_page(
        r#"<html lang="de"><title>Der Hafen ist zu</title><meta name="author" content="Ute Lang">
        <meta name="date" content="2024-03-18"><h1>Der Hafen ist zu</h1></html>"#,
    );
    for field in [
        Field::Headline,
        Field::Byline,
        Field::Authors,
        Field::Published,
        Field::Url,
        Field::Language,
    ] {
        assert!(
            described.facts.origins.of(field).is_some_and(|rule| rule.contains(':')),
            "{field:?}"
        );
    }
}

#[test]
fn strange_pages_do_no_harm() {
    for html in
        ["", "<", "<h1>", "<script type='application/ld+json'>", "\u{feff}\0", "<time datetime>"]
    {
        let described = describe_page(html);
        assert_eq!(described.facts.head.published, None, "{html:?}");
    }
    let deep = "<div class='entry-meta'>".repeat(300) + "18 March 2024";
    describe_page(&deep);
}
