//! What a new user meets: where to start, one way to write an option, messages that say what to do.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use cuttings::{cli, report};

use crate::support::{Ran, Workshop};

/// An archive of one article, in which each thing is there once.
pub fn one_article() -> Workshop {
    Workshop::with_archive(&[(
        "one.txt",
        "Ferry returns\n\nBy Ottilie Brandwein\n\n2024-03-18\n\nMinister Torvald Eikeland said the ferry would sail again in May.\n",
    )])
}

/// The sample archive that `demo` makes.
pub fn demo() -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["demo", "--quiet"]).expect(0);
    workshop
}

pub fn on_demo(workshop: &Workshop, arguments: &[&str]) -> Ran {
    workshop.run(&[arguments, &["--archive", "cuttings-demo/archive.db"]].concat())
}

// --- Where to start, and help

#[test]
fn the_program_alone_says_where_to_start() {
    let workshop = Workshop::new();
    for arguments in [&[][..], &["--quiet"], &["--json"]] {
        let ran = workshop.run(arguments).expect(2);
        assert!(ran.stdout.is_empty());
        let commands: Vec<&str> =
            ran.stderr.lines().filter(|line| line.starts_with("  cuttings ")).collect();
        assert_eq!(commands.len(), 3, "{}", ran.stderr);
        assert!(ran.stderr.lines().count() < 10);
    }
    assert!(workshop.run(&["--version"]).expect(0).stdout.starts_with("cuttings "));
}

