//! What the templates of news print, in words: counts, sources, lists of names, tables.
//!
//! What must stay true: a number and its noun agree; everything that was found and is not shown is counted.

use std::io;

use super::change::{self, Kind};
use super::rhythm;
use crate::model::{
    Column, FailingFeed, News, NewsQuote, NewsRole, NewsRows, NewsStory, NewsWords, ReviewCopy,
    ReviewTitle, SilentSource, Value, WatchNews, Withdrawal,
};
use crate::output::document::Address;
use crate::output::document::review::{NOBODY, counted};
use crate::output::document::wrap::WIDTH;
use crate::output::{Options, TABLE, plain};

/// News with what templates ask of them.
pub(super) struct Shown<'n> {
    pub news: &'n News,
    /// `3 stories for 2 watches, since …`
    pub lead: String,
    pub watches: Vec<Watch<'n>>,
    /// `1 publisher is silent, 2 feeds fail`; empty where all is well.
    pub sources: String,
    pub silent: Vec<Silent<'n>>,
    pub failing: Vec<Failing<'n>>,
    /// What is said of the watches without news: where no other has any, the lead says the rest.
    pub quiet_said: &'static str,
    pub quiet: Vec<Listed<&'n str>>,
}

/// Something in a list of words, and what stands before it: nothing, a comma or `and`.
pub(super) struct Listed<T> {
    pub before: &'static str,
    pub item: T,
}

pub(super) struct Watch<'n> {
    pub watch: &'n WatchNews,
    /// `3 stories, 1 new role`
    pub counts: String,
    pub stories: Vec<Story<'n>>,
    /// Sentences about what is not shown.
    pub left_out: Vec<String>,
    pub roles: Vec<Role<'n>>,
    pub withdrawals: Vec<Withdrawn<'n>>,
    pub table: Option<Table>,
}

pub(super) struct Story<'n> {
    pub story: &'n NewsStory,
    pub title: String,
    /// What is said of a title that is no headline.
    pub said: &'static str,
    pub publisher: &'n str,
    pub link: Option<Address>,
    /// An address that is none of the web.
    pub other_address: Option<&'n str>,
    pub copies: Vec<Listed<Copy<'n>>>,
    /// `3 more`
    pub more_copies: Option<String>,
    /// The article whose text changed.
    pub new_text_of: Option<i64>,
    pub changes: Vec<Change<'n>>,
    pub quotes: Vec<Quote<'n>>,
    /// Sentences about what is not shown.
    pub left_out: Vec<String>,
}

pub(super) struct Copy<'n> {
    pub publisher: &'n str,
    /// `article 18`, with the day where it is another one.
    pub article: String,
    pub link: Option<Address>,
}

pub(super) struct Change<'n> {
    pub field: &'n str,
    pub pieces: Vec<Piece>,
}

pub(super) struct Piece {
    pub is_gone: bool,
    pub is_new: bool,
    pub words: String,
}

pub(super) struct Quote<'n> {
    pub quote: &'n NewsQuote,
    /// `Said by them`, `Said about them`
    pub whose: &'static str,
    pub speaker: &'n str,
}

pub(super) struct Role<'n> {
    pub role: &'n NewsRole,
    pub publisher: &'n str,
}

pub(super) struct Withdrawn<'n> {
    pub withdrawal: &'n Withdrawal,
    pub title: String,
    pub publisher: &'n str,
}

pub(super) struct Table {
    pub columns: Vec<String>,
    /// Each cell, and whether it is a number.
    pub rows: Vec<Vec<(String, bool)>>,
    /// For plain text: in lines, what steers a terminal escaped.
    pub lines: Vec<String>,
}

pub(super) struct Silent<'n> {
    pub source: &'n SilentSource,
    /// `usually 40 a day, none since Tuesday 24 November; about 280 would have come since`
    pub said: String,
}

pub(super) struct Failing<'n> {
    pub feed: &'n FailingFeed,
    pub link: Option<Address>,
    /// `since Tuesday 24 November, 12 errors in a row`
    pub said: String,
}

impl<'n> Shown<'n> {
    /// Fails where a table cannot be written, which is a bug.
    pub fn of(news: &'n News) -> io::Result<Self> {
        let quiet: Vec<&str> = news.quiet.iter().map(String::as_str).collect();
        Ok(Self {
            lead: lead(news),
            watches: news.watches.iter().map(Watch::of).collect::<io::Result<_>>()?,
            sources: sources(news),
            silent: news.silent.iter().map(|source| Silent::of(source, &news.made_at)).collect(),
            failing: news.failing.iter().map(|feed| Failing::of(feed, &news.made_at)).collect(),
            quiet_said: if news.watches.is_empty() { "Watched" } else { "Nothing new" },
            quiet: listed(quiet, false),
            news,
        })
    }

    /// Whether there is anything to read below the lead.
    pub fn has_news(&self) -> bool {
        !self.watches.is_empty() || self.has_sources()
    }

