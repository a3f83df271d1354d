//! `cuttings watch add`: what is typed becomes a watch that can be asked.
//!
//! What must stay true: what cannot be asked is refused here and not at seven in the morning; what is there already is
//! known to the watch and never told by it as new.

use std::collections::BTreeMap;

use super::told;
use crate::cli::{
    CommandResult, ExitCode, Failure, Global, Wait, curate, query, record_run, search, terminal,
    watched, whom,
};
use crate::clock;
use crate::db::{Archive, NewWatch, Reader};
use crate::model::{EntityKind, Sought, Watch, WatchId};
use crate::ops::news::{self, AskedWatch};

/// Longest name of a watch, in characters.
const LONGEST_NAME: usize = 200;

/// Longest search, in bytes: it is asked every morning.
const LONGEST_SEARCH: usize = 2_000;

#[derive(Clone, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("sought"))]
pub struct Add {
    /// What it is called [default: as who or what is watched]; of a report also its parameters as name=value
    #[arg(value_name = "NAME")]
    words: Vec<String>,
    /// Watch a person, in every form of the name
    #[arg(long, value_name = "NAME", group = "sought", help_heading = "What is watched")]
    person: Option<String>,
    /// Watch an organisation
    #[arg(long, value_name = "NAME", group = "sought", help_heading = "What is watched")]
    organisation: Option<String>,
    /// Watch a place
    #[arg(long, value_name = "NAME", group = "sought", help_heading = "What is watched")]
    place: Option<String>,
    /// Watch for words, in the language of `cuttings search`
    #[arg(long, value_name = "WORDS", group = "sought", help_heading = "What is watched")]
    search: Option<String>,
    /// Watch for new rows of a report, with its parameters as name=value
    #[arg(long, value_name = "REPORT", group = "sought", help_heading = "What is watched")]
    report: Option<String>,
    /// Only articles on this topic
    #[arg(long, value_name = "TOPIC", conflicts_with = "report", help_heading = "What is watched")]
    topic: Option<String>,
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    wait: Wait,
}

/// Adds the watch, with what it would find now as known to it. Fails where its name is taken, or what it looks for
/// cannot be asked.
pub fn run(global: &Global, add: Add) -> CommandResult {
    let started_at = clock::rfc3339(clock::now());
    let added_by = curate::who(add.by.as_deref())?;
    let (typed, parameters) = parted(&add)?;
    let mut archive = global.open_to_write("watch", add.wait)?;
    let reader = Reader::to_search(Archive::open_to_read(archive.path())?)?;
    let sought = sought(global, &archive, &reader, &add, parameters)?;
    let name = name(typed, &sought)?;
    expect_free(&archive, &name)?;
    let topic = match &add.topic {
        Some(typed) => {
            if let Some(said) = whom::topic_said(&reader, typed)?.filter(|_| !global.quiet) {
                terminal::say(&said);
            }
            Some(whom::topic_in_use(&reader, typed)?)
        }
        None => None,
    };
    let new = NewWatch { name, sought, topic, added_at: clock::rfc3339(clock::now()), added_by };
    let asked = as_watch(&reader, &new)?;
    let known = news::known(&reader, &asked)?;
    drop(reader);
    archive.add_watch(&new, &known)?;
    record_run(&mut archive, "watch", &started_at, ExitCode::Done)?;
    archive.close()?;
    told(global, "added", &new.name, &news::about(&asked.watch, None))
}

