//! What a person at a terminal sees, under `script`, which gives a program a terminal of its own.
//!
//! No byte that steers the terminal comes from an archive, whatever stands in it.

use std::process::{Command, Stdio};

use crate::fixture::Fixture;

/// What a command prints to a terminal of 80 columns; `None` where there is no `script`.
fn on_a_terminal(fixture: &Fixture, arguments: &str) -> Option<String> {
    let command = format!("stty cols 80; {} {arguments}", env!("CARGO_BIN_EXE_cuttings"));
    let output = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("CUTTINGS_ARCHIVE", &fixture.archive)
        .env("HOME", fixture.folder.path())
        .current_dir(fixture.folder.path())
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            crate::support::skipped!("there is no `script` ({error})");
            return None;
        }
    };
    assert!(output.status.success(), "{arguments}: {output:?}");
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[test]
fn a_poisoned_archive_steers_no_terminal() {
    let fixture = Fixture::filled();
    for (arguments, expected) in [
        ("show 5", "evil"),
        ("show 5 --json", "evil"),
        ("search evil", "evil"),
        ("search evil --json", "evil"),
        ("query articles", "Poison"),
        ("query mentions name=Suva", "Suva"),
        ("query --sql 'SELECT * FROM articles'", "evil"),
        ("query --sql 'SELECT * FROM articles' --format csv", "evil"),
        ("query --sql 'SELECT * FROM articles' --format tsv", "evil"),
        ("query --sql 'SELECT * FROM articles' --format jsonl", "evil"),
        ("query --sql 'SELECT * FROM articles' --format markdown", "evil"),
        ("query --sql 'SELECT body AS \"\u{1b}[31m\u{202e}\" FROM articles'", "evil"),
    ] {
        let Some(shown) = on_a_terminal(&fixture, arguments) else { return };
        // What shows nothing steers nothing either, and shows nothing here.
        assert!(shown.contains(expected), "{arguments}: {shown}");
        // Our own marks, and nothing else, may begin with ESC.
        let shown = ["\u{1b}[1m", "\u{1b}[22m", "\u{1b}[4m", "\u{1b}[24m"]
            .iter()
            .fold(shown, |shown, mark| shown.replace(mark, ""));
        for character in shown.chars() {
            assert!(
                !cuttings::output::safe::is_unsafe(character) && character != '\u{200c}',
                "{arguments}: {character:?} in {shown:?}"
            );
        }
    }
    let raw = on_a_terminal(&fixture, "show 5 --raw").unwrap();
    assert!(raw.contains("\u{1b}[2J"));
}

#[test]
fn many_rows_are_cut_with_a_notice() {
    let fixture = Fixture::filled();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i FROM n";
    let Some(shown) = on_a_terminal(&fixture, &format!("query --sql '{many}' --format csv")) else {
        return;
    };
    assert_eq!(shown.lines().count(), 10_002);
    assert!(shown.contains("only the first 10000 rows are shown"));
    assert_eq!(
        fixture.printed(&["query", "--sql", many, "--format", "csv"]).lines().count(),
        20_001
    );
}

#[test]
fn names_and_matches_are_marked() {
    let fixture = Fixture::filled();
    let Some(shown) = on_a_terminal(&fixture, "show 1") else { return };
    assert!(
        shown.contains("Foreign Minister [\u{1b}[4mWinston Peters\u{1b}[24m] arrived"),
        "{shown}"
    );
    let shown = on_a_terminal(&fixture, "search harbour").unwrap();
    assert!(shown.contains("\u{1b}[1mharbour\u{1b}[22m bridge"), "{shown}");
    let shown = on_a_terminal(&fixture, "query people name=nobody").unwrap();
    assert!(shown.contains("no rows for name=nobody"), "{shown}");
}
