//! `cuttings rule`: rules by which articles are on a topic by themselves.

use clap::ArgGroup;
use serde_json::json;

use super::dialect::SELECTION;
use super::rows::RowArgs;
use super::wording::counted;
use super::{
    CommandResult, ExitCode, Failure, Global, Wait, curate, record_run, terminal, topic_words,
};
use crate::clock;
use crate::db::Archive;
use crate::model::{
    Column, EntityKind, Flow, NewRule, RuleId, Sought, Tagged, TaggedArticle, TopicRule, Value,
};
use crate::ops::rules::{self, Added, Removed};

/// Tag articles with a topic by themselves
///
/// A rule tags what comes in from now on, and with --over-all what is there already. It looks for a person, an
/// organisation or a place in every form of the name, as `cuttings person show` does, or for words as `cuttings search`
/// does; it follows when two turn out to be one, or an article gets another text. What you tag and untag yourself
/// goes before it: `cuttings article untag` takes a rule's topic off an article for good.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cuttings rule add aukus --when-search 'AUKUS OR \"submarine pact\"' --over-all
  cuttings rule add fisheries --when-person 'Shane Jones'
  cuttings rule add harbour --when-search 'harbour bridge' --over-all --dry-run
  cuttings rule list
  cuttings rule remove 2
  cuttings query articles topic=aukus

Exit codes: 0 done, also where a rule says the same already; 65 a name means several; 66 a name or a rule is not there;
75 the archive is locked.")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Make a rule
    Add(AddArgs),
    /// List the rules that hold
    List {
        #[command(flatten)]
        rows: RowArgs,
    },
    /// Take rules back; what they tagged loses the topic, unless it has it otherwise
    Remove {
        /// Numbers of the rules, as `cuttings rule list` has them
        #[arg(required = true, value_name = "RULE")]
        rules: Vec<i64>,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Debug, clap::Args)]
#[command(
    group = ArgGroup::new("topics").required(true),
    group = ArgGroup::new("sought").required(true)
)]
struct AddArgs {
    /// The topic
    #[arg(value_name = "TOPIC", group = "topics")]
    word: Option<String>,
    /// The topic
    #[arg(long, value_name = "TOPIC", group = "topics", help_heading = SELECTION, hide = true)]
    topic: Option<String>,
    /// Tag articles in which these words occur, in the language of `cuttings search`
    #[arg(long, value_name = "WORDS", group = "sought")]
    when_search: Option<String>,
    /// Tag articles that name this person
    #[arg(long, value_name = "NAME", group = "sought")]
    when_person: Option<String>,
    /// Tag articles that name this organisation
    #[arg(long, value_name = "NAME", group = "sought")]
    when_organisation: Option<String>,
    /// Tag articles that name this place
    #[arg(long, value_name = "NAME", group = "sought")]
    when_place: Option<String>,
    /// Also tag what is there already
    #[arg(long)]
    over_all: bool,
    #[command(flatten)]
    options: Options,
}

/// Options of every verb that writes.
#[derive(Debug, clap::Args)]
struct Options {
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    wait: Wait,
}

/// Adds, lists or removes rules. Fails where there is no such rule, or one cannot be asked.
pub fn run(global: &Global, args: Args) -> CommandResult {
    match args.verb {
        Verb::Add(args) => add(global, args),
        Verb::List { rows } => list(global, &rows),
        Verb::Remove { rules, options } => remove(global, &rules, &options),
    }
}

fn add(global: &Global, args: AddArgs) -> CommandResult {
    let topic = topic_words(&args.word.or(args.topic).unwrap_or_default())?;
    let added_by = curate::who(args.options.by.as_deref())?;
    let names = [
        (EntityKind::Person, args.when_person),
        (EntityKind::Organisation, args.when_organisation),
        (EntityKind::Place, args.when_place),
    ];
    let started_at = clock::rfc3339(clock::now());
    let mut archive = global.open_to_write("rule", args.options.wait)?;
    let new = NewRule {
        topic,
        sought: sought(&archive, args.when_search, names)?,
        is_over_all: args.over_all,
        added_at: started_at.clone(),
        added_by,
    };
    let added = rules::add(&mut archive, &new, args.options.dry_run)?;
    if matches!(added, Added::New(..)) && !args.options.dry_run {
        record_run(&mut archive, "rule", &started_at, ExitCode::Done)?;
    }
    archive.close()?;
    tell_added(global, &new, &added, args.options.dry_run).map(|()| ExitCode::Done)
}

/// What a rule is to look for. Fails where a name means nobody, or several.
fn sought(
    archive: &Archive,
    search: Option<String>,
    names: [(EntityKind, Option<String>); 3],
) -> Result<Sought, Failure> {
    for (kind, name) in names {
        if let Some(name) = name {
            return Ok(Sought::Entity(curate::entity(archive, kind, &name)?.entity));
        }
    }
    Ok(Sought::Search { words: search.unwrap_or_default() })
}

