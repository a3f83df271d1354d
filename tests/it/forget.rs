//! What is erased is gone from every byte, stays refused, and takes nothing else with it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::released_schemas::old_archive;
use crate::support::Workshop;

/// Named after the man in it, whom no other article names.
const SECRET: (&str, &str) = (
    "quarrington-affair.md",
    "---\ntitle: Xylophone maker Quarrington sued\nurl: https://news.example/2024/quarrington-affair\n\
     publisher: The Yttrium Post\ndate: 2024-03-05\nauthor: Wilhelmina Jorvik\n---\n\
     Zebulon Quarrington, chairman of Ozymandias Ventures, was xylographically portrayed on Tuesday.\n\n\
     \"I never quibbled about the zucchini,\" said Quarrington. Winston Peters agreed, and so did Tobias Marlin.\n",
);

pub const OTHERS: [(&str, &str); 2] = [
    (
        "peters.txt",
        "APIA, June 3 (Reuters) - Winston Peters met Penny Wong for the first time.\n\nPeters thanked Wong, said Peters. Tobias Marlin watched.\n",
    ),
    (
        "wong.txt",
        "SUVA, June 4 (Reuters) - Penny Wong will stand for the board, she told reporters on Tuesday.\n\nWong left.\n",
    ),
];

/// Words of the secret article as they stand in text, rows and index; the last are stems.
const WORDS: [&str; 13] = [
    "Quarrington",
    "quarrington",
    "Zebulon",
    "zebulon",
    "Ozymandias",
    "Yttrium Post",
    "Jorvik",
    "xylographically",
    "zucchini",
    "xylophone",
    "quarrington-affair",
    "xylograph",
    "quibbl",
];

fn rows(workshop: &Workshop, sql: &str) -> Vec<Value> {
    let ran = workshop.run(&["query", "--sql", sql, "--archive", "a.db", "--format", "json"]);
    serde_json::from_str(&ran.expect(0).stdout).unwrap()
}

fn count(workshop: &Workshop, sql: &str) -> i64 {
    rows(workshop, sql)[0]["n"].as_i64().unwrap()
}

pub fn article(workshop: &Workshop, words: &str) -> String {
    let sql = format!("SELECT article_id AS n FROM articles WHERE body LIKE '%{words}%'");
    count(workshop, &sql).to_string()
}

/// Runs `cuttings forget` with a reason and a name.
fn forget(workshop: &Workshop, arguments: &[&str]) -> crate::support::Ran {
    let mut all = vec!["forget"];
    all.extend(arguments);
    all.extend(["--because", "court order", "--by", "ana", "--archive", "a.db"]);
    workshop.run(&all)
}

pub fn rule(workshop: &Workshop, arguments: &[&str]) {
    let mut all = arguments.to_vec();
    all.extend(["--by", "ana", "--archive", "a.db"]);
    workshop.run(&all).expect(0);
}

/// All bytes of the archive's files.
pub fn raw(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        bytes.extend(fs::read(name).unwrap_or_default());
    }
    bytes
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

pub fn words_in(bytes: &[u8]) -> Vec<&'static str> {
    WORDS.into_iter().filter(|word| holds(bytes, word.as_bytes())).collect()
}

fn expect_clean(workshop: &Workshop) {
    let ran = workshop.run(&["verify", "--read-data", "--archive", "a.db"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let digest = workshop.digest("a.db");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), digest, "a rebuild says something else");
}

/// An archive that holds the secret article among others, and rulings about it in many words.
pub fn workshop(journal: &str) -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db", "--journal-mode", journal]).expect(0);
    for (name, text) in OTHERS.into_iter().chain([SECRET]) {
        workshop.write(&format!("in/{name}"), text);
    }
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(0);
    workshop
}

pub fn rule_on_it(workshop: &Workshop) {
    let secret = article(workshop, "Zebulon");
    let mention = rows(
        workshop,
        "SELECT start_char AS n FROM mention_details WHERE name LIKE 'Ozymandias%' ORDER BY 1",
    );
    let at = mention[0]["n"].as_i64().unwrap().to_string();
    rule(workshop, &["note", "add", &secret, "Zebulon is a quibbler"]);
    rule(workshop, &["article", "tag", &secret, "xylophone"]);
    rule(workshop, &["article", "hide", &secret, "--because", "Quarrington rang"]);
    rule(workshop, &["mention", "reject", &secret, &at, "--because", "no Ozymandias"]);
    let split =
        ["person", "split", "Winston Peters", "--as", "Jorvik Peters", "--article", &secret];
    rule(workshop, &split);
    rule(workshop, &["undo", "3", "--because", "Zebulon rang again"]);
    // Of the others: it must stay word for word.
    let other = article(workshop, "first time");
    rule(workshop, &["note", "add", &other, "kept remark"]);
}

