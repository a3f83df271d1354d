//! Archives made of an archive without its texts.
//!
//! What must not leave is looked for in the bytes of the file, whatever SQLite would show of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use cuttings::db;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::support::{Numbers, Ran, Workshop};

/// So long a stretch of a text must not be in an edition's bytes.
const WINDOW: usize = 40;

const ARTICLES: usize = 1_000;

const WORDS: &[&str] = &[
    "harbour",
    "council",
    "budget",
    "winter",
    "ferry",
    "timber",
    "school",
    "river",
    "orchard",
    "bridge",
    "committee",
    "weather",
    "market",
    "teachers",
    "nurses",
    "railway",
    "forest",
    "island",
    "library",
    "village",
    "quietly",
    "slowly",
    "again",
    "before",
    "against",
    "under",
    "while",
    "because",
    "the",
    "a",
    "of",
    "and",
    "planned",
    "opened",
    "closed",
    "repaired",
    "measured",
    "delayed",
    "painted",
    "counted",
    "māra",
    "kōrero",
];

const PEOPLE: &[&str] = &[
    "Winston Peters",
    "Penny Wong",
    "Ana Kestrel",
    "Hemi Tāwhara",
    "Ruth Ashdown",
    "Tomas Ferreira",
    "Lotte Brandvold",
    "Miriam Okafor",
];

fn words(random: &mut Numbers, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| WORDS[random.below(WORDS.len())]).collect();
    words.join(" ")
}

/// One made-up article as a line of JSON.
fn line(random: &mut Numbers, number: usize) -> String {
    let (one, other) = (PEOPLE[random.below(PEOPLE.len())], PEOPLE[random.below(PEOPLE.len())]);
    let day = format!("2024-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28));
    let body = format!(
        "{one} said in Wellington that the {}.\n\n“We {} and {},” said {one}. Foreign Minister {other} met {one} at the United \
         Nations. {}.",
        words(random, 14),
        words(random, 9),
        words(random, 9),
        words(random, 30),
    );
    serde_json::json!({
        "headline": format!("{one} and the {}", words(random, 8)), "standfirst": words(random, 12), "published": day,
        "byline": "By Ruth Ashdown", "publisher": format!("The Lagoon {}", number % 5), "section": words(random, 12),
        "url": format!("https://lagoon.example/{}/{number}", words(random, 6).replace(' ', "-")),
        "topics": [WORDS[random.below(10)]], "body": body,
        "captions": [{"caption": words(random, 10), "credit": "Miriam Okafor"}],
    })
    .to_string()
}

/// A thousand articles, an input that could not be read, and rulings of each kind.
static ORIGINAL: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let mut random = Numbers(40);
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let _ = writeln!(lines, "{}", line(&mut random, number));
    }
    workshop.write("in/private-folder-name/made-up.jsonl", &lines);
    workshop.write("in/broken.json", "{\"body\": ");
    workshop.run(&["ingest", "--archive", "a.db", "in"]).expect(3);
    let run = |arguments: &[&str]| {
        workshop.run(&[arguments, &["--archive", "a.db", "--by", "ana"]].concat()).expect(0)
    };
    run(&[
        "article",
        "tag",
        "1",
        "sea",
        "--because",
        "the reasons of a person are not for the edition",
    ]);
    run(&["person", "alias", "Winston Peters", "Winnie"]);
    run(&[
        "note",
        "add",
        "3",
        "a remark that a person made for nobody but the house, and keeps there",
    ]);
    workshop
});

pub fn export(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[&["export", "--archive", "a.db"], arguments].concat())
}

/// The edition without anything that has to be asked for.
static EDITION: LazyLock<&Workshop> = LazyLock::new(|| {
    export(&ORIGINAL, &["no-text", "-o", "b.no-text.db"]).expect(0);
    &ORIGINAL
});

