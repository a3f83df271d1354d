//! Plots: what they count, how they look in a terminal and in a file, and what they refuse.
//!
//! How they look in a browser is `looked_at`'s. The pictures of `docs/plots.md` are held against what the
//! program draws; after a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it plots` draws them
//! anew.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use cuttings::output::safe;

use crate::fixture::Fixture;
use crate::support::{Ran, Workshop, program, root};

const DOCUMENT: &str = include_str!("../../docs/plots.md");

/// The archive of the sample articles.
pub static SAMPLES: LazyLock<Workshop> = LazyLock::new(|| {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    workshop
});

/// The reports that draw.
pub const DRAWN: [&str; 4] = ["timeline", "timeline-publishers", "timeline-people", "network"];

fn query(workshop: &Workshop, words: &[&str]) -> Ran {
    workshop.run(&[&["query"], words, &["--archive", "a.db"]].concat())
}

/// A workshop with reports of its own, each a name, what it draws, and SQL.
pub fn with_reports(reports: &[(&str, &str, &str)]) -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    for (name, plot, sql) in reports {
        let text = format!("/* title: Mine\n   plot: {plot} */\n{sql}");
        workshop.write(&format!(".config/cuttings/reports/{name}.sql"), text);
    }
    workshop
}

// --- What is counted

/// Six articles of three publishers that name four people; counted by hand below.
const SIX: &str = "
INSERT INTO runs (run_id, command, program_version, started_at) VALUES (1, 'x', '1', '2024-01-01T00:00:00Z');
INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, byte_count, body)
    VALUES (1, 'aaaa000000000000000000000000000000000000000000000000000000000001', 'text', 0, 1, 'text/plain', 1, x'28');
INSERT INTO publishers (publisher_id, name, origin) VALUES (1, 'Alpha Daily', 'automatic'), (2, 'Beta Post', 'automatic'), (3, 'Gamma News', 'automatic');
INSERT INTO articles (article_id, sha256, kind, capture_id, part, publisher_id, published, published_on, published_precision, reader, run_id, ingested_at, row_sha256, body)
SELECT column1, printf('%064d', column1), 'article', 1, column1, column2, column3, CASE length(column3) WHEN 10 THEN column3 END,
    CASE length(column3) WHEN 10 THEN 'day' ELSE 'year' END, 'text/1', 1, '2024-05-01T00:00:00Z', printf('%064d', 0), 'x'
FROM (VALUES (1, 1, '2024-01-03'), (2, 1, '2024-01-20'), (3, 2, '2024-03-05'), (4, 1, '2024-03-06'), (5, 3, '2024'), (6, NULL, '2024-03-31'));
INSERT INTO people (person_id, key, name, origin) VALUES (1, 'ana roa', 'Ana Roa', 'automatic'), (2, 'ben tui', 'Ben Tui', 'catalogue'),
    (3, 'cleo vane', 'Cleo Vane', 'automatic'), (4, 'dan wei', 'Dan Wei', 'automatic');
INSERT INTO article_people (article_id, person_id, mention_count) VALUES
    (1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 1), (2, 3, 1), (3, 1, 1), (4, 2, 1), (4, 3, 1), (5, 1, 1), (5, 3, 1), (6, 4, 1);
INSERT INTO organisations (organisation_id, key, name, origin) VALUES (1, 'port', 'Port', 'automatic');
INSERT INTO article_organisations (article_id, organisation_id, mention_count) VALUES (3, 1, 1), (4, 1, 1);
UPDATE folded_names SET folded = lower(name);
";

