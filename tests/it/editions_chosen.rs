//! Archives of some articles of an archive: what belongs to them comes along, and nothing of the others.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use crate::editions::{Windows, asked, export};
use crate::support::{Workshop, root};

// --- Some of the articles

/// The sample articles, with a newsletter that holds two.
static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    let run = |arguments: &[&str]| {
        workshop.run(&[arguments, &["--archive", "a.db", "--by", "ana"]].concat()).expect(0)
    };
    run(&["article", "tag", "1", "sea"]);
    run(&["person", "alias", "Winston Peters", "Winnie"]);
    workshop
});

#[test]
fn an_archive_of_everything_says_the_same() {
    export(&SAMPLES, &["archive", "--hidden", "-o", "all.db"]).expect(0);
    assert_eq!(SAMPLES.digest("all.db"), SAMPLES.digest("a.db"));
    SAMPLES.run(&["verify", "--read-data", "--derived", "--archive", "all.db"]).expect(0);
    // It is an archive to go on with.
    SAMPLES.write("more/a.txt", "Talks in Suva\n\nHemi Tāwhara met Winston Peters.\n");
    SAMPLES.run(&["ingest", "--archive", "all.db", "more"]).expect(0);
}

/// Each article alone: its neighbours in a newsletter, and what was ruled of others, stay.
#[test]
fn nothing_of_an_article_that_was_not_chosen_is_in_the_bytes() {
    let articles = asked(
        &SAMPLES,
        "a.db",
        "SELECT article_id FROM articles WHERE kind = 'article' ORDER BY article_id",
    );
    let two = "SELECT group_concat(article_id) FROM (SELECT DISTINCT article_spans.capture_id, article_id FROM article_spans
        JOIN articles USING (article_id) WHERE kind = 'article') GROUP BY capture_id HAVING count(*) > 1";
    let of_newsletter = asked(&SAMPLES, "a.db", two).concat();
    let of_newsletter: Vec<&str> = of_newsletter.split(',').collect();
    assert!(of_newsletter.len() > 1);
    for article in [of_newsletter[0], of_newsletter[1], &articles[0]] {
        let name = format!("only-{article}.db");
        let cell = |column: &str| {
            asked(
                &SAMPLES,
                "a.db",
                &format!("SELECT {column} FROM articles WHERE article_id = {article}"),
            )
            .concat()
        };
        let only = format!("\"{}\"", cell("headline"));
        export(&SAMPLES, &["archive", "--only", &only, "-o", &name]).expect(0);
        let text = "SELECT sha256, headline, body FROM articles";
        assert_eq!(
            asked(&SAMPLES, &name, text),
            [cell("sha256 || '|' || headline || '|' || body")]
        );
        SAMPLES.run(&["verify", "--read-data", "--derived", "--archive", &name]).expect(0);
        assert_eq!(asked(&SAMPLES, &name, "PRAGMA freelist_count"), ["0"]);
        let bytes = fs::read(SAMPLES.path(&name)).unwrap();
        let rest =
            format!("SELECT body FROM articles WHERE article_id <> {article} AND kind = 'article'");
        let rest: Vec<Vec<u8>> =
            asked(&SAMPLES, "a.db", &rest).into_iter().map(String::into_bytes).collect();
        let (own, headline) = (cell("body").into_bytes(), cell("headline"));
        // The lists of the catalogue come whole, and some of what they say is in articles too.
        let listed = "SELECT description FROM organisations WHERE origin = 'catalogue' AND description IS NOT NULL
            UNION SELECT name FROM organisations WHERE origin = 'catalogue' UNION SELECT name FROM aliases";
        let listed = asked(&SAMPLES, "a.db", listed);
        let others = Windows::of(rest.iter().map(|text| ("another body", text)))
            .without(listed.iter().map(String::as_bytes).chain([&own[..]]));
        assert!(others.by_hash.len() > 1_000);
        assert_eq!(others.found(&bytes), BTreeMap::new(), "{article} {headline}");
        let shown = String::from_utf8_lossy(&bytes);
        assert!(!shown.contains("/tmp"), "a path of where it was made");
    }
}

