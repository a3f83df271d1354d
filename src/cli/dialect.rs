//! One dialect for all commands: what narrows a question may be typed as `--since 2024` or as
//! `since=2024`, wherever it is taken.
//!
//! Words are rewritten before they are parsed, in this file only. A report's parameters are written
//! `name=value`, so `--name value` becomes that; the options of other commands that stand under
//! *Selection* in their help are options, so `name=value` becomes `--name=value`. What must stay
//! true: only names that the command knows are rewritten, never the value of another option, and
//! nothing after `--`.

use std::ffi::OsString;

use clap::{Arg, Command};

use crate::report::{ParameterKind, Report};

/// The help heading of options that may be typed as words.
pub const SELECTION: &str = "Selection";

/// What a typed word is to the command that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The program, a command or a verb.
    Name,
    /// An option that is known, with its value if that stands in the same word.
    Option,
    /// The value of the option before it.
    Value,
    /// An option that the command does not have.
    Unknown,
    Word,
    /// `--`, and all that follows.
    Verbatim,
}

/// What was typed, taken apart.
struct Line<'d> {
    /// The program, the command, the verb.
    commands: Vec<&'d Command>,
    parts: Vec<Part>,
}

/// The command that was typed as far as it is known, from the program down.
pub fn command<'d>(definition: &'d Command, typed: &[OsString]) -> Vec<&'d Command> {
    taken_apart(definition, typed).commands
}

/// What was typed, in the one form that is parsed. `reports` is asked only where a report's
/// parameters matter.
pub fn rewritten(
    definition: &Command,
    typed: Vec<OsString>,
    reports: impl FnOnce() -> Vec<Report>,
) -> Vec<OsString> {
    let Line { commands, parts } = taken_apart(definition, &typed);
    let Some(command) = commands.last().filter(|_| commands.len() > 1) else { return typed };
    if command.get_name() == "query" {
        return match is_help_of_a_report(&typed, &parts) {
            Some(report) => vec![typed[0].clone(), "help".into(), report],
            None => parameters_as_words(typed, &parts, reports),
        };
    }
    let takes_value = |name: &str| {
        let named = |arg: &&Arg| {
            arg.get_long().is_some_and(|long| is_same(name, long))
                && arg.get_help_heading() == Some(SELECTION)
        };
        let found = command.get_arguments().find(named)?;
        Some((found.get_long()?, found.get_action().takes_values()))
    };
    let as_option = |word: OsString| -> Option<OsString> {
        let Some((name, value)) = word.to_str().and_then(|text| text.split_once('=')) else {
            return Some(word);
        };
        match takes_value(name) {
            Some((long, true)) => Some(format!("--{long}={value}").into()),
            Some((long, false)) if value == "yes" => Some(format!("--{long}").into()),
            Some((_, false)) if value == "no" => None,
            _ => Some(word),
        }
    };
    typed
        .into_iter()
        .zip(parts)
        .filter_map(|(word, part)| if part == Part::Word { as_option(word) } else { Some(word) })
        .collect()
}

/// `query people --help`: the report, about which more is said than about all of them.
fn is_help_of_a_report(typed: &[OsString], parts: &[Part]) -> Option<OsString> {
    let mut parts = typed.iter().zip(parts);
    let asks = parts
        .clone()
        .any(|(word, part)| *part == Part::Option && (word == "--help" || word == "-h"));
    let is_report = |word: &&OsString| word.to_str().is_some_and(|text| !text.contains('='));
    let mut words = parts.by_ref().filter(|(_, part)| **part == Part::Word).map(|(word, _)| word);
    words.find(is_report).filter(|_| asks).cloned()
}

/// `--since 2024` as `since=2024`, for what some report takes.
fn parameters_as_words(
    typed: Vec<OsString>,
    parts: &[Part],
    reports: impl FnOnce() -> Vec<Report>,
) -> Vec<OsString> {
    if !parts.contains(&Part::Unknown) {
        return typed;
    }
    let reports = reports();
    let kinds = |name: &str| -> Vec<&ParameterKind> {
        let all = reports.iter().flat_map(|report| &report.parameters);
        all.filter(|parameter| is_same(&parameter.name, name)).map(|found| &found.kind).collect()
    };
    let is_yes_or_no = |kind: &&ParameterKind| match kind {
        ParameterKind::OneOf(words) => words.iter().any(|word| word == "yes"),
        _ => false,
    };
    let mut rewritten = Vec::with_capacity(typed.len());
    let mut words = typed.into_iter().zip(parts).peekable();
    while let Some((word, part)) = words.next() {
        let option = word.to_str().and_then(|text| text.strip_prefix("--"));
        let Some(option) = option.filter(|_| *part == Part::Unknown) else {
            rewritten.push(word);
            continue;
        };
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let kinds = kinds(name);
        if kinds.is_empty() {
            rewritten.push(word);
            continue;
        }
        let may_stand_alone = kinds.iter().all(is_yes_or_no);
        // What looks like an option may be `-7d` or a number, about which the report has a word.
        let is_value = |(word, part): (&OsString, &Part)| {
            let number = word.to_str().and_then(|word| word.strip_prefix('-'));
            *part == Part::Word
                || number.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        };
        let follows = |(word, part): &(OsString, &Part)| {
            is_value((word, part)) && (!may_stand_alone || word == "yes" || word == "no")
        };
        let value = match value {
            Some(value) => Some(OsString::from(value)),
            None => match words.next_if(follows) {
                Some((next, _)) => Some(next),
                None if may_stand_alone => Some("yes".into()),
                None => None,
            },
        };
        let mut parameter = OsString::from(format!("{name}="));
        match value {
            Some(value) => {
                parameter.push(value);
                rewritten.push(parameter);
            }
            // Nothing to take: the parser says so.
            None => rewritten.push(word),
        }
    }
    rewritten
}