    pub fn has_sources(&self) -> bool {
        !self.silent.is_empty() || !self.failing.is_empty()
    }
}

fn lead(news: &News) -> String {
    let stories: usize = news.watches.iter().map(stories_of).sum();
    let watches = counted(news.watches.len(), "watch", "watches");
    let is_all_well = news.silent.is_empty() && news.failing.is_empty();
    match (news.watches.len(), stories) {
        (0, _) if !is_all_well => format!("Nothing new of what is watched {}.", news.since),
        (0, _) => format!("Nothing new {}.", news.since),
        (_, 0) => format!("News for {watches}, {}.", news.since),
        _ => {
            let stories = counted(stories, "story", "stories");
            format!("{stories} for {watches}, {}.", news.since)
        }
    }
}

fn sources(news: &News) -> String {
    let silent = news.silent.len();
    let failing = news.failing.len();
    let silent =
        (silent > 0).then(|| counted(silent, "publisher is silent", "publishers are silent"));
    let failing = (failing > 0).then(|| counted(failing, "feed fails", "feeds fail"));
    silent.into_iter().chain(failing).collect::<Vec<_>>().join(", ")
}

/// Shown or not.
fn stories_of(watch: &WatchNews) -> usize {
    watch.stories.len() + watch.left_out
}

impl<'n> Watch<'n> {
    fn of(watch: &'n WatchNews) -> io::Result<Self> {
        let more = |count, one, several| (count > 0).then(|| counted(count, one, several));
        let left_out = [
            more(watch.left_out, "more story is not shown.", "more stories are not shown."),
            more(
                watch.copies_of_told,
                "more copy of a story that was told before.",
                "more copies of stories that were told before.",
            ),
            more(
                watch.rows.as_ref().map_or(0, |rows| rows.left_out),
                "more row is not shown.",
                "more rows are not shown.",
            ),
        ];
        Ok(Self {
            counts: counts(watch),
            stories: watch.stories.iter().map(Story::of).collect(),
            left_out: left_out.into_iter().flatten().collect(),
            roles: watch.roles.iter().map(Role::of).collect(),
            withdrawals: watch.withdrawals.iter().map(Withdrawn::of).collect(),
            table: watch
                .rows
                .as_ref()
                .filter(|rows| !rows.rows.is_empty())
                .map(Table::of)
                .transpose()?,
            watch,
        })
    }

    /// Whether there is anything but stories.
    pub fn has_more(&self) -> bool {
        let has_lists = !self.roles.is_empty() || !self.withdrawals.is_empty();
        has_lists || self.table.is_some() || !self.left_out.is_empty()
    }
}

/// `3 stories, 1 new text, 2 new roles`
fn counts(watch: &WatchNews) -> String {
    let rows = watch.rows.as_ref().map_or(0, |rows| rows.rows.len() + rows.left_out);
    let is_revision = |story: &&NewsStory| story.revision.is_some();
    let counts = [
        (stories_of(watch), "story", "stories"),
        (watch.stories.iter().filter(is_revision).count(), "new text", "new texts"),
        (watch.roles.len(), "new role", "new roles"),
        (watch.withdrawals.len(), "withdrawal", "withdrawals"),
        (rows, "row", "rows"),
        (watch.copies_of_told, "more copy", "more copies"),
    ];
    let said = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, several)| counted(count, one, several));
    said.collect::<Vec<_>>().join(", ")
}

impl<'n> Story<'n> {
    pub fn of(story: &'n NewsStory) -> Self {
        let (title, said) = titled(&story.title, story.article_id);
        let link = story.url.as_deref().and_then(Address::of);
        let is_other = |url: &&str| link.is_none() && !url.starts_with("sha256:");
        let changes = story.revision.iter().flat_map(|revision| &revision.changes);
        let more_changes = story.revision.as_ref().map_or(0, |revision| revision.more_changes);
        let more = |count, one, several| (count > 0).then(|| counted(count, one, several));
        let left_out = [
            more(more_changes, "more change.", "more changes."),
            more(story.more_sentences, "more sentence.", "more sentences."),
            more(story.more_quotes, "more quotation.", "more quotations."),
        ];
        let copies = story.copies.iter().map(|copy| Copy::of(copy, &story.day)).collect();
        Self {
            title,
            said,
            publisher: named(story.publisher.as_deref()),
            // An archive without texts has a hash in the place of each address, which helps nobody here.
            other_address: story.url.as_deref().filter(is_other),
            link,
            copies: listed(copies, story.more_copies > 0),
            more_copies: (story.more_copies > 0).then(|| match story.copies.is_empty() {
                true => counted(story.more_copies, "other place", "other places"),
                false => format!("{} more", story.more_copies),
            }),
            new_text_of: story.revision.as_ref().map(|revision| revision.of_article_id),
            changes: changes.map(Change::of).collect(),
            quotes: story.quotes.iter().map(Quote::of).collect(),
            left_out: left_out.into_iter().flatten().collect(),
            story,
        }
    }