/// What a statement says, a row a line, its cells apart by `|`.
pub fn asked(workshop: &Workshop, archive: &str, sql: &str) -> Vec<String> {
    let connection = Connection::open(workshop.path(archive)).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells = (0..columns).map(|at| {
            Ok(match row.get::<_, Value>(at)? {
                Value::Null => String::new(),
                Value::Integer(number) => number.to_string(),
                Value::Real(number) => number.to_string(),
                Value::Text(text) => text,
                Value::Blob(bytes) => format!("{} bytes", bytes.len()),
            })
        });
        Ok(cells.collect::<rusqlite::Result<Vec<String>>>()?.join("|"))
    });
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// Every text of an archive by where it is: bodies, heads, captions, captures as they came, blocks of the index.
fn texts(workshop: &Workshop, archive: &str) -> BTreeMap<&'static str, Vec<Vec<u8>>> {
    let connection = Connection::open(workshop.path(archive)).unwrap();
    let cells = |sql: &str| -> Vec<Vec<u8>> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            Ok(match row.get::<_, Value>(0)? {
                Value::Text(text) => text.into_bytes(),
                Value::Blob(bytes) => bytes,
                other => panic!("{other:?}"),
            })
        });
        rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let frames = cells("SELECT body FROM captures");
    BTreeMap::from([
        ("body", cells("SELECT body FROM articles")),
        ("headline", cells("SELECT headline FROM articles WHERE headline IS NOT NULL")),
        ("standfirst", cells("SELECT standfirst FROM articles WHERE standfirst IS NOT NULL")),
        ("captions", cells("SELECT captions FROM articles WHERE captions IS NOT NULL")),
        ("address", cells("SELECT url FROM articles WHERE url IS NOT NULL")),
        ("index", cells("SELECT block FROM articles_fts_data")),
        (
            "rulings",
            cells(
                "SELECT coalesce(reason, value) FROM decisions WHERE coalesce(reason, value) IS NOT NULL",
            ),
        ),
        ("capture", frames.iter().map(|frame| zstd::decode_all(&frame[..]).unwrap()).collect()),
        ("frame", frames),
    ])
}

/// Every stretch of so many bytes of some texts, by a hash that rolls on from one to the next.
pub struct Windows<'t> {
    /// Which hashes there are, by their first bits: most questions end here.
    bits: Vec<u64>,
    pub by_hash: HashMap<u64, (&'static str, &'t [u8])>,
}

impl<'t> Windows<'t> {
    pub fn of(texts: impl IntoIterator<Item = (&'static str, &'t Vec<u8>)>) -> Self {
        let mut windows = Self { bits: vec![0; 1 << 18], by_hash: HashMap::new() };
        for (place, text) in texts {
            hashes(text, |at, hash| {
                let (cell, bit) = Self::bit(hash);
                windows.bits[cell] |= bit;
                let entry = windows.by_hash.entry(hash).or_insert((place, &text[at..at + WINDOW]));
                // What a capture holds is elsewhere too.
                if entry.0 == "capture" {
                    entry.0 = place;
                }
            });
        }
        windows
    }

    fn bit(hash: u64) -> (usize, u64) {
        ((hash >> 46) as usize, 1 << (hash >> 40 & 63))
    }

    pub fn without<'o>(mut self, texts: impl IntoIterator<Item = &'o [u8]>) -> Self {
        for text in texts {
            hashes(text, |_, hash| {
                self.by_hash.remove(&hash);
            });
        }
        self
    }

    /// The first stretch of the file for each place that has it.
    pub fn found(&self, bytes: &[u8]) -> BTreeMap<&'static str, String> {
        let mut found = BTreeMap::new();
        hashes(bytes, |at, hash| {
            let (cell, bit) = Self::bit(hash);
            if self.bits[cell] & bit == 0 {
                return;
            }
            if let Some((place, window)) = self.by_hash.get(&hash)
                && bytes[at..at + WINDOW] == **window
                // A page's empty rest is in every database.
                && window.iter().any(|byte| *byte != 0)
            {
                found.entry(*place).or_insert_with(|| String::from_utf8_lossy(window).into_owned());
            }
        });
        found
    }
}

/// Where each stretch begins, and its hash (Rabin and Karp, modulo 2^64, mixed).
fn hashes(bytes: &[u8], mut take: impl FnMut(usize, u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let first = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0_u64;
    for at in 0..bytes.len() {
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(bytes[at]) + 1);
        if at >= WINDOW {
            hash = hash.wrapping_sub((u64::from(bytes[at - WINDOW]) + 1).wrapping_mul(first));
        }
        if at + 1 >= WINDOW {
            take(at + 1 - WINDOW, (hash ^ (hash >> 29)).wrapping_mul(BASE));
        }
    }
}