/// Whether a name is that of a parameter; SQL has `_` where options have `-`.
pub fn is_same(parameter: &str, typed: &str) -> bool {
    parameter == typed || parameter.replace('_', "-") == typed.replace('_', "-")
}

fn taken_apart<'d>(definition: &'d Command, typed: &[OsString]) -> Line<'d> {
    let mut commands = vec![definition];
    let mut parts = Vec::with_capacity(typed.len());
    let mut wants_value = false;
    for (position, word) in typed.iter().enumerate() {
        let current = commands[commands.len() - 1];
        let text = word.to_string_lossy();
        let part = if position == 0 {
            Part::Name
        } else if parts.last() == Some(&Part::Verbatim) || (text == "--" && !wants_value) {
            Part::Verbatim
        } else if std::mem::take(&mut wants_value) {
            Part::Value
        } else if text.starts_with('-') && text.len() > 1 {
            match option_of(definition, current, &text) {
                Some(takes_next) => {
                    wants_value = takes_next;
                    Part::Option
                }
                None => Part::Unknown,
            }
        } else if let Some(command) = current.find_subcommand(word) {
            commands.push(command);
            Part::Name
        } else {
            Part::Word
        };
        parts.push(part);
    }
    Line { commands, parts }
}

/// Whether the word after an option is its value; `None` where the command has no such option.
fn option_of(definition: &Command, command: &Command, text: &str) -> Option<bool> {
    let globals = definition.get_arguments().filter(|arg| arg.is_global_set());
    let mut known = command.get_arguments().chain(globals);
    let takes_next = |arg: &Arg| arg.get_action().takes_values() && !arg.is_require_equals_set();
    if let Some(long) = text.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, _)) => (name, true),
            None => (long, false),
        };
        if matches!(name, "help" | "version") {
            return Some(false);
        }
        let is_named = |arg: &&Arg| {
            arg.get_long() == Some(name)
                || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
        };
        return known.find(is_named).map(|arg| !value && takes_next(arg));
    }
    let letters: Vec<char> = text.chars().skip(1).collect();
    let known: Vec<&Arg> = known.collect();
    for (position, letter) in letters.iter().enumerate() {
        if matches!(letter, 'h' | 'V') {
            continue;
        }
        let arg = known.iter().find(|arg| arg.get_short() == Some(*letter))?;
        if arg.get_action().takes_values() {
            return Some(position + 1 == letters.len() && takes_next(arg));
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::definition;
    use crate::report;

    fn told(line: &str) -> String {
        let typed = line.split(' ').map(OsString::from).collect();
        let words = rewritten(&definition(), typed, || report::all(None).0);
        words.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn both_forms_are_one() {
        for (typed, expected) in [
            ("x query people --since 2024 --limit=5", "x query people since=2024 limit=5"),
            ("x query --since 2024 people", "x query since=2024 people"),
            (
                "x --archive a.db query people --since 2024",
                "x --archive a.db query people since=2024",
            ),
            // An option of its own stays one, and so does one that nobody knows.
            ("x query people --format csv -o x.csv", "x query people --format csv -o x.csv"),
            ("x query people --sinse 2024", "x query people --sinse 2024"),
            // Nothing after `--`, and no value of an option.
            ("x query --sql SELECT --limit 5", "x query --sql SELECT limit=5"),
            ("x query --sql --limit", "x query --sql --limit"),
            ("x query people -- --since 2024", "x query people -- --since 2024"),
            ("x query people --since", "x query people --since"),
            ("x query people --limit -1", "x query people limit=-1"),
            ("x query people --since -7d", "x query people since=-7d"),
            ("x query people --help", "x help people"),
            ("x query since=2024 people -h", "x help people"),
            ("x query --help", "x query --help"),
            ("x search luxon since=2024 limit=5", "x search luxon --since=2024 --limit=5"),
            ("x search luxon -- since=2024", "x search luxon -- since=2024"),
            ("x search luxon e=mc2 newest=yes", "x search luxon e=mc2 --newest"),
            ("x search luxon newest=no timeout=3", "x search luxon timeout=3"),
            ("x search luxon --since -7d", "x search luxon --since -7d"),
            ("x search luxon --publisher since=2024", "x search luxon --publisher since=2024"),
            ("x search -q since=2024", "x search -q --since=2024"),
            // Elsewhere such words mean what they meant.
            ("x note add 3 since=2024", "x note add 3 since=2024"),
            ("x ingest since=2024", "x ingest since=2024"),
            ("x", "x"),
        ] {
            assert_eq!(told(typed), expected);
        }
    }
}