#[test]
fn help_explains_commands_verbs_reports_and_topics() {
    let workshop = Workshop::new();
    let help = |words: &[&str]| workshop.run(&[&["help"], words].concat()).expect(0).stdout;
    assert_eq!(help(&[]), workshop.run(&["--help"]).expect(0).stdout);
    assert_eq!(help(&["ingest"]), workshop.run(&["ingest", "--help"]).expect(0).stdout);
    assert_eq!(
        help(&["person", "merge"]),
        workshop.run(&["person", "merge", "--help"]).expect(0).stdout
    );
    // A word that is a command and a topic: both.
    let search = help(&["search"]);
    assert!(search.starts_with(&workshop.run(&["search", "--help"]).expect(0).stdout));
    assert!(search.contains("How to search\n"));
    // `decisions` is a command too.
    for (name, _) in report::REPORTS.iter().filter(|(name, _)| *name != "decisions") {
        assert!(help(&[name]).contains("takes"), "{name}");
    }
    assert_eq!(help(&["quotes"]), workshop.run(&["query", "quotes", "--help"]).expect(0).stdout);
    for (name, ..) in cli::TOPICS {
        let text = help(&[name]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{name}");
        assert!(help(&[]).contains(name), "{name}");
    }
    let ran = workshop.run(&["help", "serach"]).expect(2);
    assert!(ran.stderr.contains("`cuttings help search`"), "{}", ran.stderr);
}

/// Every line of a topic that begins with two spaces and `cuttings` or `sqlite3` runs.
#[test]
fn the_examples_of_the_topics_run() {
    let workshop = demo();
    workshop.write("story.txt", "A bridge\n\nThe bridge at Ashford was opened on Friday.\n");
    workshop.write("letters/one.txt", "A letter\n\nAshford, 03/04/2024. The bridge is open.\n");
    workshop.write("question.sql", "SELECT headline FROM articles LIMIT 5");
    std::fs::create_dir(workshop.path("backups")).unwrap();
    workshop.write("subscriptions.opml", "<opml version='2.0'><body></body></opml>");
    workshop.write(
        ".config/cuttings/config.toml",
        "[news]\nsend = [\"sendmail\", \"-t\"]\nto = [\"desk@example.org\"]\n",
    );
    // Takes a message that says to whom it goes, and no other.
    let sendmail = workshop
        .write("bin/sendmail", "#!/bin/sh\n[ \"$*\" = -t ] && grep -c '^To: <' >/dev/null\n");
    std::fs::set_permissions(sendmail, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", workshop.path("bin").display());
    let mut run = 0;
    for (name, _, text) in cli::TOPICS {
        // The others are for config files.
        let is_command = |line: &&str| line.contains("cuttings ") || line.starts_with("sqlite3 ");
        let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
        for line in lines.filter(is_command) {
            let times = |word: &str| {
                word.bytes().all(|byte| matches!(byte, b'*' | b',') || byte.is_ascii_digit())
            };
            let is_scheduled = line.split(' ').take(5).all(times);
            let line = match is_scheduled {
                true => line.split(' ').skip(5).collect::<Vec<_>>().join(" "),
                false => line.to_owned(),
            };
            let line = line
                .replace("/srv/clips/archive.db", "cuttings-demo/archive.db")
                .replace("/srv/clips/incoming", "letters")
                .replace("/backups/", "backups/")
                .replace(" archive.db", " cuttings-demo/archive.db")
                .replace("cuttings ", &format!("{} ", crate::support::program()));
            let output = std::process::Command::new("/bin/sh")
                .args(["-c", &line])
                .current_dir(workshop.path(""))
                .env_clear()
                .env("HOME", workshop.path(""))
                .env("PATH", &path)
                .env("USER", "ottilie")
                .env("CUTTINGS_NOW", crate::support::NOW)
                .env("CUTTINGS_ARCHIVE", workshop.path("cuttings-demo/archive.db"))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let ran = Ran::from(output);
            if line.starts_with("sqlite3") && ran.code == 127 {
                crate::support::skipped!("no stock sqlite3 shell for `{line}`");
                continue;
            }
            assert_eq!(ran.code, 0, "{name}: {line}: {}{}", ran.stdout, ran.stderr);
            assert!(!is_scheduled || (ran.stdout + &ran.stderr).is_empty(), "{name}: {line}");
            run += 1;
        }
    }
    assert!(run > 25, "only {run} examples");
}

// --- One dialect

/// Every parameter of every report, as a word and as an option.
#[test]
fn every_parameter_is_an_option_too() {
    let workshop = Workshop::new();
    for report in report::all(None).0 {
        let needed: Vec<String> = report
            .parameters
            .iter()
            .filter(|parameter| parameter.is_required)
            .map(|parameter| format!("{}=x", parameter.name))
            .collect();
        for parameter in &report.parameters {
            let value = match &parameter.kind {
                report::ParameterKind::Text => "x",
                report::ParameterKind::Number => "7",
                report::ParameterKind::FirstDay | report::ParameterKind::LastDay => "2024-03",
                report::ParameterKind::OneOf(words) => words.last().unwrap(),
                #[allow(unreachable_patterns)]
                _ => "x",
            };
            // `--once` is a flag of its own.
            if parameter.name == "once" {
                continue;
            }
            let others =
                needed.iter().filter(|word| !word.starts_with(&format!("{}=", parameter.name)));
            let others: Vec<&str> = others.map(String::as_str).collect();
            let (name, option) =
                (&parameter.name, format!("--{}", parameter.name.replace('_', "-")));
            let word = format!("{name}={value}");
            let joined = format!("{option}={value}");
            let shown = |more: &[&str]| {
                let arguments =
                    [&["query", &report.name, "--show-sql"], others.as_slice(), more].concat();
                workshop.run(&arguments).expect(0).stdout
            };
            let expected = shown(&[&word]);
            assert_eq!(shown(&[&option, value]), expected, "{} {option}", report.name);
            assert_eq!(shown(&[&joined]), expected, "{} {joined}", report.name);
        }
    }
}

#[test]
fn a_search_is_narrowed_by_words_and_by_options() {
    let workshop = demo();
    let words = on_demo(&workshop, &["search", "peters", "since=2024-03", "limit=1", "--json"]);
    let options =
        on_demo(&workshop, &["search", "--since", "2024-03", "peters", "--limit=1", "--json"]);
    assert_eq!(words.expect(0).stdout, options.expect(0).stdout);
    // Not after `--`, and no other word with `=` in it.
    let verbatim = on_demo(&workshop, &["search", "--", "peters", "since=2024-03"]).expect(0);
    assert!(verbatim.stderr.contains("no `since=2024-03` in the archive"), "{}", verbatim.stderr);
    on_demo(&workshop, &["search", "peters", "colour=red"]).expect(0);
    let wrong = on_demo(&workshop, &["search", "peters", "since=soon"]).expect(2);
    assert!(wrong.stderr.contains("`--since` cannot be `soon`"), "{}", wrong.stderr);
}

#[test]
fn the_name_of_the_output_file_says_its_format() {
    let workshop = one_article();
    let written = |name: &str, more: &[&str]| {
        let query = ["query", "articles", "--archive", "a.db", "-o", name];
        workshop.run(&[&query, more].concat()).expect(0);
        std::fs::read_to_string(workshop.path(name)).unwrap()
    };
    assert!(written("x.csv", &[]).starts_with("article_id,"));
    assert!(written("x.tsv", &[]).starts_with("article_id\t"));
    assert!(written("x.json", &[]).starts_with("[\n{"));
    assert!(written("x.JSONL", &[]).starts_with("{\"article_id\""));
    assert!(written("x.md", &[]).starts_with("| article_id |"));
    assert!(written("x", &[]).contains("──"));
    assert!(written("y.csv", &["--format", "json"]).starts_with('['));
    assert!(written("z.csv", &["--json"]).starts_with("article_id,"));
    let query = ["query", "articles", "--archive", "a.db", "-o"];
    // What is there stays, unless it is to be replaced.
    let there = workshop.run(&[&query[..], &["x.csv"]].concat()).expect(1);
    assert!(there.stderr.contains("`--force`"), "{}", there.stderr);
    written("x.csv", &["--force"]);
    let unknown = workshop.run(&[&query[..], &["x.xlsx"]].concat()).expect(2);
    assert!(unknown.stderr.contains("`--format`") && unknown.stderr.contains(".csv"));
    assert!(!workshop.path("x.xlsx").exists());
    workshop.run(&["catalogue", "export", "--archive", "a.db", "-o", "c.toml"]).expect(0);
    assert!(std::fs::read_to_string(workshop.path("c.toml")).unwrap().starts_with("[["));
}

#[test]
fn a_line_for_an_output_file_is_standard_output() {
    let workshop = demo();
    on_demo(&workshop, &["article", "tag", "21", "visits", "--by", "ottilie"]).expect(0);
    for words in [
        &["query", "people"][..],
        &["query", "timeline", "--format", "svg"],
        &["search", "peters"],
        &["decisions", "export"],
        &["catalogue", "export"],
        &["dossier", "Winston Peters"],
        &["review", "--since", "2024"],
        &["export", "csl-json"],
    ] {
        let plain = on_demo(&workshop, words).expect(0).stdout;
        let named = on_demo(&workshop, &[words, &["-o", "-"]].concat()).expect(0);
        assert!(!plain.is_empty() && named.stdout == plain, "{words:?}: {}", named.stdout);
        assert!(!workshop.path("-").exists(), "{words:?}");
    }
}

// --- Not found

/// One exit code for what was named and is not there, in every command that takes a name; none for a
/// question that finds nothing.
#[test]
fn what_is_not_there_is_66_in_every_command() {
    let workshop = one_article();
    let missing: [&[&str]; 45] = [
        &["show", "99"],
        &["show", "abcdef123"],
        &["diff", "1", "99"],
        &["diff", "99", "1"],
        &["person", "show", "Nobody Atall"],
        &["person", "merge", "Nobody Atall", "Torvald Eikeland"],
        &["person", "alias", "Nobody Atall", "Torvald"],
        &["person", "split", "Torvald Eikeland", "--as", "Torvald Eikeland (2)", "--article", "99"],
        &["organisation", "ignore", "No Such Body"],
        &["place", "note", "Nowhere At All", "x"],
        &["mention", "reject", "99", "1"],
        &["mention", "reject", "1", "9999"],
        &["mention", "reassign", "99", "1", "person", "Ana Roa"],
        &["quote", "reject", "99", "1"],
        &["article", "tag", "99", "ferries"],
        &["article", "untag", "99", "ferries"],
        &["note", "add", "99", "x"],
        &["cite", "99"],
        &["article", "hide", "99"],
        &["article", "unhide", "99"],
        &["undo", "99"],
        &["forget", "article", "99", "--because", "x"],
        &["forget", "capture", "abcdef123", "--because", "x"],
        &["forget", "url", "https://example.org/x", "--because", "x"],
        &["forget", "publisher", "Nobody", "--before", "2020-01-01", "--because", "x"],
        &["ingest", "nofile"],
        &["read", "nofile"],
        &["extract", "nofile"],
        &["derive", "nofile"],
        &["query", "--file", "nofile"],
        &["decisions", "import", "nofile"],
        &["catalogue", "import", "nofile"],
        &["backup", "no/folder/x.db"],
        &["export", "csv", "-o", "no/folder/x"],
        &["dossier", "Nobody Atall"],
        &["dossier", "Torvald Eikeland", "-o", "no/folder/x.html"],
        &["restore", "nofile"],
        &["merge", "nofile"],
        &["review", "--article", "99"],
        &["feed", "show", "no-such-feed"],
        &["fetch", "no-such-feed"],
        &["rule", "remove", "99"],
        &["watch", "show", "no-such-watch"],
        &["watch", "add", "--person", "Nobody Atall"],
        &["news", "--watch", "no-such-watch"],
    ];
    for arguments in missing {
        let ran = workshop
            .command(&[arguments, &["--archive", "a.db"]].concat())
            .env("USER", "ottilie")
            .output()
            .unwrap();
        let ran = Ran::from(ran);
        assert_eq!(ran.code, 66, "{arguments:?}: {}", ran.stderr);
        assert!(!ran.stderr.contains("os error"), "{arguments:?}: {}", ran.stderr);
    }
    let named: BTreeSet<&str> = missing.iter().map(|arguments| arguments[0]).collect();
    for command in cli::definition().get_subcommands() {
        let name = command.get_name();
        // These name nothing that could be missing, but an archive.
        let needs_nothing = [
            "init",
            "search",
            "schema",
            "serve",
            "mcp",
            "status",
            "verify",
            "seed",
            "rebuild",
            "completions",
            "man",
            "help",
            "demo",
        ];
        assert!(named.contains(name) || needs_nothing.contains(&name), "{name} is not tried");
    }
    for arguments in [
        &["search", "zyxwv"][..],
        &["query", "articles", "publisher=Nobody"],
        &["query", "mentions", "name=Nobody Atall"],
        &["query", "quotes", "name=Nobody Atall"],
        &["decisions"],
    ] {
        workshop.run(&[arguments, &["--archive", "a.db"]].concat()).expect(0);
    }
    for arguments in [&["status"][..], &["search", "x"], &["query", "people"], &["verify"]] {
        workshop.run(&[arguments, &["--archive", "none.db"]].concat()).expect(66);
    }
}

// --- Plain words

#[test]
fn one_is_not_many() {
    let workshop = one_article();
    let ran = |arguments: &[&str]| {
        let output = workshop
            .command(&[arguments, &["--archive", "a.db"]].concat())
            .env("USER", "ottilie")
            .output()
            .unwrap();
        let ran = Ran::from(output);
        format!("{}{}", ran.stdout, ran.stderr)
    };
    let said = [
        ran(&["status"]),
        ran(&["person", "show", "Torvald Eikeland"]),
        ran(&["show", "1"]),
        ran(&["person", "ignore", "Torvald Eikeland", "--dry-run"]),
        ran(&["forget", "article", "1", "--because", "x", "--dry-run"]),
        ran(&["query", "--list"]),
    ]
    .concat();
    let numbers: Vec<(&str, &str)> = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    for (number, noun) in &numbers {
        let is_many = noun.ends_with('s') && !["is", "was", "has", "as", "this"].contains(noun);
        assert!(!(*number == "1" && (is_many || *noun == "people")), "1 {noun}: {said}");
    }
    for noun in ["article", "capture", "person", "mention"] {
        assert!(numbers.contains(&("1", noun)), "1 {noun}: {said}");
    }
}

// --- Options

/// The options of all commands and verbs: name, command, value, help.
fn options() -> Vec<(String, String, String, String)> {
    fn of(command: &clap::Command, name: &str, all: &mut Vec<(String, String, String, String)>) {
        for arg in command.get_arguments().filter(|arg| !arg.is_global_set()) {
            let Some(long) = arg.get_long() else { continue };
            let values: Vec<String> =
                arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
            let value =
                if arg.get_action().takes_values() { values.join(" ") } else { String::new() };
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            all.push((long.to_owned(), name.to_owned(), value, help));
        }
        for verb in command.get_subcommands() {
            of(verb, format!("{name} {}", verb.get_name()).trim(), all);
        }
    }
    let mut all = Vec::new();
    of(&cli::definition(), "", &mut all);
    all
}

/// What has one name has one meaning: the same sentence and the same value in every command. Those that
/// have not, and why.
const MEAN_SOMETHING_ELSE: [(&str, &str, &str); 41] = [
    ("sql", "serve", "whether it may be asked in the browser, where `query` takes the statement"),
    ("format", "ingest", "the format of inputs, not of rows"),
    ("format", "read", "the format of inputs, not of rows"),
    ("format", "derive", "the format of inputs, not of rows"),
    ("format", "dossier", "a document, not rows"),
    ("format", "decisions export", "rows of fewer formats, csv as the usual one"),
    ("format", "catalogue export", "rows of fewer formats, csv as the usual one"),
    ("format", "review", "a document, not rows"),
    ("article", "review", "chooses and orders, where a ruling is on some"),
    ("once", "review", "shows hits, where a report may count"),
    ("order", "review", "publishers and an order by hand too"),
    ("words", "review", "how many, where `cite` and `query` take the words"),
    ("publisher", "ingest", "a fact about the inputs, not a choice among articles"),
    ("publisher", "feed add", "a fact about what comes from it, not a choice"),
    ("publisher", "feed edit", "a fact about what comes from it, not a choice"),
    ("publisher", "fetch", "a fact about a page, not a choice"),
    ("topic", "feed add", "a fact about what comes from it, not a choice"),
    ("topic", "feed edit", "a fact about what comes from it, not a choice"),
    ("topic", "fetch", "a fact about a page, not a choice"),
    ("topic", "rule add", "the topic that it gives, not a choice"),
    ("title", "feed add", "of a feed, where a review has one"),
    ("title", "feed edit", "of a feed, where a review has one"),
    ("url", "feed edit", "where a feed is, not where an article was published"),
    ("dry-run", "fetch", "asks nobody, where a rehearsal does all but keep it"),
    ("force", "restore", "moves aside, where elsewhere a file is replaced"),
    ("once", "search", "shows hits, where a report may count"),
    ("once", "export", "takes articles, where a report may count"),
    ("sql", "schema", "prints SQL, where `query` runs it"),
    ("topic", "ingest", "a fact about the inputs, not a choice among articles"),
    ("topic", "article tag", "the topic that is given, not a choice among articles"),
    ("topic", "article untag", "the topic that is taken away, not a choice among articles"),
    ("keep", "news", "tells again, where `backup` keeps copies"),
    ("search", "watch add", "what is watched, not a choice among articles"),
    ("person", "watch add", "who is watched, not a choice among articles"),
    ("organisation", "watch add", "what is watched, not a choice among articles"),
    ("place", "watch add", "what is watched, not a choice among articles"),
    ("topic", "watch add", "of what comes in, not a choice among articles"),
    ("format", "news", "a document, not rows"),
    ("since", "news", "when it came in, and `last`"),
    ("subject", "news", "says how many stories there are"),
    ("unless-empty", "news", "of what is new, not of what is found"),
];

#[test]
fn an_option_is_the_same_in_every_command() {
    let options = options();
    let names: BTreeSet<&String> = options.iter().map(|(name, ..)| name).collect();
    let mut table = String::new();
    let mut differing = Vec::new();
    for name in names {
        let excused = |command: &str| {
            MEAN_SOMETHING_ELSE.iter().any(|(option, other, _)| option == name && *other == command)
        };
        let all: Vec<_> = options.iter().filter(|(option, ..)| option == name).collect();
        let commands: Vec<&str> = all.iter().map(|(_, command, ..)| command.as_str()).collect();
        table.push_str(&format!("| --{name} | {} |\n", commands.join(", ")));
        let held: Vec<_> = all.iter().filter(|(_, command, ..)| !excused(command)).collect();
        for other in held.iter().skip(1) {
            if (&other.2, &other.3) != (&held[0].2, &held[0].3) {
                differing.push(format!("{:?}\n{:?}", held[0], other));
            }
        }
        for (_, command, _, help) in all {
            assert!(!help.is_empty(), "--{name} of {command} is not explained");
        }
    }
    println!("{table}");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn every_word_that_a_command_takes_is_explained() {
    fn check(command: &clap::Command, name: &str, silent: &mut Vec<String>) {
        for arg in command.get_positionals().filter(|arg| arg.get_help().is_none()) {
            silent.push(format!("{name} {}", arg.get_id()));
        }
        for verb in command.get_subcommands() {
            check(verb, &format!("{name} {}", verb.get_name()), silent);
        }
    }
    let mut silent = Vec::new();
    check(&cli::definition(), "cuttings", &mut silent);
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