#[test]
fn what_is_drawn_is_counted_right() {
    let fixture = Fixture::with(SIX);
    let check = |arguments: &str, expected: &[&str]| {
        let words: Vec<&str> =
            ["query"].into_iter().chain(arguments.split('|')).chain(["--format", "csv"]).collect();
        let shown = fixture.printed(&words);
        let rows: Vec<&str> = shown.lines().skip(1).collect();
        assert_eq!(rows, expected, "{arguments}");
    };
    check(
        "timeline-publishers|top=1",
        &[
            "2024-01,Alpha Daily,2,2",
            "2024-03,Alpha Daily,1,4",
            "2024-03,others,1,3",
            "2024-03,no publisher,1,6",
            "no month,others,1,5",
        ],
    );
    // Beta and Gamma have as many: the first name of the two.
    check(
        "timeline-publishers|top=2|per=year",
        &["2024,Alpha Daily,3,4", "2024,Beta Post,1,3", "2024,others,1,5", "2024,no publisher,1,6"],
    );
    check("timeline-publishers|limit=1|publisher=alpha daily", &["2024-03,Alpha Daily,1,4"]);
    check(
        "timeline-people|top=2",
        &[
            "2024-01,Ana Roa,2,2",
            "2024-01,Ben Tui,2,2",
            "2024-03,Ana Roa,1,3",
            "2024-03,Ben Tui,1,4",
            "no month,Ana Roa,1,5",
        ],
    );
    check(
        "timeline-people|name=Cleo Vane",
        &[
            "2024-01,Cleo Vane,1,2",
            "2024-01,Ana Roa,1,2",
            "2024-01,Ben Tui,1,2",
            "2024-03,Cleo Vane,1,4",
            "2024-03,Ben Tui,1,4",
            "no month,Cleo Vane,1,5",
            "no month,Ana Roa,1,5",
        ],
    );
    check("timeline-people|other=organisation|per=week", &["2024-03-04,Port,2,4"]);
    check(
        "timeline-people|name=Port|per=day",
        &["2024-03-05,Ana Roa,1,3", "2024-03-06,Ben Tui,1,4", "2024-03-06,Cleo Vane,1,4"],
    );
    check(
        "network",
        &["Ana Roa,Ben Tui,2,4,3,2", "Ana Roa,Cleo Vane,2,4,3,5", "Ben Tui,Cleo Vane,2,3,3,4"],
    );
    check("network|links=1", &["Ana Roa,Ben Tui,2,4,3,2", "Ana Roa,Cleo Vane,2,4,3,5"]);
    check("network|nodes=2", &["Ana Roa,Ben Tui,2,4,3,2"]);
    check(
        "network|name=Ben Tui",
        &["Ben Tui,Ana Roa,2,3,2,2", "Ben Tui,Cleo Vane,2,3,2,4", "Ana Roa,Cleo Vane,1,2,2,2"],
    );
    // What is dated `2024` may be of March.
    check("network|since=2024-03", &["Ana Roa,Cleo Vane,1,2,2,5", "Cleo Vane,Ben Tui,1,2,1,4"]);
    check("network|other=organisation", &[]);
    // Only names that come from there are drawn.
    check("timeline-people|origin=catalogue", &["2024-01,Ben Tui,2,2", "2024-03,Ben Tui,1,4"]);
    check("network|origin=automatic", &["Ana Roa,Cleo Vane,2,4,3,5"]);
    check("network|origin=ruled", &[]);
}

// --- In a terminal

/// Under `script`, which gives the program a terminal of so many columns.
fn on_a_terminal(words: &str, columns: usize, environment: &str) -> Option<String> {
    let command =
        format!("stty cols {columns}; {environment} {} query {words} --archive a.db", program());
    let output = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(SAMPLES.path("."))
        .env("HOME", SAMPLES.path("."))
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")),
        Err(error) => {
            crate::support::skipped!("there is no `script` ({error})");
            None
        }
    }
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)).sum()
}

#[test]
fn plots_fit_windows_of_every_width() {
    let mut together = String::new();
    for width in [60, 100, 200] {
        for words in [
            "timeline --plot",
            "timeline per=day --plot",
            "timeline-publishers --plot",
            "timeline-people per=week --plot",
            "network nodes=12 --plot",
        ] {
            let Some(shown) = on_a_terminal(words, width, "NO_COLOR=1") else { return };
            for line in shown.lines() {
                assert!(columns(line) <= width, "{words}, {width}: {line}");
            }
            assert!(!shown.contains('\u{1b}'), "{words}: {shown:?}");
            together.push_str(&format!("--- {words}, {width} columns\n{shown}"));
        }
    }
    insta::assert_snapshot!("plots", together);
}

#[test]
fn colours_are_for_terminals_alone() {
    let Some(shown) = on_a_terminal("timeline-publishers --plot", 80, "") else { return };
    assert!(shown.contains("\u{1b}[38;5;32m"), "{shown:?}");
    // Without them the letters say the same.
    let plain = query(&SAMPLES, &["timeline-publishers", "--plot"]).expect(0).stdout;
    let pieces: Vec<&str> = shown.split('\u{1b}').collect();
    let bare: String = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('m').unwrap().1 })
        .collect();
    assert_eq!(bare, plain);
}

// --- What is refused