/// What belongs to the chosen articles comes with them: captures, names, rulings, topics and the catalogue.
#[test]
fn what_belongs_to_an_article_comes_with_it() {
    export(&SAMPLES, &["archive", "--topic", "sea", "-o", "sea.db"]).expect(0);
    let sha256 =
        asked(&SAMPLES, "a.db", "SELECT sha256 FROM articles WHERE article_id = 1").concat();
    let name = "SELECT kind || name || rule || field || start_char FROM mention_details JOIN articles USING (article_id)
        WHERE articles.sha256 = '{}' ORDER BY field, start_char".replace("SELECT kind ||", "SELECT mention_details.kind ||").replace("{}", &sha256);
    let of_article = asked(&SAMPLES, "a.db", &name);
    assert!(!of_article.is_empty());
    assert_eq!(asked(&SAMPLES, "sea.db", &name), of_article);
    let topics = "SELECT topic, decided_by FROM article_topics";
    assert_eq!(asked(&SAMPLES, "sea.db", topics), ["sea|ana"]);
    let capture = format!(
        "SELECT captures.sha256, captures.body FROM captures JOIN articles USING (capture_id) WHERE articles.sha256 = '{sha256}'"
    );
    assert_eq!(asked(&SAMPLES, "sea.db", &capture), asked(&SAMPLES, "a.db", &capture));
    let catalogue = "SELECT key, name, description FROM people WHERE origin = 'catalogue' AND decision_id IS NULL ORDER BY key";
    assert_eq!(asked(&SAMPLES, "sea.db", catalogue), asked(&SAMPLES, "a.db", catalogue));
    let Some(shell) = SAMPLES.sqlite3("sea.db", "SELECT count(*) AS articles FROM article_details")
    else {
        return;
    };
    assert_eq!(shell.expect(0).json()[0]["articles"], 1);
}

/// A ruling on two names comes where both are known there, and where the article is of the one that it gives.
#[test]
fn rulings_on_names_come_where_the_names_do() {
    let workshop = Workshop::with_archive(&[
        ("a.txt", "Talks in Suva\n\nHemi Tāwhara met Winston Peters.\n"),
        ("b.txt", "Budget in Apia\n\nHemiona Tawharanui met Penny Wong.\n"),
    ]);
    let merge = [
        "person",
        "merge",
        "Hemiona Tawharanui",
        "Hemi Tāwhara",
        "--by",
        "ana",
        "--archive",
        "a.db",
    ];
    workshop.run(&merge).expect(0);
    let people = "SELECT name FROM people JOIN article_people USING (person_id) ORDER BY name";
    for (only, name, expected) in [
        ("Suva", "suva.db", ["Hemi Tāwhara", "Winston Peters"]),
        ("Apia", "apia.db", ["Hemi Tāwhara", "Penny Wong"]),
    ] {
        export(&workshop, &["archive", "--only", only, "-o", name]).expect(0);
        assert_eq!(asked(&workshop, name, people), expected, "{only}");
        workshop.run(&["verify", "--derived", "--archive", name]).expect(0);
    }
    let bytes = fs::read(workshop.path("suva.db")).unwrap();
    for other in ["Tawharanui", "tawharanui", "Apia\n"] {
        assert!(!bytes.windows(other.len()).any(|window| window == other.as_bytes()), "{other}");
    }
}

#[test]
fn an_edition_of_some_articles_is_of_those() {
    export(&SAMPLES, &["no-text", "--only", "luxon", "-o", "luxon.no-text.db"]).expect(0);
    export(&SAMPLES, &["archive", "--only", "luxon", "-o", "luxon.db"]).expect(0);
    let counts = "SELECT kind, articles, mentions, name FROM name_totals
        JOIN (SELECT person_id AS entity_id, 'person' AS kind, name FROM people) USING (kind, entity_id) ORDER BY name";
    let counted = asked(&SAMPLES, "luxon.db", counts);
    assert!(!counted.is_empty() && counted.len() < asked(&SAMPLES, "a.db", counts).len());
    assert_eq!(asked(&SAMPLES, "luxon.no-text.db", counts), counted);
    SAMPLES.run(&["verify", "--archive", "luxon.no-text.db"]).expect(0);
}

#[test]
fn an_archive_is_a_file_that_is_complete_or_not_there() {
    SAMPLES.write("there.db", "mine");
    export(&SAMPLES, &["archive", "-o", "there.db"]).expect(1);
    assert_eq!(fs::read(SAMPLES.path("there.db")).unwrap(), b"mine");
    export(&SAMPLES, &["-o", "there.db", "--force"]).expect(0);
    export(&SAMPLES, &["archive", "-o", "a.db", "--force"]).expect(2);
    assert_eq!(asked(&SAMPLES, "there.db", "SELECT count(*) > 10 FROM articles"), ["1"]);
    let summary = export(&SAMPLES, &["-o", "x.no-text.db", "--json"]).expect(0).json();
    assert_eq!(summary["format"], "no-text");
}