/// The texts of these places.
fn of_places<'t>(
    texts: &'t BTreeMap<&'static str, Vec<Vec<u8>>>,
    is_wanted: fn(&str) -> bool,
) -> impl Iterator<Item = (&'static str, &'t Vec<u8>)> {
    let wanted = texts.iter().filter(move |(place, _)| is_wanted(place));
    wanted.flat_map(|(place, texts)| texts.iter().map(move |text| (*place, text)))
}

// --- Without texts

#[test]
fn no_stretch_of_a_text_is_in_the_bytes() {
    let bytes = fs::read(EDITION.path("b.no-text.db")).unwrap();
    let original = fs::read(EDITION.path("a.db")).unwrap();
    assert_eq!(
        asked(&EDITION, "b.no-text.db", "SELECT count(*) FROM articles"),
        [ARTICLES.to_string()]
    );
    let texts = texts(&EDITION, "a.db");
    let windows = Windows::of(of_places(&texts, |_| true));
    assert_eq!(windows.found(&bytes), BTreeMap::new());
    // The search finds what is there.
    let places: Vec<&str> = texts.keys().copied().collect();
    assert_eq!(windows.found(&original).into_keys().collect::<Vec<_>>(), places);
    let shown = String::from_utf8_lossy(&bytes);
    for private in
        ["private-folder-name", "made-up.jsonl", "for nobody but the house", "not for the edition"]
    {
        assert!(!shown.contains(private), "{private}");
    }
}

#[test]
fn nothing_is_in_free_pages_or_beside_the_file() {
    for (pragma, value) in
        [("freelist_count", "0"), ("integrity_check", "ok"), ("user_version", "10")]
    {
        assert_eq!(
            asked(&EDITION, "b.no-text.db", &format!("PRAGMA {pragma}")),
            [value],
            "{pragma}"
        );
    }
    let empty = "SELECT coalesce(sum(length(body)), 0) FROM captures UNION ALL SELECT sum(length(body)) FROM articles
        UNION ALL SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'harbour OR council OR the'";
    assert_eq!(asked(&EDITION, "b.no-text.db", empty), ["0", "0", "0"]);
    assert_eq!(asked(&EDITION, "a.db", empty)[2], ARTICLES.to_string());
}

/// Reports and tables that count, with what they are asked.
const COUNTING: &[&[&str]] = &[
    &["people", "limit=1000"],
    &["organisations", "limit=1000"],
    &["places", "limit=1000"],
    &["co-mentions", "name=Winston Peters"],
    &["network"],
    &["timeline", "name=Penny Wong"],
    &["timeline-people"],
    &["timeline-publishers"],
    &["sources"],
    &["roles"],
    &["coverage", "name=Winston Peters"],
    &["publishers"],
    &["trends"],
    &["gaps"],
    &["new-names"],
    &["origins"],
    &["runs"],
    &["possible-duplicates"],
];

#[test]
fn every_count_is_that_of_the_original() {
    let report = |archive: &str, arguments: &[&str]| {
        let all = [&["query", "--archive", archive, "--format", "csv"], arguments].concat();
        EDITION.run(&all).expect(0).stdout
    };
    let mut rows = 0;
    for arguments in COUNTING {
        let counted = report("a.db", arguments);
        rows += counted.lines().count().saturating_sub(1);
        assert_eq!(report("b.no-text.db", arguments), counted, "{arguments:?}");
    }
    assert!(rows > 100, "{rows}");
    // What shows headlines has the same articles, days and papers.
    let seen = |archive: &str| {
        let text = report(archive, &["seen", "name=Winston Peters"]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| {
            let mut row = row.unwrap();
            row.remove("headline").unwrap();
            row.remove("url").unwrap();
            row
        });
        rows.collect::<Vec<_>>()
    };
    assert!(!seen("a.db").is_empty());
    assert_eq!(seen("b.no-text.db"), seen("a.db"));
    for table in asked(
        &EDITION,
        "a.db",
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view')",
    ) {
        if table.starts_with("sqlite_") || table == "settings" {
            continue;
        }
        let count = format!("SELECT count(*) FROM {table}");
        if table.starts_with("articles_fts_") {
            continue;
        }
        assert_eq!(
            asked(&EDITION, "b.no-text.db", &count),
            asked(&EDITION, "a.db", &count),
            "{table}"
        );
    }
}