#[test]
fn what_cannot_be_drawn_is_said() {
    let workshop = with_reports(&[
        ("no-column", "line articles by day", "SELECT '2024' AS period, 1 AS articles"),
        ("no-number", "line articles by period", "SELECT '2024' AS period, 'x' AS articles"),
        ("null", "line articles by period", "SELECT '2024' AS period, NULL AS articles"),
        ("less", "line articles by period", "SELECT '2024' AS period, -1 AS articles"),
        (
            "many",
            "network articles by name and other",
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001) SELECT i AS name, i + 1 AS other, 1 AS articles FROM n",
        ),
        (
            "long",
            "line articles by period",
            "SELECT '1950-01-01' AS period, 1 AS articles UNION ALL SELECT '2024-01-01', 1",
        ),
        (
            "crowd",
            "multiples articles by period and name",
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 61) SELECT '2024' AS period, i AS name, 1 AS articles FROM n",
        ),
        ("pie", "pie articles by name", "SELECT 1"),
    ]);
    for (words, code, part) in [
        (&["people", "--plot"][..], 2, "the rows of report `people` cannot be drawn"),
        (&["people", "-o", "x.svg"], 2, "these can: timeline, timeline-publishers"),
        (&["--sql", "SELECT 1", "--format", "html"], 2, "the rows of your own SQL cannot be drawn"),
        (&["--format", "svg"], 2, "the list of reports cannot be drawn"),
        (&["timeline", "--plot", "--format", "csv"], 2, "do not go together"),
        (&["timeline", "--plot", "-o", "x.svg"], 2, "do not go together"),
        (&["timeline", "--plot", "--json"], 2, "`--plot` and `--json` do not go together"),
        (&["no-column", "--plot"], 65, "no column `day` to draw, only period, articles"),
        (&["no-number", "--plot"], 65, "row 1 has `x` in the column `articles`"),
        (&["null", "-o", "x.svg"], 65, "row 1 has nothing in the column `articles`"),
        (&["less", "-o", "x.html"], 65, "row 1 has `-1`"),
        (&["many", "-o", "x.svg"], 2, "more than 5000 rows"),
        (
            &["long", "--plot"],
            2,
            "from 1950-01-01 to 2024-01-01 there are more than 2000 times a day",
        ),
        (&["crowd", "--plot"], 2, "there are 61 names"),
        (&["pie", "--plot"], 65, "should describe a plot"),
    ] {
        let ran = query(&workshop, words).expect(code);
        assert!(ran.stderr.contains(part), "{words:?}: {}", ran.stderr);
        assert!(!workshop.path("x.svg").exists() && !workshop.path("x.html").exists(), "{words:?}");
    }
    let ran = workshop.run(&["search", "x", "-o", "x.svg", "--archive", "a.db"]).expect(2);
    assert!(ran.stderr.contains("cannot be drawn as `.svg`"), "{}", ran.stderr);
    workshop.write("x.svg", "mine");
    query(&workshop, &["timeline", "-o", "x.svg"]).expect(1);
    query(&workshop, &["timeline", "-o", "x.svg", "--force"]).expect(0);
    assert!(
        fs::read_to_string(workshop.path("x.svg")).unwrap().contains("There is nothing to draw.")
    );
}

// --- Files

#[test]
fn the_order_of_rows_makes_no_difference() {
    let sql = |order: &str| {
        format!(
            "SELECT * FROM (SELECT '2024-0' || (1 + abs(i * 7 % 5)) AS period, 'N' || (i % 4) AS name, 'N' || (i * 3 % 11) AS other, i % 9 AS articles FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n)) ORDER BY {order}"
        )
    };
    let (one, two) = (sql("1, 2, 3, 4"), sql("4 DESC, 3, 2 DESC, 1"));
    for plot in [
        "line articles by period",
        "stacked articles by period and name",
        "multiples articles by period and name",
        "network articles by name and other",
    ] {
        let workshop = with_reports(&[("one", plot, &one), ("two", plot, &two)]);
        for way in [&["--format", "svg"][..], &["--plot"]] {
            let [first, second] = ["one", "two"]
                .map(|name| query(&workshop, &[&[name], way].concat()).expect(0).stdout);
            assert_eq!(first, second, "{plot}");
            assert!(first.len() > 200, "{plot}: {first}");
        }
    }
}

/// Names as nobody has them, but anybody may write them, as SQL.
fn hostile() -> Vec<String> {
    let quoted = |name: &str| {
        let hex: String = name.bytes().map(|byte| format!("{byte:02X}")).collect();
        format!("CAST(x'{hex}' AS TEXT)")
    };
    let mut names: Vec<String> = [
        "</script><script>alert(1)</script>",
        "</title></text></svg><img src=x onerror=alert(1)>",
        "]]><!-- & &amp; \"quoted\" 'single' -->",
        "\u{202e}live\u{202c} \u{2066}isolated",
        "\u{1b}[31mred\u{7}\u{0}bell",
        "محمد شياع السوداني",
        "林 芳正",
        "javascript:alert(1)",
        "\u{fffe}\u{ffff}\u{feff}",
        "two\nlines\tand tabs\r\n",
        "",
        " ",
        "url(#p-lines)",
    ]
    .map(quoted)
    .to_vec();
    // 10,000 letters, and one letter with 10,000 accents.
    names.push("replace(hex(zeroblob(5000)), '0', 'x')".to_owned());
    names.push("'Za' || replace(hex(zeroblob(10000)), '00', char(0x301)) || 'lgo'".to_owned());
    names
}