fn tell_added(global: &Global, new: &NewRule, added: &Added, dry_run: bool) -> Result<(), Failure> {
    let (rule, tagged, is_needless) = match added {
        Added::New(rule, tagged) => (*rule, tagged, false),
        Added::Needless(rule, tagged) => (*rule, tagged, true),
        Added::Unsearchable(reason) => {
            let Sought::Search { words } = &new.sought else {
                return Err(Failure::new(ExitCode::Usage, reason.to_string()));
            };
            let message = format!("no rule can look for `{words}`: {reason}");
            return Err(Failure::new(ExitCode::Usage, message));
        }
    };
    if global.json {
        return terminal::print_json(&json!({
            "schema": 1, "command": "rule", "exit": 0, "dry_run": dry_run,
            "rule": (is_needless || !dry_run).then_some(rule), "needless": is_needless,
            "topic": new.topic, "looks_for": looks_for(&new.sought), "over_all": new.is_over_all,
            "tagged": tagged.count, "newest": tagged.newest,
        }));
    }
    if dry_run {
        for article in &tagged.newest {
            terminal::print(&format!("{}\n", terminal::shown(&line(article))))?;
        }
        let more = tagged.count.saturating_sub(tagged.newest.len() as u64);
        if more > 0 {
            terminal::print(&format!("and {more} more\n"))?;
        }
    }
    if !global.quiet && (dry_run || terminal::is_watched()) {
        terminal::say(&said(rule, tagged, is_needless, dry_run));
    }
    Ok(())
}

fn said(rule: RuleId, tagged: &Tagged, is_needless: bool, dry_run: bool) -> String {
    let (id, articles) = (rule.0, counted(tagged.count, "article"));
    match (is_needless, dry_run) {
        (true, _) => format!("rule {id} says so already: {articles} tagged"),
        (false, true) => format!("no rule was made: {articles} would be tagged"),
        (false, false) => format!("rule {id}: {articles} tagged"),
    }
}

/// `article 12: 2024-03-18, RNZ: Tolls to rise`.
fn line(article: &TaggedArticle) -> String {
    let day = article.published_on.as_deref().unwrap_or("undated");
    let publisher = article.publisher.as_deref().map_or(String::new(), |name| format!(", {name}"));
    format!("article {}: {day}{publisher}: {}", article.article_id.0, article.headline)
}

/// `person Shane Jones`, `search harbour bridge`.
fn looks_for(sought: &Sought) -> String {
    match sought {
        Sought::Entity(entity) => format!("{} {}", entity.kind.as_str(), entity.name),
        Sought::Search { words } => format!("search {words}"),
        Sought::Report { report, .. } => format!("report {report}"),
    }
}

/// Columns of `rule list`.
const COLUMNS: [&str; 7] =
    ["rule_id", "topic", "looks_for", "over_all", "articles", "added_at", "added_by"];

fn list(global: &Global, rows: &RowArgs) -> CommandResult {
    let archive = global.open_to_read()?;
    let rules = archive.topic_rules_counted()?;
    let path = archive.path().to_owned();
    archive.close()?;
    rows.print(global, &path, true, |sink| {
        let mut flow = sink.columns(&COLUMNS.map(|name| Column { name: name.to_owned() }));
        for (rule, count) in &rules {
            if flow == Flow::Stop {
                break;
            }
            flow = sink.row(&cells(rule, *count));
        }
        Ok(rules.len() as u64)
    })?;
    Ok(ExitCode::Done)
}

fn cells(rule: &TopicRule, count: u64) -> [Value; 7] {
    let text = |text: &str| Value::Text(text.to_owned());
    [
        Value::Integer(rule.rule_id.0),
        text(&rule.topic),
        Value::Text(looks_for(&rule.sought)),
        text(if rule.is_over_all { "yes" } else { "no" }),
        Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
        text(&rule.added_at),
        text(&rule.added_by),
    ]
}

fn remove(global: &Global, numbers: &[i64], options: &Options) -> CommandResult {
    let removed_by = curate::who(options.by.as_deref())?;
    let started_at = clock::rfc3339(clock::now());
    let wanted: Vec<RuleId> = numbers.iter().copied().map(RuleId).collect();
    let mut archive = global.open_to_write("rule", options.wait)?;
    let removed =
        match rules::remove(&mut archive, &wanted, &started_at, &removed_by, options.dry_run)? {
            Removed::Removed(removed) => removed,
            Removed::Missing(rule) => {
                return Err(Failure::new(
                    ExitCode::NoInput,
                    format!("there is no rule {}", rule.0),
                )
                .hint("see them with `cuttings rule list`"));
            }
            Removed::Before(rule) => {
                let message = format!("rule {} was taken back already", rule.0);
                return Err(Failure::new(ExitCode::Failure, message));
            }
        };
    if !options.dry_run {
        record_run(&mut archive, "rule", &started_at, ExitCode::Done)?;
    }
    archive.close()?;
    tell_removed(global, &removed, options.dry_run).map(|()| ExitCode::Done)
}

fn tell_removed(global: &Global, removed: &[(RuleId, u64)], dry_run: bool) -> Result<(), Failure> {
    if global.json {
        let removed: Vec<_> = removed
            .iter()
            .map(|(rule, tagged)| json!({ "rule": rule, "tagged": tagged }))
            .collect();
        return terminal::print_json(&json!({
            "schema": 1, "command": "rule", "exit": 0, "dry_run": dry_run, "removed": removed,
        }));
    }
    if !global.quiet && (dry_run || terminal::is_watched()) {
        let verb = if dry_run { "would be taken back" } else { "taken back" };
        for (rule, tagged) in removed {
            let tagged = counted(*tagged, "article");
            terminal::say(&format!("rule {}: {verb}; it tagged {tagged}", rule.0));
        }
    }
    Ok(())
}