#[test]
fn it_says_what_it_is() {
    let run =
        |arguments: &[&str]| EDITION.run(&[arguments, &["--archive", "b.no-text.db"]].concat());
    assert!(run(&["status"]).expect(0).stdout.contains("without texts"));
    assert_eq!(run(&["status", "--json"]).expect(0).json()["has_no_texts"], true);
    let shown = run(&["show", "1"]).expect(0).stdout;
    assert!(shown.contains("edition without texts") && shown.contains("[article 1]"), "{shown}");
    assert!(shown.contains("Wellington"), "{shown}");
    let verified = run(&["verify"]).expect(0);
    assert!(verified.stderr.contains("edition without texts"), "{}", verified.stderr);
    for (arguments, code, words) in [
        (&["verify", "--derived"][..], 2, "no captures to read"),
        (&["verify", "--read-data"], 2, "no captures to read"),
        (&["search", "harbour"], 1, "no text to search"),
        (&["export", "jsonl"], 1, "no text to write"),
        (&["export", "archive", "-o", "c.db"], 1, "no text to write"),
        (&["export", "--only", "harbour", "csl-json"], 1, "no text to search"),
        (&["ingest", "in"], 1, "nothing can be added"),
        (&["rebuild"], 1, "nothing can be added"),
        (&["seed"], 1, "nothing can be added"),
        (&["verify", "--repair"], 1, "nothing can be added"),
        (&["person", "alias", "Penny Wong", "PW", "--by", "ana"], 1, "nothing can be added"),
        (&["forget", "article", "1", "--by", "ana", "--because", "x"], 1, "nothing can be added"),
        (&["restore", "b.no-text.db", "--archive", "new.db"], 1, "nothing can be added"),
    ] {
        let arguments: Vec<&str> = match arguments[0] {
            "restore" => arguments.to_vec(),
            _ => [arguments, &["--archive", "b.no-text.db"]].concat(),
        };
        let ran = EDITION.run(&arguments).expect(code);
        assert!(ran.stderr.contains(words), "{arguments:?}: {}", ran.stderr);
    }
    for name in ["c.db", "new.db"] {
        assert!(!EDITION.path(name).exists(), "{name}");
    }
    assert!(!run(&["export", "gexf"]).expect(0).stdout.is_empty());
    // A backup of it is one too.
    run(&["backup", "copy.db"]).expect(0);
    EDITION.run(&["seed", "--archive", "copy.db"]).expect(1);
}

#[test]
fn the_stock_shell_opens_it() {
    let sql = "SELECT name, articles FROM name_totals JOIN people ON person_id = entity_id AND kind = 'person'
        ORDER BY articles DESC, name LIMIT 3";
    let Some(shell) = EDITION.sqlite3("b.no-text.db", sql) else { return };
    assert_eq!(shell.expect(0).json(), EDITION.sqlite3("a.db", sql).unwrap().expect(0).json());
    let views = EDITION
        .sqlite3("b.no-text.db", "SELECT count(*) AS quotes FROM quote_details WHERE quote <> ''");
    assert_eq!(views.unwrap().expect(0).json()[0]["quotes"], 0);
}

#[test]
fn headlines_and_words_of_quotations_leave_where_they_are_asked_for() {
    let path = "asked.no-text.db";
    export(&ORIGINAL, &["no-text", "--headlines", "--quote-words", "4", "-o", path]).expect(0);
    let headlines = "SELECT headline FROM articles ORDER BY article_id";
    assert_eq!(asked(&ORIGINAL, path, headlines), asked(&ORIGINAL, "a.db", headlines));
    let quotes = "SELECT quote FROM quote_details ORDER BY article_id, start_char";
    let (whole, cut) = (asked(&ORIGINAL, "a.db", quotes), asked(&ORIGINAL, path, quotes));
    assert!(whole.len() >= ARTICLES, "{}", whole.len());
    for (whole, cut) in whole.iter().zip(&cut) {
        let kept = cut.trim_end().trim_end_matches('…');
        assert!(whole.starts_with(kept) && kept.split_whitespace().count() == 4, "{whole}: {cut}");
    }
    let bytes = fs::read(ORIGINAL.path(path)).unwrap();
    // Headlines are in captures and in the index too.
    let texts = texts(&ORIGINAL, "a.db");
    let windows = Windows::of(of_places(&texts, |place| !matches!(place, "capture" | "index")));
    assert_eq!(windows.found(&bytes).into_keys().collect::<Vec<_>>(), ["headline"]);
    ORIGINAL.run(&["verify", "--archive", path]).expect(0);
    export(&ORIGINAL, &["jsonl", "--headlines"]).expect(2);
    export(&ORIGINAL, &["archive", "--quote-words", "3", "-o", "x.db"]).expect(2);
}

