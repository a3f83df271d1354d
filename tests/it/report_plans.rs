//! No report reads more of an archive than it must: the plans that SQLite makes for each of them.

use cuttings::report;
use rusqlite::Connection;

use crate::fixture::Fixture;

/// Reports that go through all mentions or quotes where nothing narrows them, what they go through, and why.
const WHOLE: [(&str, &str, &str); 3] = [
    (
        "quotes-across",
        "SCAN quotes USING INDEX quotes_by_words",
        "the same words stand anywhere: all are counted",
    ),
    (
        "roles",
        "SCAN roles USING COVERING INDEX roles_by_person",
        "who is called what most often: all are counted",
    ),
    (
        "sources",
        "SCAN quotes",
        "of all quoted words everybody has a share: all are counted, article by article",
    ),
];

/// No report scans mentions, quotes or roles, and none reads articles where an index has what it asks for.
#[test]
fn no_report_reads_what_an_index_has() {
    let fixture = Fixture::filled();
    let connection = Connection::open(&fixture.archive).unwrap();
    for report in report::all(None).0 {
        let mut statement =
            connection.prepare(&format!("EXPLAIN QUERY PLAN {}", report.sql)).unwrap();
        let mut rows = statement.raw_query();
        let mut steps: Vec<String> = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        check_plan(&report, &steps);
        // As the stock shell would go about it.
        let words: Vec<String> = report
            .parameters
            .iter()
            .filter(|known| known.is_required)
            .map(|known| format!("{}=Winston Peters", known.name))
            .collect();
        let arguments: Vec<&str> = ["query", &report.name, "--show-sql"]
            .into_iter()
            .chain(words.iter().map(String::as_str))
            .collect();
        let sql = format!("EXPLAIN QUERY PLAN {}", fixture.printed(&arguments));
        let shell = std::process::Command::new("sqlite3")
            .args(["-readonly", "-init", "/dev/null", "-list"])
            .arg(&fixture.archive)
            .arg(sql)
            .output();
        let Ok(shell) = shell else {
            crate::support::skipped!("no stock sqlite3 shell");
            continue;
        };
        let plan = String::from_utf8(shell.stdout).unwrap();
        let is_drawn = |c: char| "|`- ".contains(c);
        let steps: Vec<String> =
            plan.lines().map(|line| line.trim_start_matches(is_drawn).to_owned()).collect();
        assert!(steps.len() > 1, "{}: {}", report.name, String::from_utf8_lossy(&shell.stderr));
        check_plan(&report, &steps);
    }
}

/// The names under which a statement reads a table: its own, and those that it is given.
fn called<'s>(sql: &'s str, table: &'s str) -> Vec<&'s str> {
    let given = sql.match_indices(table).filter_map(|(at, _)| {
        let is_whole = !sql[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let rest = sql[at + table.len()..].strip_prefix(" AS ").filter(|_| is_whole)?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    });
    std::iter::once(table).chain(given).collect()
}

fn check_plan(report: &report::Report, steps: &[String]) {
    let scans = |table| {
        let names = called(&report.sql, table);
        steps.iter().filter(move |step| {
            let scanned = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            scanned.is_some_and(|scanned| names.contains(&scanned))
        })
    };
    for step in ["mentions", "quotes", "roles", "captures"].into_iter().flat_map(scans) {
        let is_known =
            |(name, known, _): &(&str, &str, &str)| *name == report.name && step == known;
        assert!(WHOLE.iter().any(is_known), "{}: {step}", report.name);
    }
    for step in scans("articles") {
        assert!(step.contains("INDEX") || step.contains("VIRTUAL"), "{}: {step}", report.name);
    }
}

#[test]
fn a_table_is_known_by_every_name_it_is_given() {
    let sql =
        "SELECT 1 FROM mentions AS named JOIN old_mentions AS x, mentions JOIN a.mentions AS y";
    assert_eq!(called(sql, "mentions"), ["mentions", "named"]);
}