/// The name that was typed, and parameters of a report.
fn parted(add: &Add) -> Result<(Option<String>, BTreeMap<String, String>), Failure> {
    let usage = |message: String| Failure::new(ExitCode::Usage, message);
    let sought = [&add.person, &add.organisation, &add.place, &add.search, &add.report];
    if sought.iter().all(|one| one.is_none()) {
        return Err(usage("nothing is named that could be watched".to_owned())
            .hint("say it with --person, --organisation, --place, --search or --report"));
    }
    let (mut name, mut parameters) = (None, BTreeMap::new());
    for word in &add.words {
        match word.split_once('=').filter(|_| add.report.is_some()) {
            Some((parameter, value)) => {
                let parameter = parameter.trim();
                if parameters.insert(parameter.to_owned(), value.to_owned()).is_some() {
                    return Err(usage(format!("parameter `{parameter}` is given twice")));
                }
            }
            None if name.is_none() => name = Some(word.clone()),
            None => {
                return Err(usage(format!("`{word}` is one word too many"))
                    .hint("a name of several words stands in quotes"));
            }
        }
    }
    Ok((name, parameters))
}

/// What is to be watched. Fails where it means nobody or several, or cannot be asked.
fn sought(
    global: &Global,
    archive: &Archive,
    reader: &Reader,
    add: &Add,
    parameters: BTreeMap<String, String>,
) -> Result<Sought, Failure> {
    for (kind, typed) in [
        (EntityKind::Person, &add.person),
        (EntityKind::Organisation, &add.organisation),
        (EntityKind::Place, &add.place),
    ] {
        if let Some(typed) = typed {
            return Ok(Sought::Entity(curate::entity(archive, kind, typed)?.entity));
        }
    }
    if let Some(words) = &add.search {
        let words = words.trim().to_owned();
        if words.len() > LONGEST_SEARCH {
            let message = format!("the words are longer than {LONGEST_SEARCH} bytes");
            return Err(Failure::new(ExitCode::Usage, message)
                .hint("begin several watches, each for some of them"));
        }
        let spelt = reader.spelt(&words)?.map_err(|error| search::not_words(&error))?;
        for lack in spelt.lacks.iter().filter(|_| !global.quiet) {
            terminal::say(&search::lacking(lack));
        }
        return Ok(Sought::Search { words });
    }
    let Some(report) = add.report.clone() else {
        return Err(Failure::new(ExitCode::Usage, "nothing is named that could be watched"));
    };
    let given = parameters.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let (found, values) = query::report_asked(reader, &report, given)?;
    whom::tell(reader, &found, &values, global.quiet)?;
    Ok(Sought::Report { report, parameters })
}

/// What the watch is called: as typed, else as who or what it looks for.
fn name(typed: Option<String>, sought: &Sought) -> Result<String, Failure> {
    let name = typed.unwrap_or_else(|| match sought {
        Sought::Entity(named) => named.name.clone(),
        Sought::Search { words } => words.clone(),
        Sought::Report { report, .. } => report.clone(),
    });
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let refused = |why: &str| {
        Err(Failure::new(ExitCode::Usage, format!("`{name}` is no name for a watch: {why}"))
            .hint("give it a short one: `cuttings watch add NAME …`"))
    };
    match name.chars().count() {
        0 => refused("it is empty"),
        count if count > LONGEST_NAME => {
            refused(&format!("it is longer than {LONGEST_NAME} characters"))
        }
        _ if name.contains(char::is_control) => refused("there is a control character in it"),
        _ => Ok(name),
    }
}

/// Fails where a watch in force has the name.
fn expect_free(archive: &Archive, name: &str) -> Result<(), Failure> {
    match archive.watch(name)? {
        Some(known) => Err(Failure::new(
            ExitCode::Failure,
            format!("there is a watch `{name}` already: {}", news::about(&known, None)),
        )
        .hint("give this one another name: `cuttings watch add NAME …`")),
        None => Ok(()),
    }
}

/// The watch as if it were there, for what it knows already.
fn as_watch(reader: &Reader, new: &NewWatch) -> Result<AskedWatch, Failure> {
    let NewWatch { name, sought, topic, added_at, added_by } = new.clone();
    watched::asked(
        reader,
        Watch {
            watch_id: WatchId(0),
            name,
            sought,
            topic,
            added_at,
            added_by,
            paused_at: None,
            told_until: None,
        },
    )
}
