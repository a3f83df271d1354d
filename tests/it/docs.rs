//! What is written about the program is what the program does: the README, the change log and the help.
//!
//! The README is run from top to bottom in one folder: what its `console` blocks show is compared, the lines of its `sh`
//! blocks and of its crontab end well, on the sample archive and on stand-ins for a reader's own files. Every command in
//! running text is at least parsed, and every table is held against the program's own list. The whole help is one
//! snapshot, so that a changed word shows in review.
//!
//! After a change that was meant, `CUTTINGS_ACCEPT=1 cargo test --test it docs` writes what commands now
//! print into the README, except where lines are left out with `…`, and the page of tables, and `INSTA_UPDATE=always` the help.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use cuttings::cli::ExitCode;
use cuttings::config::{Config, Credentials, Fetch, NewsConfig};
use cuttings::{export, format, output, report};

use crate::docs_read::{
    agree, anchor, blocks, check_arguments, code_spans, command_names, commands_in_top_help, help,
    names_in, our_arguments, section, simple_commands, table, verbs,
};
use crate::support::{NOW, Ran, Workshop, program, root};

pub const README: &str = include_str!("../../README.md");
const CHANGELOG: &str = include_str!("../../CHANGELOG.md");

// --- The README: what it shows

#[test]
fn what_the_readme_shows_is_what_happens() {
    let reader = Reader::new();
    reader.has_files_of_their_own();
    let mut differences = Vec::new();
    let mut variables = BTreeMap::new();
    let (mut run, mut lines_run) = (0, 0);
    let mut accepted: Vec<Option<String>> =
        README.lines().map(|line| Some(line.to_owned())).collect();
    for block in &blocks(README) {
        if let "sh" | "text" = block.language {
            for (number, line) in &block.lines {
                lines_run += 1;
                let ran = reader.run(&reader.at_home(line), &variables);
                if ran.code != 0 || (block.language == "text" && !ran.stdout.is_empty()) {
                    differences.push(format!(
                        "README.md:{number}: {line}\n--- exit code {}\n{}",
                        ran.code, ran.stdout
                    ));
                }
            }
        }
        if block.language != "console" {
            continue;
        }
        for step in block.steps() {
            if let Some((name, value)) =
                step.command.strip_prefix("export ").and_then(|rest| rest.split_once('='))
            {
                variables.insert(name.to_owned(), value.to_owned());
                continue;
            }
            if step.command.starts_with("sqlite3 ") && !is_there("sqlite3") {
                crate::support::skipped!("no stock sqlite3 shell for `{}`", step.command);
                continue;
            }
            run += 1;
            let ran = reader.run(&step.command, &variables);
            let shown: Vec<&str> = step.output.iter().map(|line| line.trim_end()).collect();
            let printed: Vec<&str> = ran.stdout.lines().map(str::trim_end).collect();
            let may_fail = shown.iter().any(|line| line.starts_with("error: "));
            if !agree(&shown, &printed) || (ran.code != 0 && !may_fail) {
                if !shown.contains(&"…") {
                    let after = step.line + step.command_lines - 1;
                    accepted[after..after + shown.len()].fill(None);
                    if let Some(line) = &mut accepted[after - 1] {
                        line.extend(printed.iter().flat_map(|printed| ["\n", *printed]));
                    }
                }
                differences.push(format!(
                    "README.md:{}: {}\n--- shown\n{}\n--- printed, exit code {}\n{}",
                    step.line,
                    step.command,
                    shown.join("\n"),
                    ran.code,
                    printed.join("\n")
                ));
            }
        }
    }
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() && !differences.is_empty() {
        let lines: Vec<String> = accepted.into_iter().flatten().collect();
        fs::write(root().join("README.md"), lines.join("\n") + "\n").unwrap();
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    assert!(run >= 7 && lines_run >= 40, "only {run} and {lines_run} commands were found");
}

#[test]
fn the_first_command_is_enough_for_a_fresh_clone_and_works_again() {
    let first = blocks(README).first().map(|block| block.steps().remove(0).command).unwrap();
    assert_eq!(first, "cargo run --release -- demo");
    let reader = Reader::new();
    let shown = reader.run(&first, &BTreeMap::new()).expect(0);
    assert!(shown.stdout.contains("Winston Peters"), "{}", shown.stdout);
    reader.run(&first, &BTreeMap::new()).expect(0);
    // The user's own archive is left alone.
    assert!(!reader.workshop.path(".local").exists());
}

#[test]
fn every_command_in_the_readme_parses() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let fenced: Vec<(usize, String)> = blocks(README)
        .iter()
        .flat_map(|block| match block.language {
            "console" => block.steps().into_iter().map(|step| (step.line, step.command)).collect(),
            _ => block
                .lines
                .iter()
                .map(|(line, text)| (*line, (*text).to_owned()))
                .collect::<Vec<_>>(),
        })
        .collect();
    let spans = code_spans(README).into_iter().filter(|(_, span)| span.starts_with("cuttings "));
    for (line, text) in fenced.into_iter().chain(spans) {
        for command in simple_commands(&text) {
            let Some(arguments) = our_arguments(&command) else { continue };
            seen += 1;
            if let Err(reason) = check_arguments(&arguments) {
                wrong.push(format!("README.md:{line}: {}: {reason}", text.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 30, "only {seen} commands were found");
}

#[test]
fn the_readme_s_own_report_and_config_file_work() {
    let reader = Reader::new();
    let (name, sql) = blocks(README)
        .into_iter()
        .find(|block| block.language == "sql" && block.text().starts_with("/* title:"))
        .map(|block| {
            let before = README.lines().take(block.line - 1).collect::<Vec<_>>();
            let path = before.iter().rev().find_map(|line| line.split_once("reports/")).unwrap().1;
            (path.split(".sql").next().unwrap().to_owned(), block.text())
        })
        .expect("the README shows a report of one's own");
    reader.workshop.write(&format!(".config/cuttings/reports/{name}.sql"), sql);
    reader
        .run(
            "cuttings init demo.db && cuttings ingest seeds/articles --archive demo.db",
            &BTreeMap::new(),
        )
        .expect(0);
    let ran =
        reader.run(&format!("cuttings query {name} --archive demo.db --json"), &BTreeMap::new());
    assert!(!ran.expect(0).json().as_array().unwrap().is_empty(), "report {name} has no rows");

    let config: String = code_spans(README)
        .into_iter()
        .filter(|(_, span)| span.contains(" = \""))
        .map(|(_, span)| format!("{span}\n"))
        .collect();
    // Taken apart by name, so that a new key does not compile until it is written about.
    let Config { archive, reports, fetch: _, news } = toml::from_str(&config).unwrap();
    assert!(archive.is_some() && reports.is_some());
    let NewsConfig { send, to, from, format, timeout_seconds } = news;
    assert!(!send.is_empty() && !to.is_empty() && from.is_some());
    assert!(format.is_some() && timeout_seconds.is_some());
    // What is said about fetching is written about where it is explained.
    let help = help(&["help", "fetching"]);
    let table = |from: &str| {
        let lines = help.lines().skip_while(|line| line.trim() != from);
        let lines = lines.take_while(|line| line.starts_with("  "));
        lines.map(|line| format!("{}\n", line.trim())).collect::<String>()
    };
    let Config { fetch: Fetch { contact, allow, timeout_seconds, credentials: _ }, .. } =
        toml::from_str(&table("[fetch]")).unwrap();
    assert!(contact.is_some() && allow.len() == 2 && timeout_seconds.is_some());
    for address in ["[\"https://paper.example/\"]", "[\"https://agency.example/api/\"]"] {
        let read: BTreeMap<String, Credentials> = toml::from_str(&table(address)).unwrap();
        assert_eq!(read.len(), 1);
    }
}

#[test]
fn the_readme_is_a_page_and_its_links_lead_somewhere() {
    let lines = README.lines().count();
    assert!((100..=200).contains(&lines), "{lines} lines");
    let anchors: Vec<String> =
        README.lines().filter_map(|line| line.strip_prefix('#')).map(anchor).collect();
    for target in README.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        match target.split_once('#').unwrap_or((target, "")) {
            ("", section) => assert!(anchors.iter().any(|anchor| anchor == section), "{target}"),
            (path, _) => {
                assert!(path.starts_with("https://") || root().join(path).exists(), "{target}")
            }
        }
    }
}

// --- The README: what it lists

#[test]
fn the_reference_is_what_the_program_says() {
    let path = root().join("docs/reference.md");
    let expected = reference();
    if std::env::var_os("CUTTINGS_ACCEPT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &expected).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), expected);
}

/// The page of tables, made from the program's own lists.
fn reference() -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heading = |names: &[&str]| {
        let rule = vec!["---".to_owned(); names.len()];
        row(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()) + &row(&rule)
    };
    let mut page = String::from(
        "# Reference\n\n\
         Made from the program's own lists; the `--help` of each command says more of it.\n\n\
         ## Commands\n\n",
    );
    page += &heading(&["command", "what it does"]);
    for (name, about) in commands_in_top_help() {
        page += &row(&[format!("`{name}`"), about]);
    }
    page += "\n## Input formats\n\n\
         The first bytes of a file say what it is, not its name. gzip, Zstandard and LZ4 around any of them are\n\
         taken off.\n\n";
    page += &heading(&["format", "what"]);
    for format in format::FORMATS {
        page += &row(&[format!("`{}`", format.name), format.summary.to_owned()]);
    }
    page += "\n## Reports\n\n\
         Given as `cuttings query people since=2024-03 limit=5`; a parameter in bold must be given. What draws,\n\
         draws with `--plot`, and as `svg` and `html` ([pictures](plots.md)).\n\n";
    page += &heading(&["report", "what it answers", "parameters", "draws"]);
    let (reports, broken) = report::all(None);
    assert!(broken.is_empty());
    for report in reports {
        let parameters: Vec<String> = report
            .parameters
            .iter()
            .map(|parameter| match parameter.is_required {
                true => format!("**{}**", parameter.name.replace('_', "-")),
                false => parameter.name.replace('_', "-"),
            })
            .collect();
        let draws = report.plot.map(|plot| plot.kind.as_str().to_owned()).unwrap_or_default();
        page +=
            &row(&[format!("`{}`", report.name), report.description, parameters.join(" "), draws]);
    }
    page += "\n## Output formats\n\n";
    page += &heading(&["format", "what"]);
    for format in output::FORMATS {
        page += &row(&[format!("`{}`", format.name), format.about.replace('\\', r"\\")]);
    }
    for format in output::plot::FORMATS {
        page += &row(&[format!("`{}`", format.name), format.about.to_owned()]);
    }
    page += "\n## Ways out\n\n\
         What `cuttings export` writes; `-o x.gexf` takes the format from the name of the file.\n\n";
    page += &heading(&["format", "what", "in", "holds"]);
    for format in export::FORMATS {
        let endings: Vec<String> =
            format.endings.iter().map(|ending| format!("`.{ending}`")).collect();
        let place = match format.form {
            export::Form::Folder => "a folder".to_owned(),
            export::Form::File | export::Form::Archive => endings.join(" "),
        };
        page += &row(&[
            format!("`{}`", format.name),
            format.about.to_owned(),
            place,
            format.holds.as_str().to_owned(),
        ]);
    }
    page += "\n## Environment variables\n\n";
    page += &heading(&["variable", "what it says"]);
    for (name, what) in cuttings::config::VARIABLES {
        page += &row(&[format!("`{name}`"), what.to_owned()]);
    }
    page += "\n## Exit codes\n\n";
    page += &heading(&["code", "what"]);
    for (code, meaning) in ExitCode::ALL {
        page += &row(&[(code as u8).to_string(), meaning.to_owned()]);
    }
    page
}

#[test]
fn the_exit_codes_in_the_help_are_whole() {
    let known: Vec<(String, String)> = ExitCode::ALL
        .iter()
        .map(|(code, meaning)| ((*code as u8).to_string(), (*meaning).to_owned()))
        .collect();
    let help = help(&["--help"]);
    let in_help: Vec<(String, String)> = section(&help, "Exit status:")
        .iter()
        .filter_map(|line| line.split_once(' '))
        .map(|(code, meaning)| (code.to_owned(), meaning.trim().to_owned()))
        .collect();
    assert_eq!(in_help, known);
}

#[test]
fn the_list_of_environment_variables_is_whole() {
    // Only these two files read the environment, which `layers` sees to.
    let sources = ["src/config.rs", "src/clock.rs"]
        .map(|path| fs::read_to_string(root().join(path)).unwrap());
    let mut read: Vec<String> = sources
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(|word| {
            word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
        .map(str::to_owned)
        .collect();
    let mut described: Vec<String> =
        cuttings::config::VARIABLES.iter().map(|(name, _)| (*name).to_owned()).collect();
    // The list itself is no place where one is read.
    let is_read = |name: &String| {
        sources.iter().map(|source| source.matches(&format!("\"{name}\"")).count()).sum::<usize>()
            > usize::from(!name.starts_with("CUTTINGS_"))
            || name == "CUTTINGS_NOW"
    };
    assert!(described.iter().all(is_read), "{described:?}");
    for names in [&mut read, &mut described] {
        names.sort();
        names.dedup();
    }
    assert_eq!(described, read);
    let help = help(&["--help"]);
    for name in read.iter().filter(|name| name.starts_with("CUTTINGS_")) {
        assert!(
            section(&help, "Environment:").iter().any(|line| line.starts_with(name.as_str())),
            "{name}"
        );
    }
}

#[test]
fn the_table_of_folders_is_whole() {
    let mut described = names_in(&table("Layout"));
    let folders = |under: &str| -> Vec<String> {
        fs::read_dir(root().join(under))
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_dir())
            .map(|entry| format!("{under}{}/", entry.file_name().to_str().unwrap()))
            .filter(|name| !name.starts_with('.') && name != "target/" && name != "src/")
            .collect()
    };
    let mut there = [folders(""), folders("src/")].concat();
    described.sort();
    there.sort();
    assert_eq!(described, there);
}

// --- The help

#[test]
fn the_whole_help_is_as_reviewed() {
    let mut reference = format!("$ cuttings --help\n{}", help(&["--help"]));
    for name in command_names() {
        reference.push_str(&format!("\n\n$ cuttings {name} --help\n{}", help(&[&name, "--help"])));
        // Of the verbs of a command, what is theirs: the rest is the same everywhere.
        for verb in verbs(&name) {
            let page = help(&[&name, &verb, "--help"]);
            let own = page.split("\n  -h, --help").next().unwrap();
            reference.push_str(&format!("\n\n$ cuttings {name} {verb} --help\n{own}"));
        }
    }
    let reference: Vec<&str> = reference.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("help", reference.join("\n"));
}

#[test]
fn the_top_help_names_every_command_once() {
    let mut named: Vec<String> = commands_in_top_help().into_iter().map(|(name, _)| name).collect();
    let mut known = command_names();
    named.sort();
    known.sort();
    assert_eq!(named, known);
}

#[test]
fn every_command_shows_three_examples_that_parse_and_how_it_ends() {
    let mut wrong = Vec::new();
    for name in command_names() {
        let help = help(&[&name, "--help"]);
        let (_, exits) = help.split_once("Exit codes: ").unwrap_or_default();
        let numbers = exits
            .split_once("\n\n")
            .map_or(exits, |(own, _)| own)
            .split(|c: char| !c.is_ascii_digit());
        let numbers: Vec<u8> = numbers.filter_map(|number| number.parse().ok()).collect();
        let known = |number: &u8| ExitCode::ALL.iter().any(|(code, _)| *code as u8 == *number);
        if numbers.first() != Some(&0) || !numbers.iter().all(known) {
            wrong.push(format!("{name}: exit codes {numbers:?}"));
        }
    }
    let mut pages: Vec<(String, Vec<String>)> = command_names()
        .into_iter()
        .map(|name| {
            let help = help(&[&name, "--help"]);
            (name, section(&help, "Examples:"))
        })
        .collect();
    let top = help(&["--help"]);
    let examples = top.lines().filter(|line| line.starts_with("  cuttings ")).map(str::to_owned);
    pages.push(("the program".to_owned(), examples.collect()));
    for (name, examples) in pages {
        let mut seen = 0;
        for example in examples.iter().filter(|example| !example.is_empty()) {
            let ours: Vec<Vec<String>> =
                simple_commands(example).iter().filter_map(|words| our_arguments(words)).collect();
            if ours.is_empty() {
                wrong.push(format!("{name}: `{example}` is no command of ours"));
            }
            for arguments in ours {
                seen += 1;
                if let Err(reason) = check_arguments(&arguments) {
                    wrong.push(format!("{name}: `{example}`: {reason}"));
                }
            }
        }
        if seen < 3 {
            wrong.push(format!("{name}: {seen} examples"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// --- The change log, the samples

#[test]
fn the_change_log_names_this_version_and_every_schema() {
    let newest = CHANGELOG.lines().find(|line| line.starts_with("## ")).unwrap();
    assert!(newest.starts_with(&format!("## {}", env!("CARGO_PKG_VERSION"))), "{newest}");
    for entry in fs::read_dir(root().join("migrations")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some((version, _)) = name.strip_prefix('V').and_then(|rest| rest.split_once("__"))
        else {
            continue;
        };
        assert!(CHANGELOG.contains(&format!("Schema {version}")), "nothing about {name}");
    }
}

#[test]
fn every_sample_is_taken_whole_and_described() {
    let described = fs::read_to_string(root().join("seeds/README.md")).unwrap();
    let workshop = Workshop::with_archive(&[]);
    for path in samples() {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(described.contains(&format!("`{name}`")), "seeds/README.md does not list {name}");
        let arguments = ["ingest", "--archive", "a.db", "--json", path.to_str().unwrap()];
        let summary = workshop.run(&arguments).expect(0).json();
        // The same story from a second paper is a duplicate, as it should be.
        let taken = summary["stored"].as_u64().unwrap() + summary["duplicate"].as_u64().unwrap();
        assert!(taken > 0 && summary["seen"].as_u64() == Some(taken), "{name}: {summary}");
    }
}

// --- Someone who follows the README

/// A folder with the samples in it, and the program on the path.
struct Reader {
    workshop: Workshop,
}

impl Reader {
    fn new() -> Self {
        let workshop = Workshop::new();
        for path in samples() {
            let name = path.file_name().unwrap().to_str().unwrap();
            workshop.write(&format!("seeds/articles/{name}"), fs::read(&path).unwrap());
        }
        fs::create_dir(workshop.path("bin")).unwrap();
        fs::create_dir(workshop.path("tmp")).unwrap();
        std::os::unix::fs::symlink(program(), workshop.path("bin/cuttings")).unwrap();
        // `cargo run --release -- …` is the program, `cargo install` is done.
        let cargo = workshop.write(
            "bin/cargo",
            "#!/bin/sh\n[ \"$1\" = install ] && exit 0\nshift 3\nexec cuttings \"$@\"\n",
        );
        fs::set_permissions(cargo, fs::Permissions::from_mode(0o755)).unwrap();
        Self { workshop }
    }

    /// What the README takes for granted that its reader has: files to take in, a folder for copies.
    fn has_files_of_their_own(&self) {
        let story = |place: &str| {
            format!(
                "{place} opens a library\n\nBy Ottilie Brandwein\n\nThe town of {place} opened a library on Friday, with room for nine thousand books and a reading room that looks out on the river.\n"
            )
        };
        let page = format!(
            "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>",
            "A ferry for the lake",
            story("Lakeside").replace('\n', " ")
        );
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:8c1e2b0a-6f0e-4a53-9a32-0c5d2f7be001>\r\nWARC-Date: 2024-04-05T06:07:08Z\r\nWARC-Target-URI: https://example.org/ferry\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        );
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(record.as_bytes()).unwrap();
        let mail = format!(
            "From: desk@example.org\r\nTo: me@example.org\r\nSubject: Millbrook opens a library\r\nDate: Fri, 5 Apr 2024 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            story("Millbrook")
        );
        self.workshop.write("clips/one.txt", story("Ashford"));
        self.workshop.write("clips/deeper/two.txt", story("Elmsworth"));
        self.workshop.write("newsletter.eml", mail);
        self.workshop.write("crawl.warc.gz", packed.finish().unwrap());
        self.workshop.write(
            "table.csv",
            format!("Titel,Text\nA bridge for the river,\"{}\"\n", story("Riverton")),
        );
        self.workshop.write("story.txt", story("Stonebridge"));
        self.workshop.write("papers/RNZ/2024-03-18 tolls.txt", story("Thornton"));
        self.workshop.write("srv/clips/incoming/three.txt", story("Fernhill"));
        self.workshop.write(
            "subscriptions.opml",
            "<opml version='2.0'><body><outline text='Harbour' xmlUrl='https://tide.example/feed'/></body></opml>",
        );
        self.workshop.write(
            ".config/cuttings/config.toml",
            "[news]\nsend = [\"true\"]\nto = [\"desk@example.org\"]\n",
        );
        fs::create_dir(self.workshop.path("backups")).unwrap();
    }

    /// A line as this reader would have it: a crontab's command without its times, and on an archive of
    /// their own.
    fn at_home(&self, line: &str) -> String {
        let times = |word: &str| word.bytes().all(|byte| byte == b'*' || byte.is_ascii_digit());
        if !line.split(' ').take(5).all(times) {
            return line.to_owned();
        }
        let here = self.workshop.path("srv/clips");
        if !here.join("archive.db").exists() {
            self.workshop.run(&["init", "srv/clips/archive.db"]).expect(0);
        }
        let command: Vec<&str> = line.split(' ').skip(5).collect();
        let command = command.join(" ").replace("/usr/local/bin/cuttings", "cuttings");
        command.replace("/srv/clips", here.to_str().unwrap())
    }

    /// A line of shell; what it prints on either stream, in order.
    fn run(&self, line: &str, variables: &BTreeMap<String, String>) -> Ran {
        let folder = self.workshop.path("");
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("/bin/sh")
            .args(["-c", &format!("exec 2>&1\n{line}")])
            .current_dir(&folder)
            .env_clear()
            .env("HOME", &folder)
            .env("TMPDIR", self.workshop.path("tmp"))
            .env("PATH", format!("{}:{path}", self.workshop.path("bin").display()))
            .env("LC_ALL", "C.UTF-8")
            .env("USER", "ottilie")
            .env("CUTTINGS_NOW", NOW)
            .envs(variables)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ran::from(output)
    }
}

fn samples() -> Vec<std::path::PathBuf> {
    let folder = root().join("seeds/articles");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}
