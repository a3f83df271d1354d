//! Wrong usage: what the parser says, put as every other failure is, with a hint that works.
//!
//! What is suggested is looked up among what there is: the options of the command that was typed,
//! the parameters of the report, the words that an option takes. Nothing else is ever suggested.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use super::wording::nearest;
use super::{ExitCode, Failure, dialect, help, query};
use crate::model::Field;

/// What is wrong with what was typed.
pub fn failure(error: &Error, definition: &Command, typed: &[OsString]) -> Failure {
    let commands = dialect::command(definition, typed);
    let names: Vec<&str> = commands.iter().map(|command| command.get_name()).collect();
    let wrong = Wrong { error, definition, commands, name: names.join(" ") };
    let (message, hint) = match error.kind() {
        ErrorKind::UnknownArgument => wrong.unknown(typed),
        ErrorKind::InvalidSubcommand => wrong.no_such_command(),
        ErrorKind::InvalidValue if wrong.value().is_empty() => wrong.no_value(),
        ErrorKind::InvalidValue => wrong.not_one_of(),
        ErrorKind::ValueValidation => wrong.refused_value(),
        ErrorKind::MissingRequiredArgument => wrong.missing(),
        ErrorKind::MissingSubcommand => (format!("`{}` needs a command", wrong.name), None),
        ErrorKind::ArgumentConflict => wrong.conflict(),
        _ => (wrong.first_line(), None),
    };
    let hint = hint.unwrap_or_else(|| wrong.see_help());
    Failure::new(ExitCode::Usage, message).hint(hint)
}

struct Wrong<'d> {
    error: &'d Error,
    definition: &'d Command,
    commands: Vec<&'d Command>,
    /// `cuttings person show`.
    name: String,
}

/// A message, and a hint where there is a better one than the help.
type Said = (String, Option<String>);