/// Whoever adds a column decides what becomes of it in an edition.
#[test]
fn the_list_names_every_column_of_the_schema() {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual', 'shadow')
        AND name NOT GLOB 'sqlite_*' ORDER BY name";
    let mut listed: Vec<&str> = db::COLUMNS.iter().map(|columns| columns.table).collect();
    listed.extend(db::FILLED_BY_THEMSELVES);
    listed.extend(db::LEFT_OUT);
    listed.sort_unstable();
    assert_eq!(asked(&workshop, "a.db", tables), listed);
    for columns in db::COLUMNS {
        // Hidden 2 and 3 are computed from the others.
        let of_kind = |kinds: &str| -> BTreeSet<String> {
            let sql = format!(
                "SELECT name FROM pragma_table_xinfo('{}') WHERE hidden = 0 AND type IN ({kinds})",
                columns.table
            );
            asked(&workshop, "a.db", &sql).into_iter().collect()
        };
        let numbers: BTreeSet<String> =
            columns.numbers.iter().map(|name| (*name).to_owned()).collect();
        let texts: BTreeSet<String> =
            columns.texts.iter().map(|(name, ..)| (*name).to_owned()).collect();
        assert_eq!(numbers, of_kind("'INTEGER', 'REAL'"), "{}", columns.table);
        assert_eq!(texts, of_kind("'TEXT', 'BLOB'"), "{}", columns.table);
        assert!(columns.texts.iter().all(|(.., why)| !why.is_empty()), "{}", columns.table);
    }
}

/// Tables and columns of people's own, and samples of an index, stay.
#[test]
fn what_people_added_stays_behind() {
    let workshop =
        Workshop::with_archive(&[("a.txt", "Talks in Suva\n\nHemi Tāwhara met Winston Peters.\n")]);
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE my_notes (note TEXT); INSERT INTO my_notes VALUES ('seen only by me, in my own table');
             ALTER TABLE articles ADD COLUMN rating TEXT; UPDATE articles SET rating = 'my own column, and mine alone';
             ANALYZE;",
        )
        .unwrap();
    drop(connection);
    for (format, path) in [("no-text", "b.no-text.db"), ("archive", "c.db")] {
        export(&workshop, &[format, "-o", path]).expect(0);
        let bytes = fs::read(workshop.path(path)).unwrap();
        for own in ["my_notes", "seen only by me", "my own column"] {
            assert!(
                !bytes.windows(own.len()).any(|window| window == own.as_bytes()),
                "{format}: {own}"
            );
        }
    }
}

/// Long names are words of a text unless a list of the catalogue has them.
#[test]
fn a_long_name_is_cut_unless_it_is_listed() {
    let body = "Ruth Ashdown of the Royal Commission on Northumberland Coastal Railways said no. The United Nations \
        Educational, Scientific and Cultural Organization met.";
    let workshop = Workshop::with_archive(&[("a.txt", &format!("Talks in Suva\n\n{body}\n"))]);
    export(&workshop, &["no-text", "-o", "b.no-text.db"]).expect(0);
    let names = "SELECT name FROM organisations JOIN article_organisations USING (organisation_id) ORDER BY name";
    let whole = asked(&workshop, "a.db", names);
    let long: Vec<&String> = whole.iter().filter(|name| name.len() > 36).collect();
    assert!(!long.is_empty(), "{whole:?}");
    let listed = "SELECT name FROM organisations WHERE origin = 'catalogue'";
    let listed: BTreeSet<String> = asked(&workshop, "a.db", listed).into_iter().collect();
    let edition: BTreeSet<String> = asked(&workshop, "b.no-text.db", names).into_iter().collect();
    assert_eq!(edition.len(), whole.len());
    for name in long {
        assert_eq!(edition.contains(name), listed.contains(name), "{name}");
    }
    workshop.run(&["verify", "--archive", "b.no-text.db"]).expect(0);
}
