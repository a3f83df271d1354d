//! What the tests of the documents read: Markdown, the help, and lines of shell.

use cuttings::model::Value;
use cuttings::{cli, report};

use crate::docs::README;
use crate::support::Workshop;

/// Whether lines are as shown; a shown line `…` stands for any number of them.
pub fn agree(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => (0..=printed.len()).any(|skipped| agree(rest, &printed[skipped..])),
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(line, others)| line == first && agree(rest, others))
        }
    }
}

// --- Markdown

/// A fenced block.
pub struct Block<'t> {
    pub language: &'t str,
    /// Of its fence, from 1.
    pub line: usize,
    pub lines: Vec<(usize, &'t str)>,
}

/// A command in a console block and what is shown below it.
pub struct Step {
    /// Of its first line, from 1.
    pub line: usize,
    pub command: String,
    pub command_lines: usize,
    pub output: Vec<String>,
}

impl Block<'_> {
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|(_, line)| [*line, "\n"]).collect()
    }

    pub fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for (number, line) in &self.lines {
            if let Some(command) = line.strip_prefix("$ ") {
                steps.push(Step {
                    line: *number,
                    command: command.to_owned(),
                    command_lines: 1,
                    output: Vec::new(),
                });
                continue;
            }
            let step = steps.last_mut().expect("a console block begins with `$ `");
            match step.command.strip_suffix('\\') {
                Some(start) if step.output.is_empty() => {
                    step.command = format!("{start}{}", line.trim_start());
                    step.command_lines += 1;
                }
                _ => step.output.push((*line).to_owned()),
            }
        }
        steps
    }
}

pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                open = Some(Block { language, line: number, lines: Vec::new() })
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push((number, line)),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is never closed");
    blocks
}

/// What stands between backticks in running text.
pub fn code_spans(text: &str) -> Vec<(usize, String)> {
    let mut is_fenced = false;
    let mut spans = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            spans.extend(line.split('`').skip(1).step_by(2).map(|span| (number, span.to_owned())));
        }
    }
    spans
}

/// The rows of the table under a heading, without its head.
pub fn table(heading: &str) -> Vec<Vec<String>> {
    let mut lines =
        README.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading);
    assert!(lines.next().is_some(), "the README has no section `{heading}`");
    lines
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// What the first cells of a table name, each between backticks; a row may name several.
pub fn names_in(rows: &[Vec<String>]) -> Vec<String> {
    rows.iter().flat_map(|row| row[0].split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// A heading as the address of its section.
pub fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

// --- The program's own words

pub fn help(arguments: &[&str]) -> String {
    Workshop::new().run(arguments).expect(0).stdout
}

pub fn command_names() -> Vec<String> {
    cli::definition().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// The verbs of a command: those of `person` and `article`.
pub fn verbs(command: &str) -> Vec<String> {
    let definition = cli::definition();
    let command = definition.find_subcommand(command).unwrap();
    command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect()
}

/// The commands in the groups of the top help, with their lines.
pub fn commands_in_top_help() -> Vec<(String, String)> {
    help(&["--help"])
        .lines()
        .skip_while(|line| !line.starts_with("Usage:"))
        .skip(2)
        .take_while(|line| !line.is_empty())
        .map(|line| {
            let (_, entry) = line.split_at(9);
            let (name, about) = entry.split_once(' ').unwrap();
            (name.to_owned(), about.trim().to_owned())
        })
        .collect()
}

/// The indented lines under a heading of the help.
pub fn section(help: &str, heading: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .map(|line| line.trim().to_owned())
        .collect()
}

// --- Shell

/// The simple commands of a line of shell, each in words. Knows quotes, pipes, lists, comments and
/// redirections; `$(…)` stays what it is.
pub fn simple_commands(line: &str) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<String>> = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut is_redirected = false;
    let mut characters = line.chars().peekable();
    let mut end_word =
        |word: &mut Option<String>, commands: &mut Vec<Vec<String>>, redirect: bool| {
            if let Some(word) = word.take() {
                if !is_redirected {
                    commands.last_mut().unwrap().push(word);
                }
                is_redirected = false;
            }
            is_redirected |= redirect;
        };
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' => {
                let text = characters.by_ref().take_while(|next| *next != character);
                word.get_or_insert_default().extend(text);
            }
            '\\' => word.get_or_insert_default().extend(characters.next()),
            '$' if characters.peek() == Some(&'(') => {
                let text = word.get_or_insert_default();
                text.push('$');
                text.extend(characters.by_ref().take_while(|next| *next != ')'));
                text.push(')');
            }
            '#' if word.is_none() => break,
            ' ' | '\t' => end_word(&mut word, &mut commands, false),
            '>' | '<' => end_word(&mut word, &mut commands, true),
            '|' | ';' | '&' => {
                end_word(&mut word, &mut commands, false);
                commands.push(Vec::new());
            }
            _ => word.get_or_insert_default().push(character),
        }
    }
    end_word(&mut word, &mut commands, false);
    commands
}