    pub fn sentences(&self) -> &[NewsWords] {
        &self.story.sentences
    }

    pub fn has_copies(&self) -> bool {
        !self.copies.is_empty() || self.more_copies.is_some()
    }
}

impl<'n> Copy<'n> {
    fn of(copy: &'n ReviewCopy, day: &str) -> Self {
        let article = format!("article {}", copy.article_id);
        Self {
            publisher: named(copy.publisher.as_deref()),
            article: match copy.day == day {
                true => article,
                false => format!("{article}, {}", copy.day),
            },
            link: copy.url.as_deref().and_then(Address::of),
        }
    }
}

impl<'n> Change<'n> {
    fn of(change: &'n crate::model::NewsChange) -> Self {
        let pieces = change::pieces(&change.before, &change.after);
        let shown = |piece: change::Piece| Piece {
            is_gone: piece.kind == Kind::Gone,
            is_new: piece.kind == Kind::New,
            words: piece.words,
        };
        Self { field: &change.field, pieces: pieces.into_iter().map(shown).collect() }
    }
}

impl<'n> Quote<'n> {
    fn of(quote: &'n NewsQuote) -> Self {
        Self {
            quote,
            whose: if quote.is_by_watched { "Said by them" } else { "Said about them" },
            speaker: quote.speaker.as_deref().unwrap_or("it is not said who spoke"),
        }
    }
}

impl<'n> Role<'n> {
    fn of(role: &'n NewsRole) -> Self {
        Self { publisher: named(role.publisher.as_deref()), role }
    }
}

impl<'n> Withdrawn<'n> {
    fn of(withdrawal: &'n Withdrawal) -> Self {
        let (title, _) = titled(&withdrawal.title, withdrawal.article_id);
        Self { title, publisher: named(withdrawal.publisher.as_deref()), withdrawal }
    }
}

impl Table {
    fn of(rows: &NewsRows) -> io::Result<Self> {
        let cell = |value: &Value| {
            let is_number = matches!(value, Value::Integer(_) | Value::Real(_));
            (plain(value).into_owned(), is_number)
        };
        Ok(Self {
            columns: rows.columns.clone(),
            rows: rows.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            lines: lines(rows)?,
        })
    }
}

/// The rows as a terminal shows them, indented by two.
fn lines(rows: &NewsRows) -> io::Result<Vec<String>> {
    let options = Options { width: Some(WIDTH - 2), safe: true, csv_safe: false };
    let columns: Vec<Column> =
        rows.columns.iter().map(|name| Column { name: name.clone() }).collect();
    let mut bytes = Vec::new();
    let mut printer = TABLE.printer(&mut bytes, options);
    printer.begin(&columns)?;
    for row in &rows.rows {
        printer.row(row)?;
    }
    printer.end()?;
    drop(printer);
    let text = String::from_utf8(bytes).map_err(io::Error::other)?;
    Ok(text.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect())
}

impl<'n> Silent<'n> {
    fn of(source: &'n SilentSource, now: &str) -> Self {
        let usual = rhythm::usual(source.usual_per_day);
        let usual = usual.map(|usual| format!("usually {usual}, ")).unwrap_or_default();
        let missing = rhythm::missing(source.missing);
        let missing =
            missing.map(|count| format!("; {count} would have come by now")).unwrap_or_default();
        let since = rhythm::since(&source.last_at, now);
        Self { source, said: format!("{usual}none since {since}{missing}") }
    }
}

impl<'n> Failing<'n> {
    fn of(feed: &'n FailingFeed, now: &str) -> Self {
        let errors = usize::try_from(feed.error_count).unwrap_or(usize::MAX);
        let errors = counted(errors, "error", "errors in a row");
        Self {
            link: Address::of(&feed.url),
            said: format!("since {}, {errors}", rhythm::since(&feed.failing_since, now)),
            feed,
        }
    }
}

fn named(publisher: Option<&str>) -> &str {
    publisher.unwrap_or(NOBODY)
}

/// What an article is called, and what is said of that where it is no headline.
pub(super) fn titled(title: &ReviewTitle, article_id: i64) -> (String, &'static str) {
    match title {
        ReviewTitle::Headline(headline) => (headline.clone(), ""),
        ReviewTitle::FirstWords(words) => (words.clone(), "no headline; its first words"),
        ReviewTitle::Nothing => (format!("Article {article_id}"), "no headline"),
    }
}

/// `X, Y and Z`; with more behind it, `X, Y` for somebody to add `and 3 more` to.
fn listed<T>(items: Vec<T>, has_more: bool) -> Vec<Listed<T>> {
    let last = items.len().saturating_sub(1);
    let before = |place: usize| match place {
        0 => "",
        _ if place == last && !has_more => " and ",
        _ => ", ",
    };
    items
        .into_iter()
        .enumerate()
        .map(|(place, item)| Listed { before: before(place), item })
        .collect()
}