/// Reports that draw hostile names in every way.
pub fn hostile_reports() -> Workshop {
    let names = hostile();
    let rows: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let next = &names[(at + 1) % names.len()];
            format!("('2024-0{}', {name}, {next}, {})", 1 + at % 9, 1 + at)
        })
        .collect();
    let sql = format!(
        "SELECT column1 AS period, column2 AS name, column3 AS other, column4 AS articles FROM (VALUES {}) UNION ALL SELECT column2, column2, column3, column4 FROM (VALUES {})",
        rows.join(", "),
        rows.join(", ")
    );
    with_reports(&[
        ("line", "line articles by period", &sql),
        ("stacked", "stacked articles by period and name", &sql),
        ("multiples", "multiples articles by period and name", &sql),
        ("network", "network articles by name and other", &sql),
    ])
    .renamed()
}

impl Workshop {
    /// `network` is a report of ours; the others' names are free.
    fn renamed(self) -> Self {
        let folder = self.path(".config/cuttings/reports");
        for name in ["line", "stacked", "multiples", "network"] {
            let text = fs::read_to_string(folder.join(format!("{name}.sql"))).unwrap();
            fs::remove_file(folder.join(format!("{name}.sql"))).unwrap();
            let title = "title: </title></h1><script>alert(1)</script> \u{202e}title";
            fs::write(folder.join(format!("bad-{name}.sql")), text.replace("title: Mine", title))
                .unwrap();
        }
        self
    }
}

#[test]
fn hostile_names_stay_text() {
    let workshop = hostile_reports();
    for name in ["bad-line", "bad-stacked", "bad-multiples", "bad-network"] {
        let svg = query(&workshop, &[name, "--format", "svg"]).expect(0).stdout;
        let tree =
            roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        let known = [
            "svg", "title", "desc", "style", "defs", "pattern", "rect", "circle", "g", "text",
            "line", "path",
        ];
        for node in tree.descendants().filter(roxmltree::Node::is_element) {
            assert!(known.contains(&node.tag_name().name()), "{name}: {}", node.tag_name().name());
            for attribute in node.attributes() {
                assert!(
                    !attribute.name().starts_with("on") && attribute.name() != "href",
                    "{name}"
                );
            }
            // Marks and names are bounded, however long a name is.
            assert!(node.text().unwrap_or_default().chars().count() < 6_000, "{name}");
        }
        let page = query(&workshop, &[name, "--format", "html"]).expect(0).stdout;
        assert!(!page.contains("<script") && !page.contains("<img"), "{name}");
        assert_eq!(page.matches("</title>").count(), page.matches("<title").count(), "{name}");
        let blocks = query(&workshop, &[name, "--plot"]).expect(0).stdout;
        assert!(blocks.lines().all(|line| columns(line) <= 80), "{name}:\n{blocks}");
        for text in [&svg, &page, &blocks] {
            let bad = text.chars().find(|c| safe::is_unsafe(*c));
            assert_eq!(bad, None, "{name}");
        }
    }
}

// --- The page about them

#[test]
fn the_pictures_of_the_page_are_what_is_drawn() {
    let accept = std::env::var_os("CUTTINGS_ACCEPT").is_some();
    let mut named = 0;
    for target in DOCUMENT.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        let path = root().join("docs").join(target);
        if let Some(report) =
            target.strip_prefix("plots/").and_then(|rest| rest.strip_suffix(".svg"))
        {
            let drawn = query(&SAMPLES, &[report, "--format", "svg"]).expect(0).stdout;
            if accept {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &drawn).unwrap();
            }
            named += 1;
            assert!(
                fs::read_to_string(&path).unwrap() == drawn,
                "{target} is not what is drawn today"
            );
        }
        let file = root().join("docs").join(target.split('#').next().unwrap());
        assert!(target.starts_with("https://") || file.exists(), "{target}");
    }
    assert_eq!(named, DRAWN.len());
    let kept = fs::read_dir(root().join("docs/plots")).unwrap();
    for file in kept.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        assert!(
            DOCUMENT.contains(&format!("](plots/{file})")),
            "docs/plots.md does not show {file}"
        );
    }
}