/// The arguments of a command that is `cuttings`, by itself, in a crontab, in a unit file or under cargo.
pub fn our_arguments(command: &[String]) -> Option<Vec<String>> {
    let is_before = |word: &str| {
        word.bytes().all(|byte| byte == b'*' || byte.is_ascii_digit())
            || word
                .split_once('=')
                .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
    };
    let start = command.iter().position(|word| !is_before(word))?;
    let command = &command[start..];
    let rest = match command.first()?.trim_start_matches("ExecStart=") {
        "cargo" if command.get(1)? == "run" => {
            &command[command.iter().position(|word| word == "--")?..]
        }
        "cuttings" | "/usr/local/bin/cuttings" => command,
        _ => return None,
    };
    Some(rest[1..].to_vec())
}

/// Whether the program would take these arguments: options, and the report if one is named.
pub fn check_arguments(arguments: &[String]) -> Result<(), String> {
    let words = std::iter::once("cuttings".to_owned()).chain(arguments.iter().cloned());
    let all = cli::definition();
    let words = cli::rewritten(&all, words.map(Into::into).collect());
    let matches = match all.try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let Some(("query", query)) = matches.subcommand() else { return Ok(()) };
    let words: Vec<&String> = query.get_many("words").into_iter().flatten().collect();
    if query.contains_id("sql") || query.contains_id("file") || words.is_empty() {
        return Ok(());
    }
    if README.contains(&format!("/reports/{}.sql", words[0])) {
        return Ok(());
    }
    let (reports, _) = report::all(None);
    let report =
        reports.iter().find(|report| report.name == *words[0]).ok_or("there is no such report")?;
    let given: Vec<(String, String)> = words[1..]
        .iter()
        .map(|word| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect::<Option<_>>()
        .ok_or("parameters are written name=value")?;
    let day = chrono::NaiveDate::from_ymd_opt(2024, 3, 31).ok_or("no such day")?;
    let asked = report::Given { today: day, fold: |name| name.to_lowercase() };
    let _: Vec<(String, Value)> = report.values(&given, &asked)?;
    Ok(())
}

#[test]
fn the_reader_of_shell_reads_it() {
    for (line, expected) in [
        ("pbpaste | cuttings ingest -", vec![vec!["ingest", "-"]]),
        (
            "cuttings query people name='A B' > x.csv # all",
            vec![vec!["query", "people", "name=A B"]],
        ),
        ("15 * * * * /usr/local/bin/cuttings status", vec![vec!["status"]]),
        ("ExecStart=/usr/local/bin/cuttings status", vec![vec!["status"]]),
        (
            "A=b cuttings init x && cargo run --release -- status",
            vec![vec!["init", "x"], vec!["status"]],
        ),
        ("cuttings backup clips-$(date +%F).db", vec![vec!["backup", "clips-$(date +%F).db"]]),
        ("cd cuttings; git clone x/cuttings", vec![]),
    ] {
        let found: Vec<Vec<String>> =
            simple_commands(line).iter().filter_map(|words| our_arguments(words)).collect();
        assert_eq!(found, expected, "{line}");
    }
    assert!(agree(&["a", "…", "d"], &["a", "b", "c", "d"]) && !agree(&["a", "…"], &["b"]));
}
