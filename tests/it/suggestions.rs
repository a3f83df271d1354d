//! What was meant: a hint can be followed, a suggestion can be typed, and a message names what it is about.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use cuttings::cli;

use crate::habits::one_article;
use crate::support::{Ran, Workshop};

// --- What was meant

#[test]
fn what_is_suggested_is_there() {
    let workshop = one_article();
    for (arguments, expected) in [
        (&["serach", "x"][..], "did you mean `cuttings search`?"),
        (&["person", "shwo", "x"], "did you mean `cuttings person show`?"),
        (&["people"], "it is a report: `cuttings query people`"),
        (&["peopel"], "did you mean the report `cuttings query people`?"),
        (&["dates"], "it is a topic: `cuttings help dates`"),
        (&["search", "--limt", "3", "x"], "did you mean `--limit`?"),
        (&["ingest", "--publishr", "x", "y"], "did you mean `--publisher`?"),
        (&["query", "people", "--limt", "3"], "did you mean `--limit`?"),
        (&["query", "people", "--sinse=2024"], "did you mean `--since`?"),
        (&["query", "people", "--fromat", "csv"], "did you mean `--format`?"),
        (&["query", "people", "limt=3"], "did you mean `limit=`?"),
        (&["query", "people", "format=csv"], "it is an option: `--format`"),
        (&["query", "peopel"], "did you mean `people`?"),
        (&["query", "people", "--format", "cvs"], "did you mean `csv`?"),
        (&["query", "people", "--limit"], "write it as `--limit VALUE` or `limit=VALUE`"),
        (&["query", "--sql", "SELECT :who", "--who", "x"], "written name=value: `who=…`"),
        (&["completions", "fishy"], "did you mean `fish`?"),
        (
            &["ingest", "x.csv", "--map", "headline=Titel", "body=Text"],
            "`--map headline=Titel,body=Text`",
        ),
        (&["search", "x", "--limit", "many"], "a whole number is wanted"),
        (&["undo", "last"], "a whole number is wanted"),
        (&["query", "people", "--limit", "-1"], "`limit` wants a whole number, not `-1`"),
        (&["rebuild", "--format", "csv"], "`cuttings rebuild --compare --dry-run`"),
        (&["mention", "reassign", "1", "1", "persn", "x"], "did you mean `person`?"),
    ] {
        let ran = workshop.run(&[arguments, &["--archive", "a.db"]].concat()).expect(2);
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
    // Nothing that `show` does not have.
    let ran = workshop.run(&["show", "1", "--limit", "3"]).expect(2);
    assert!(!ran.stderr.contains("did you mean"), "{}", ran.stderr);
    let json = workshop.run(&["show", "--json"]).expect(2).json();
    assert_eq!((json["exit"].as_i64(), json["schema"].as_i64()), (Some(2), Some(1)));
}

/// Whatever option is misspelt, what is suggested can be typed.
#[test]
fn no_option_is_suggested_that_the_command_does_not_have() {
    let workshop = Workshop::new();
    let mut definition = cli::definition();
    definition.build();
    let mut tried = 0;
    for command in definition.get_subcommands() {
        for wrong in ["--lmit", "--publsher", "--sine", "--formt", "--becuse", "--waitt", "--nme"] {
            let ran = workshop.run(&[command.get_name(), wrong, "1"]);
            let Some((_, rest)) = ran.stderr.split_once("did you mean `--") else { continue };
            let suggested = rest.split('`').next().unwrap();
            let is_there = command.get_arguments().any(|arg| arg.get_long() == Some(suggested));
            assert!(
                is_there || command.get_name() == "query",
                "{}: {}",
                command.get_name(),
                ran.stderr
            );
            tried += 1;
        }
    }
    assert!(tried > 10);
}

/// `cuttings … 2>&1 | head -1`: a message that nobody reads any more is no reason to panic.
#[test]
fn nobody_need_listen() {
    let workshop = one_article();
    for arguments in
        [&["query", "mentions"][..], &["search", "zyxwv"], &["ingest", "nofile"], &["nonsense"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let code = workshop
            .command(&[arguments, &["--archive", "a.db"]].concat())
            .stdout(Stdio::null())
            .stderr(writer)
            .status()
            .unwrap()
            .code();
        assert!(matches!(code, Some(0 | 2 | 66)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn what_is_piped_in_is_named() {
    let workshop = one_article();
    for command in ["ingest", "read"] {
        let mut child = workshop
            .command(&[command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may have ended already: nothing of this is read.
        let _ = child.stdin.take().unwrap().write_all(b"A story\n");
        let ran = Ran::from(child.wait_with_output().unwrap()).expect(2);
        assert!(
            ran.stderr.contains(&format!("write `-`: `… | cuttings {command} -`")),
            "{}",
            ran.stderr
        );
        // Nothing is piped in under cron.
        let ran = workshop.run(&[command]).expect(2);
        assert!(ran.stderr.contains(&format!("`cuttings {command} ~/clips`")), "{}", ran.stderr);
    }
}

#[test]
fn a_hint_that_is_followed_helps() {
    let workshop = one_article();
    let backup = ["backup", "new folder/deep/x.db", "--archive", "a.db"];
    let ran = workshop.run(&backup).expect(66);
    let hint = ran.stderr.split("`mkdir").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let made = std::process::Command::new("/bin/sh")
        .args(["-c", &format!("mkdir{hint}")])
        .current_dir(workshop.path(""))
        .status()
        .unwrap();
    assert!(made.success());
    workshop.run(&backup).expect(0);
    let ran = workshop.run(&["query", "people", "--archive", "a.db", "-o", "no/x.csv"]).expect(66);
    assert!(ran.stderr.contains("`mkdir -p no`"), "{}", ran.stderr);
    let ran = workshop.run(&["status", "--archive", "my archive.db"]).expect(66);
    assert!(ran.stderr.contains("`cuttings init '") && ran.stderr.contains("my archive.db'`"));
}

/// A file that may not be read says whose it is. Whoever may read everything has somebody else try.
#[test]
fn a_file_that_may_not_be_read_says_whose_it_is() {
    let workshop = one_article();
    let allow = |name: &str, mode: u32| {
        let path = workshop.path(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    workshop.write("closed.txt", "A story\n\nA text.\n");
    allow("closed.txt", 0o000);
    let is_root = std::fs::File::open(workshop.path("closed.txt")).is_ok();
    let own_copy = workshop.path("cuttings");
    if is_root {
        std::fs::copy(crate::support::program(), &own_copy).unwrap();
        allow("", 0o777);
    }
    let ran = |arguments: &[&str]| {
        let arguments = [arguments, &["--archive", "a.db"]].concat();
        let mut command = match is_root {
            true => {
                let mut command = std::process::Command::new("setpriv");
                command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&own_copy);
                command.args(&arguments).current_dir(workshop.path("")).env_clear();
                command
            }
            false => workshop.command(&arguments),
        };
        command.output().ok().map(Ran::from)
    };
    for arguments in [&["extract", "closed.txt"][..], &["query", "--file", "closed.txt"]] {
        let Some(ran) = ran(arguments) else {
            crate::support::skipped!("no setpriv, and this user may read everything");
            return;
        };
        assert!(ran.expect(77).stderr.contains("`ls -l closed.txt`"), "{arguments:?}");
    }
    allow("a.db", 0o000);
    let closed = ran(&["status"]).unwrap().expect(77);
    assert!(closed.stderr.contains("you may not read it"), "{}", closed.stderr);
    assert!(!closed.stderr.contains("WAL"), "{}", closed.stderr);
    // It may be read, and its folder not be written.
    allow("a.db", 0o644);
    allow("", 0o555);
    std::fs::remove_file(workshop.path("a.db.lock")).unwrap_or_default();
    let written = ran(&["seed"]).unwrap();
    if !is_root {
        allow("", 0o755);
    }
    assert!(written.expect(77).stderr.contains("is read and written only where its folder"));
}