impl Wrong<'_> {
    fn see_help(&self) -> String {
        format!("see what it takes with `{} --help`", self.name)
    }

    fn context(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    fn argument(&self) -> String {
        self.context(ContextKind::InvalidArg).join(", ")
    }

    fn value(&self) -> String {
        self.context(ContextKind::InvalidValue).join(" ")
    }

    /// What the parser says itself, in one line.
    fn first_line(&self) -> String {
        let text = self.error.to_string();
        let line = text.lines().next().unwrap_or_default();
        line.trim_start_matches("error: ").replace('\'', "`")
    }

    /// The options of the command, and those that every command takes.
    fn options(&self) -> Vec<&str> {
        let own = self.commands.last().into_iter().flat_map(|command| command.get_arguments());
        let globals = self.definition.get_arguments().filter(|arg| arg.is_global_set());
        own.chain(globals).filter(|arg| !arg.is_hide_set()).filter_map(Arg::get_long).collect()
    }

    fn unknown(&self, typed: &[OsString]) -> Said {
        let argument = self.argument();
        let argument = argument.split('=').next().unwrap_or_default();
        let Some(name) = argument.strip_prefix("--") else {
            let what = if argument.starts_with('-') { "option" } else { "place for" };
            return (format!("`{}` has no {what} `{argument}`", self.name), None);
        };
        let mut known: Vec<String> = self.options().iter().map(|name| (*name).to_owned()).collect();
        let mut hint = None;
        if self.name == "cuttings query" {
            let parameters = query::parameter_names(typed);
            hint = Some(match parameters.is_empty() {
                true => format!("a parameter of your own SQL is written name=value: `{name}=…`"),
                false => format!(
                    "the report takes {}; `cuttings query --help` has the options",
                    parameters.join(", ")
                ),
            });
            if parameters.iter().any(|parameter| dialect::is_same(parameter, name)) {
                let hint = format!("write it as `--{name} VALUE` or `{name}=VALUE`");
                return (format!("`--{name}` is given no value"), Some(hint));
            }
            known.extend(parameters);
        } else if name == "format" {
            hint = Some(format!("`{}` has no formats but its own and `--json`", self.name));
        }
        if let Some(nearest) = nearest(name, known.iter().map(String::as_str)) {
            hint = Some(format!("did you mean `--{nearest}`?"));
        }
        (format!("`{}` has no option `--{name}`", self.name), hint)
    }

    fn no_such_command(&self) -> Said {
        let typed = self.context(ContextKind::InvalidSubcommand).join(" ");
        let command = self.commands.last().copied().unwrap_or(self.definition);
        let message = format!("`{}` has no command `{typed}`", self.name);
        let names = command.get_subcommands().map(Command::get_name);
        let hint = match nearest(&typed, names) {
            Some(nearest) => Some(format!("did you mean `{} {nearest}`?", self.name)),
            None if self.commands.len() == 1 => help::place_of(&typed)
                .or_else(|| Some("see what there is with `cuttings help`".to_owned())),
            None => None,
        };
        (message, hint)
    }

    /// `--limit <NUMBER>` as `--limit`.
    fn option(&self) -> String {
        let argument = self.argument();
        let name = argument.split([' ', '[', '=']).next().unwrap_or_default();
        name.trim_matches(['<', '>', '.']).to_owned()
    }

    fn no_value(&self) -> Said {
        let argument = self.argument();
        let values = self.context(ContextKind::ValidValue);
        let hint = match values.is_empty() {
            true => format!("write it as `{argument}`"),
            false => format!("it takes {}", values.join(", ")),
        };
        (format!("`{}` is given no value", self.option()), Some(hint))
    }

    fn not_one_of(&self) -> Said {
        let (value, values) = (self.value(), self.context(ContextKind::ValidValue));
        let takes = format!("it takes {}", values.join(", "));
        let hint = match nearest(&value, values.iter().map(String::as_str)) {
            Some(nearest) => format!("did you mean `{nearest}`? {takes}"),
            None => takes,
        };
        (format!("`{}` cannot be `{value}`", self.option()), Some(hint))
    }

    fn refused_value(&self) -> Said {
        let why = std::error::Error::source(self.error).map(ToString::to_string);
        let why = match why.as_deref() {
            Some(why) if why.contains("digit") || why.contains("empty string") => {
                "a whole number is wanted".to_owned()
            }
            Some(why) => why.to_owned(),
            None => self.first_line(),
        };
        (format!("`{}` cannot be `{}`", self.option(), self.value()), Some(why))
    }

    fn missing(&self) -> Said {
        let missing = self.context(ContextKind::InvalidArg);
        let message = format!("`{}` needs {}", self.name, missing.join(" and "));
        let takes_input = matches!(self.name.as_str(), "cuttings ingest" | "cuttings read");
        let hint = takes_input.then(|| {
            let name = &self.name;
            match is_piped() {
                true => format!("to take what is piped in, write `-`: `… | {name} -`"),
                false => format!("name files or folders: `{name} ~/clips`; `-` is standard input"),
            }
        });
        (message, hint)
    }

    fn conflict(&self) -> Said {
        let prior = self.context(ContextKind::PriorArg);
        let option = |text: &str| text.split([' ', '[']).next().unwrap_or_default().to_owned();
        let prior: Vec<String> = prior.iter().map(|text| option(text)).collect();
        match prior.is_empty() || prior.iter().any(|prior| *prior == self.option()) {
            true => (format!("`{}` may be given once only", self.option()), None),
            false => (
                format!("`{}` and `{}` do not go together", self.option(), prior.join("`, `")),
                None,
            ),
        }
    }
}

/// `--map headline=Titel body=Text`: a second column, taken for a file. Fails where there is one, and says
/// how columns are written.
pub fn stray_column(paths: &[PathBuf], columns: &[(String, String)]) -> Result<(), Failure> {
    let is_stray = |path: &&PathBuf| {
        let field = path.to_str().and_then(|text| text.split_once('=')).map(|(field, _)| field);
        field.is_some_and(|field| Field::ALL.iter().any(|known| known.as_str() == field))
            && path.symlink_metadata().is_err()
    };
    let Some(stray) = paths.iter().find(is_stray).filter(|_| !columns.is_empty()) else {
        return Ok(());
    };
    let columns: Vec<String> =
        columns.iter().map(|(field, column)| format!("{field}={column}")).collect();
    let stray = stray.display();
    Err(Failure::new(ExitCode::Usage, format!("`{stray}` stands where a file is named"))
        .hint(format!("columns are one word, with commas: `--map {},{stray}`", columns.join(","))))
}

/// Whether something that could be read stands behind standard input. Under cron and in services it
/// is `/dev/null`, which is no such thing.
fn is_piped() -> bool {
    fs::metadata("/dev/stdin").is_ok_and(|found| {
        let kind = found.file_type();
        kind.is_fifo() || kind.is_socket() || (kind.is_file() && found.len() > 0)
    })
}
