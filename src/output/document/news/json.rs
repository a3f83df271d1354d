//! News as JSON, for programs. The shape is a promise, and `SCHEMA` its number:
//!
//! ```text
//! schema      1
//! title, made_at (RFC 3339), since (in words)
//! watches     [{name, about, stories, left_out, copies_of_told, roles, withdrawals, rows}]
//!   stories   [{article, permalink, title, title_is, publisher, day, dated, url, copies, more_copies,
//!               sentences, more_sentences, quotes, more_quotes, revision}]
//!               title_is: `headline`, `first words`, or `missing`, where title is null
//!     copies    [{article, publisher, day, url}]
//!     sentences [{words, address}]
//!     quotes    [{words, speaker, by_watched, address}]
//!     revision  null or {of_article, changes: [{field, before, after}], more_changes}
//!   roles       [{person, title, publisher, day, address}]
//!   withdrawals [{article, title, title_is, publisher, day, status}]
//!   rows        null or {columns: [name], rows: [[value]], left_out}
//! quiet       [name]
//! silent      [{publisher, usual_per_day, last_at, missing}]
//! failing     [{name, url, error, error_count, failing_since}]
//! ```
//!
//! What must stay true: every field is there, null where nothing is known; texts are as the archive has them, and
//! whoever prints them to a terminal escapes what steers one; a blob is its hex digits, and a number that JSON has no word
//! for is null. New fields may come under the same number; none goes or changes its meaning.

use serde_json::{Value as Json, json as object};

use crate::model::{
    News, NewsQuote, NewsRevision, NewsRows, NewsStory, ReviewCopy, ReviewTitle, Value, WatchNews,
    Withdrawal,
};

/// Which shape it is.
pub const SCHEMA: u32 = 1;

/// Everything that is in the news.
pub fn json(news: &News) -> Json {
    let silent = news.silent.iter().map(|source| {
        object!({
            "publisher": source.publisher,
            "usual_per_day": source.usual_per_day,
            "last_at": source.last_at,
            "missing": source.missing,
        })
    });
    let failing = news.failing.iter().map(|feed| {
        object!({
            "name": feed.name,
            "url": feed.url,
            "error": feed.error,
            "error_count": feed.error_count,
            "failing_since": feed.failing_since,
        })
    });
    object!({
        "schema": SCHEMA,
        "title": news.title,
        "made_at": news.made_at,
        "since": news.since,
        "watches": news.watches.iter().map(watch).collect::<Json>(),
        "quiet": news.quiet,
        "silent": silent.collect::<Json>(),
        "failing": failing.collect::<Json>(),
    })
}

fn watch(watch: &WatchNews) -> Json {
    let roles = watch.roles.iter().map(|role| {
        object!({
            "person": role.person,
            "title": role.title,
            "publisher": role.publisher,
            "day": role.day,
            "address": role.address,
        })
    });
    object!({
        "name": watch.name,
        "about": watch.about,
        "stories": watch.stories.iter().map(story).collect::<Json>(),
        "left_out": watch.left_out,
        "copies_of_told": watch.copies_of_told,
        "roles": roles.collect::<Json>(),
        "withdrawals": watch.withdrawals.iter().map(withdrawal).collect::<Json>(),
        "rows": watch.rows.as_ref().map(rows),
    })
}

fn story(story: &NewsStory) -> Json {
    let (title, title_is) = titled(&story.title);
    let sentences = story
        .sentences
        .iter()
        .map(|sentence| object!({ "words": sentence.words, "address": sentence.address }));
    object!({
        "article": story.article_id,
        "permalink": story.permalink,
        "title": title,
        "title_is": title_is,
        "publisher": story.publisher,
        "day": story.day,
        "dated": story.dated,
        "url": story.url,
        "copies": story.copies.iter().map(copy).collect::<Json>(),
        "more_copies": story.more_copies,
        "sentences": sentences.collect::<Json>(),
        "more_sentences": story.more_sentences,
        "quotes": story.quotes.iter().map(quote).collect::<Json>(),
        "more_quotes": story.more_quotes,
        "revision": story.revision.as_ref().map(revision),
    })
}

fn copy(copy: &ReviewCopy) -> Json {
    object!({
        "article": copy.article_id,
        "publisher": copy.publisher,
        "day": copy.day,
        "url": copy.url,
    })
}

fn quote(quote: &NewsQuote) -> Json {
    object!({
        "words": quote.words,
        "speaker": quote.speaker,
        "by_watched": quote.is_by_watched,
        "address": quote.address,
    })
}

fn revision(revision: &NewsRevision) -> Json {
    let changes = revision.changes.iter().map(
        |change| object!({ "field": change.field, "before": change.before, "after": change.after }),
    );
    object!({
        "of_article": revision.of_article_id,
        "changes": changes.collect::<Json>(),
        "more_changes": revision.more_changes,
    })
}

fn withdrawal(gone: &Withdrawal) -> Json {
    let (title, title_is) = titled(&gone.title);
    object!({
        "article": gone.article_id,
        "title": title,
        "title_is": title_is,
        "publisher": gone.publisher,
        "day": gone.day,
        "status": gone.status,
    })
}

fn rows(rows: &NewsRows) -> Json {
    let values = rows.rows.iter().map(|row| row.iter().map(cell).collect::<Json>());
    object!({ "columns": rows.columns, "rows": values.collect::<Json>(), "left_out": rows.left_out })
}

fn cell(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => Json::from(crate::output::hex(bytes)),
    }
}

fn titled(title: &ReviewTitle) -> (Option<&str>, &'static str) {
    match title {
        ReviewTitle::Headline(headline) => (Some(headline), "headline"),
        ReviewTitle::FirstWords(words) => (Some(words), "first words"),
        ReviewTitle::Nothing => (None, "missing"),
    }
}