#[test]
fn what_is_erased_is_in_no_byte_of_the_archive() {
    for journal in ["wal", "truncate"] {
        let workshop = workshop(journal);
        rule_on_it(&workshop);
        let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
        let frame: Vec<u8> = connection
            .query_row(
                "SELECT captures.body FROM captures JOIN articles USING (capture_id)
                 WHERE articles.body LIKE '%Zebulon%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        drop(connection);
        let frame = &frame[frame.len() / 2..][..60];
        let before = raw(&workshop.path("a.db"));
        // The measure finds what it is to find.
        assert_eq!(words_in(&before), WORDS, "{journal}");
        assert!(holds(&before, frame), "{journal}");

        let secret = article(&workshop, "Zebulon");
        let digest = workshop.digest("a.db");
        let tried =
            forget(&workshop, &["article", &secret, "--dry-run", "--json"]).expect(0).json();
        assert_eq!(workshop.digest("a.db"), digest, "a dry run changed something");
        assert_eq!(tried["articles"][0]["headline"], "Xylophone maker Quarrington sued");
        assert!(
            tried["captures"][0]["seen_at"][0].as_str().unwrap().contains("quarrington-affair")
        );
        let names: Vec<&str> = tried["names"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n["name"].as_str().unwrap())
            .collect();
        assert!(names.contains(&"Zebulon Quarrington"), "{names:?}");
        // Of the catalogue the one, named elsewhere the other.
        assert!(
            !names.contains(&"Winston Peters") && !names.contains(&"Tobias Marlin"),
            "{names:?}"
        );

        let done = forget(&workshop, &["article", &secret, "--json"]).expect(0);
        assert_eq!(words_in(done.stdout.as_bytes()), Vec::<&str>::new(), "{}", done.stdout);
        let after = raw(&workshop.path("a.db"));
        assert_eq!(words_in(&after), Vec::<&str>::new(), "{journal}");
        assert!(!holds(&after, frame), "{journal}: the received bytes");

        // The rulings are there, without their words, and the chain of hashes is whole.
        assert_eq!(
            count(&workshop, "SELECT count(*) AS n FROM decisions WHERE value = '[erased]'"),
            2
        );
        assert_eq!(
            count(&workshop, "SELECT count(*) AS n FROM decisions WHERE surface_form = '[erased]'"),
            1
        );
        assert_eq!(
            count(&workshop, "SELECT count(*) AS n FROM decisions WHERE value = 'kept remark'"),
            1
        );
        let tombstones = rows(&workshop, "SELECT * FROM erasures ORDER BY subject");
        assert_eq!(tombstones.len(), 2);
        for (tombstone, subject) in tombstones.iter().zip(["article", "capture"]) {
            assert_eq!(tombstone["subject"], subject);
            assert_eq!(tombstone["erased_by"], "ana");
            assert_eq!(tombstone["reason"], "court order");
        }
        assert_eq!(count(&workshop, "SELECT exit_code AS n FROM runs WHERE command = 'forget'"), 0);
        expect_clean(&workshop);
        // Nothing but what was asked is gone.
        let fresh = Workshop::with_archive(&OTHERS);
        let other = article(&fresh, "first time");
        rule(&fresh, &["note", "add", &other, "kept remark"]);
        assert_eq!(workshop.digest("a.db"), fresh.digest("a.db"), "{journal}");
        let guarded = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
        let error = guarded.execute("UPDATE decisions SET value = 'x'", []).unwrap_err();
        assert!(error.to_string().contains("a decision never changes"), "{error}");
    }
}

#[test]
fn the_same_input_is_refused_later_in_any_order_and_a_rebuild_does_not_bring_it_back() {
    let shop = workshop("wal");
    let secret = article(&shop, "Zebulon");
    forget(&shop, &["article", &secret]).expect(0);
    let erased = shop.digest("a.db");
    // The same text under another head, in other bytes.
    let copy = SECRET.1.replace("The Yttrium Post", "Another Paper");
    shop.write("copy/elsewhere.md", &copy);
    for path in ["in/quarrington-affair.md", "copy/elsewhere.md"] {
        let ran = shop.run(&["ingest", "--json", "--archive", "a.db", path]).expect(3);
        let ended: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
        assert_eq!(ended["outcome"], "refused", "{path}");
        assert_eq!(ended["reason"], "erased on 2026-01-02", "{path}");
        assert_eq!(shop.digest("a.db"), erased, "{path}");
    }
    assert_eq!(count(&shop, "SELECT count(*) AS n FROM captures"), 2);
    assert_eq!(
        count(
            &shop,
            "SELECT count(*) AS n FROM problems WHERE reason = 'erased on 2026-01-02' AND capture_id IS NULL"
        ),
        2
    );
    expect_clean(&shop);

    // With the erasure in place, any order comes to the same.
    let mut digests = Vec::new();
    for order in [["in", "copy", "more"], ["more", "copy", "in"], ["copy", "more", "in"]] {
        let other = workshop("wal");
        forget(&other, &["article", &article(&other, "Zebulon")]).expect(0);
        other.write("copy/elsewhere.md", &copy);
        other.write("more/third.txt", OTHERS[0].1.replace("first", "third"));
        for path in order {
            let code = other.run(&["ingest", "--archive", "a.db", path]).code;
            assert!([0, 3].contains(&code), "{path}: {code}");
        }
        digests.push(other.digest("a.db"));
        expect_clean(&other);
    }
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
    // Asked for again by its name, it says so.
    let sha = rows(&shop, "SELECT sha256 FROM erasures WHERE subject = 'article'");
    let again = forget(&shop, &["article", sha[0]["sha256"].as_str().unwrap()]).expect(66);
    assert!(again.stderr.contains("was erased on 2026-01-02"), "{}", again.stderr);
}

#[test]
fn rulings_about_an_erased_article_do_not_come_back_by_an_import() {
    let workshop = workshop("wal");
    rule_on_it(&workshop);
    let exported = workshop.run(&["decisions", "export", "--archive", "a.db"]).expect(0).stdout;
    workshop.write("rulings.csv", &exported);
    forget(&workshop, &["article", &article(&workshop, "Zebulon")]).expect(0);
    let import = ["decisions", "import", "rulings.csv", "--by", "ana", "--archive", "a.db"];
    let ran = workshop.run(&import).expect(3);
    assert!(ran.stderr.contains("was erased on 2026-01-02"), "{}", ran.stderr);
    assert_eq!(words_in(&raw(&workshop.path("a.db"))), Vec::<&str>::new());
}

fn feed(title: &str, items: &[&str]) -> String {
    let items: String = items
        .iter()
        .map(|name| {
            format!(
                "<item><title>The {name} story</title><link>https://feed.example/{name}</link>\
                 <guid>https://feed.example/{name}</guid>\
                 <pubDate>Tue, 05 Mar 2024 09:00:00 +0000</pubDate>\
                 <content:encoded><![CDATA[<p>Mayor {name} Halloway spoke of the {name} bridge on Tuesday, and thanked everybody who had come.</p>\
                 <p>The {name} bridge will open in the spring, she said, and cost more than it should.</p>]]></content:encoded></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>{title}</title><link>https://feed.example/</link>{items}</channel></rss>"
    )
}

#[test]
fn articles_of_a_shared_capture_stay_where_another_capture_holds_them_and_are_named_where_not() {
    let workshop = Workshop::with_archive(&[
        ("one.xml", &feed("One", &["Ambrixo", "Byrzcha", "Cedar"])),
        ("two.xml", &feed("Two", &["Cedar", "Dahlia"])),
    ]);
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM captures"), 2);
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM articles"), 4);
    let ambrixo = article(&workshop, "Ambrixo");
    let (byrzcha, cedar) = (article(&workshop, "Byrzcha"), article(&workshop, "Cedar"));
    let before = workshop.digest("a.db");
    let refused = forget(&workshop, &["article", &ambrixo]).expect(1);
    assert!(
        refused.stderr.contains(&format!("article {byrzcha} ("))
            && refused.stderr.contains("The Byrzcha story")
            && refused.stderr.contains("--with-neighbours"),
        "{}",
        refused.stderr
    );
    assert!(!refused.stderr.contains("Cedar"), "{}", refused.stderr);
    assert_eq!(workshop.digest("a.db"), before);

    let done = forget(&workshop, &["article", &ambrixo, "--with-neighbours", "--json"]).expect(0);
    let done = done.json();
    assert_eq!(done["articles"].as_array().unwrap().len(), 2);
    assert_eq!(done["derived_again"], serde_json::json!([cedar.parse::<i64>().unwrap()]));
    let bytes = raw(&workshop.path("a.db"));
    for word in ["Ambrixo", "ambrixo", "Byrzcha", "one.xml"] {
        assert!(!holds(&bytes, word.as_bytes()), "{word}");
    }
    assert_eq!(article(&workshop, "Cedar"), cedar, "it kept its number");
    let fresh = Workshop::with_archive(&[("two.xml", &feed("Two", &["Cedar", "Dahlia"]))]);
    assert_eq!(workshop.digest("a.db"), fresh.digest("a.db"));
    expect_clean(&workshop);
}

#[test]
fn an_article_that_is_to_stay_and_cannot_be_read_again_stops_it() {
    let workshop = Workshop::with_archive(&[
        ("one.xml", &feed("One", &["Ambrixo", "Cedar"])),
        ("two.xml", &feed("Two", &["Cedar", "Dahlia"])),
    ]);
    // Only where the capture that goes is the one that Cedar was taken from is there anything to do.
    let holder = count(&workshop, "SELECT capture_id AS n FROM articles WHERE body LIKE '%Cedar%'");
    let damaged = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    damaged
        .execute_batch(&format!(
            "DROP TRIGGER captures_frozen;
             UPDATE captures SET body = zeroblob(length(body)) WHERE capture_id <> {holder}"
        ))
        .unwrap();
    drop(damaged);
    let gone = rows(&workshop, &format!("SELECT sha256 FROM captures WHERE capture_id = {holder}"));
    let gone = gone[0]["sha256"].as_str().unwrap();
    let before = workshop.digest("a.db");
    let refused = forget(&workshop, &["capture", gone]).expect(4);
    assert!(refused.stderr.contains("cannot be read again"), "{}", refused.stderr);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn a_capture_goes_with_what_only_it_holds() {
    let workshop = Workshop::with_archive(&[
        ("one.xml", &feed("One", &["Ambrixo", "Cedar"])),
        ("two.xml", &feed("Two", &["Cedar", "Dahlia"])),
    ]);
    let held = rows(
        &workshop,
        "SELECT captures.sha256 FROM captures JOIN sightings USING (capture_id) WHERE uri LIKE '%two.xml'",
    );
    let sha256 = held[0]["sha256"].as_str().unwrap();
    forget(&workshop, &["capture", &sha256[..8]]).expect(0);
    let fresh = Workshop::with_archive(&[("one.xml", &feed("One", &["Ambrixo", "Cedar"]))]);
    assert_eq!(workshop.digest("a.db"), fresh.digest("a.db"));
    assert!(!holds(&raw(&workshop.path("a.db")), b"Dahlia"));
    expect_clean(&workshop);
    let unknown = forget(&workshop, &["capture", "abcdef0"]).expect(66);
    assert!(unknown.stderr.contains("is not in the archive"), "{}", unknown.stderr);
}

#[test]
fn a_page_goes_in_every_text_and_a_publisher_before_a_day() {
    let page = |text: &str, day: &str| {
        format!(
            "---\ntitle: Bridge\nurl: https://news.example/bridge\npublisher: The Example\ndate: {day}\n---\n{text} bridge opened, said Ruth Ellery.\n"
        )
    };
    let inputs = [
        ("a.md", page("The old", "2019-05-01")),
        (
            "b.md",
            page("The new", "2021-05-01")
                .replace("https", "http")
                .replace("bridge\np", "bridge?utm_source=x\np"),
        ),
        (
            "c.md",
            page("Quite another", "2019-06-01")
                .replace("/bridge", "/other")
                .replace("Bridge", "Road"),
        ),
        ("d.md", page("Without a day,", "").replace("/bridge", "/undated").replace("date: \n", "")),
    ];
    let files: Vec<(&str, &str)> =
        inputs.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let workshop = Workshop::with_archive(&files);
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM articles"), 4);
    let before = forget(
        &workshop,
        &["publisher", "The Example", "--before", "2020-01-01", "--dry-run", "--json"],
    )
    .expect(0)
    .json();
    assert_eq!(before["articles"].as_array().unwrap().len(), 2);
    assert_eq!(before["undated"], 1);
    forget(&workshop, &["url", "https://www.news.example/bridge/#top"]).expect(0);
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM articles"), 2);
    forget(&workshop, &["publisher", "The Example", "--before", "2020-01-01"]).expect(0);
    let left = rows(&workshop, "SELECT published_on FROM articles");
    assert_eq!(left.len(), 1);
    assert!(left[0]["published_on"].is_null());
    expect_clean(&workshop);
    forget(&workshop, &["publisher", "Nobody Times", "--before", "2020-01-01"]).expect(66);
    forget(&workshop, &["publisher", "The Example", "--before", "soon"]).expect(2);
}

#[test]
fn tables_of_people_s_own_go_on_working() {
    let workshop = workshop("wal");
    let (secret, other) = (article(&workshop, "Zebulon"), article(&workshop, "first time"));
    let own = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    own.execute_batch(&format!(
        "CREATE TABLE mine (article_id INTEGER REFERENCES articles (article_id), note TEXT);
         CREATE TABLE stars (article_id INTEGER REFERENCES articles ON DELETE CASCADE, stars INTEGER);
         CREATE TABLE links (article_id INTEGER REFERENCES articles (article_id) ON DELETE SET NULL, note TEXT);
         INSERT INTO mine VALUES ({secret}, 'mine'), ({other}, 'kept');
         INSERT INTO stars VALUES ({secret}, 5), ({other}, 3);
         INSERT INTO links VALUES ({secret}, 'link'), ({other}, 'kept');"
    ))
    .unwrap();
    drop(own);
    let before = workshop.digest("a.db");
    let refused = forget(&workshop, &["article", &secret]).expect(1);
    assert!(refused.stderr.contains("`mine` (1 row)"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("stars"), "{}", refused.stderr);
    assert_eq!(workshop.digest("a.db"), before);
    let own = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    own.execute("DELETE FROM mine WHERE note = 'mine'", []).unwrap();
    drop(own);
    forget(&workshop, &["article", &secret]).expect(0);
    for (sql, expected) in [
        ("SELECT count(*) AS n FROM mine JOIN articles USING (article_id)", 1),
        ("SELECT sum(stars) AS n FROM stars", 3),
        ("SELECT count(*) AS n FROM links WHERE article_id IS NULL", 1),
        ("SELECT count(*) AS n FROM links JOIN articles USING (article_id)", 1),
    ] {
        assert_eq!(count(&workshop, sql), expected, "{sql}");
    }
    expect_clean(&workshop);
}

#[test]
fn a_reader_holds_it_up_and_it_is_finished_later() {
    let workshop = workshop("wal");
    let secret = article(&workshop, "Zebulon");
    let reader = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let _: i64 = reader.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap();
    let ran = forget(&workshop, &["article", &secret, "--wait", "0"]).expect(75);
    assert!(ran.stderr.contains("cuttings forget finish"), "{}", ran.stderr);
    // The rows are gone, and everybody is told that the bytes may not be.
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM articles"), 2);
    let verdict = workshop.run(&["verify", "--wait", "0", "--archive", "a.db"]).expect(4);
    assert!(verdict.stdout.contains("erasures are finished"), "{}", verdict.stdout);
    workshop.run(&["forget", "finish", "--wait", "0", "--archive", "a.db"]).expect(75);
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    let done = workshop.run(&["forget", "finish", "--json", "--archive", "a.db"]).expect(0).json();
    assert_eq!(done["was_due"], true);
    assert_eq!(words_in(&raw(&workshop.path("a.db"))), Vec::<&str>::new());
    expect_clean(&workshop);
    let again = workshop.run(&["forget", "finish", "--json", "--archive", "a.db"]).expect(0).json();
    assert_eq!(again["was_due"], false);
}

#[test]
fn a_decision_that_was_changed_before_is_not_made_sound_by_it() {
    let workshop = workshop("wal");
    rule_on_it(&workshop);
    let forger = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    let guard: String = forger
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'decisions_frozen'", [], |row| {
            row.get(0)
        })
        .unwrap();
    forger
        .execute_batch(&format!(
            "DROP TRIGGER decisions_frozen; UPDATE decisions SET value = 'forged' WHERE value = 'kept remark'; {guard};"
        ))
        .unwrap();
    drop(forger);
    let ran = forget(&workshop, &["article", &article(&workshop, "Zebulon")]).expect(4);
    assert!(ran.stderr.contains("a cell was changed"), "{}", ran.stderr);
    let verdict = workshop.run(&["verify", "--archive", "a.db"]).expect(4);
    assert!(verdict.stdout.contains("a cell was changed"), "{}", verdict.stdout);
}

#[test]
fn copies_beside_the_archive_are_named() {
    let workshop = workshop("wal");
    workshop.run(&["backup", "a-2026.db", "--archive", "a.db"]).expect(0);
    fs::copy(workshop.path("a-2026.db"), workshop.path("a.db.pre-v9.db")).unwrap();
    fs::hard_link(workshop.path("a.db"), workshop.path("same.db")).unwrap();
    workshop.write("notes.txt", "no archive");
    let other = rusqlite::Connection::open(workshop.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    let secret = article(&workshop, "Zebulon");
    let ran = forget(&workshop, &["article", &secret, "--json"]).expect(0).json();
    let names: Vec<&str> = ran["copies_beside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path.as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["a-2026.db", "a.db.pre-v9.db"]);
}

/// A backup from before an erasure does not bring back what was erased.
#[test]
fn a_restore_erases_again() {
    let workshop = Workshop::with_archive(&[
        (
            "one.txt",
            "SUVA, May 2 (Reuters) - Winston Peters met Zebulon Quarrington.\n\nPeters spoke.\n",
        ),
        ("two.txt", "APIA, May 3 (Reuters) - Penny Wong thanked the Pacific Islands Forum.\n"),
    ]);
    let archive = ["--archive", "a.db"];
    workshop.run(&[&["backup", "old.db"][..], &archive].concat()).expect(0);
    let because = ["--because", "a court said so", "--by", "ana"];
    workshop.run(&[&["forget", "article", "1"][..], &because, &archive].concat()).expect(0);
    let digest = workshop.digest("a.db");
    let restored =
        workshop.run(&[&["restore", "old.db", "--json"][..], &archive].concat()).expect(0).json();
    assert!(restored["erased_again"].as_u64().unwrap() > 0, "{restored}");
    assert_eq!(workshop.digest("a.db"), digest);
    let bytes = std::fs::read(workshop.path("a.db")).unwrap();
    assert!(!bytes.windows(11).any(|window| window == b"Quarrington"));
    workshop.run(&[&["verify", "--read-data"][..], &archive].concat()).expect(0);
    let ran = workshop.run(&[&["ingest", "in/one.txt"][..], &archive].concat()).expect(3);
    assert!(ran.stderr.contains("erased on 2026-01-02"), "{}", ran.stderr);
}

/// That a watch was told of an article says whom it named, and a page that a feed wants is its address.
#[test]
fn what_feeds_and_watches_keep_of_an_article_goes_too() {
    let workshop = Workshop::new();
    old_archive(&workshop.path("a.db"), 10);
    // By the recogniser of today, so that a rebuild at the end has nothing else to find.
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    let connection = rusqlite::Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "INSERT INTO wanted_pages (url, feed_id, wanted_at) VALUES
                ('https://gazette.example/europe/rutte-nato?utm_source=quibble', 1, '2026-12-01T13:00:00Z')",
        )
        .unwrap();
    drop(connection);
    let told =
        "SELECT count(*) AS n FROM told_items JOIN articles ON articles.sha256 = item_sha256";
    assert_eq!(count(&workshop, told), 2);
    assert!(holds(&raw(&workshop.path("a.db")), b"utm_source=quibble"));
    let told_of = rows(
        &workshop,
        "SELECT article_id AS n FROM told_items JOIN articles ON articles.sha256 = item_sha256 ORDER BY 1",
    );
    let mut arguments: Vec<String> =
        told_of.iter().map(|row| row["n"].as_i64().unwrap().to_string()).collect();
    arguments.insert(0, "article".to_owned());
    arguments.push("--with-neighbours".to_owned());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // A rehearsal takes nothing.
    forget(&workshop, &[&arguments[..], &["--dry-run"]].concat()).expect(0);
    assert_eq!(count(&workshop, told), 2);
    forget(&workshop, &arguments).expect(0);
    assert_eq!(count(&workshop, "SELECT count(*) AS n FROM told_items"), 0);
    forget(&workshop, &["url", "https://gazette.example/europe/rutte-nato"]).expect(0);
    assert!(!holds(&raw(&workshop.path("a.db")), b"utm_source=quibble"));
    let others = rows(&workshop, "SELECT url AS n FROM wanted_pages");
    assert_eq!(others.len(), 1, "the other one stays: {others:?}");
    expect_clean(&workshop);
}
