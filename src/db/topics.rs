//! What articles are about: topics that came with captures, and which spelling stands for a topic.
//!
//! Rulings on topics are decisions, and rules give topics by themselves; the view `article_topics` puts the three together. Must stay true: capitals
//! make no difference, in any alphabet, which SQL cannot say: so each spelling for which another one stands
//! has a row in `topic_spellings`, and whoever changes what topics are in use settles it before the commit.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, named_params};

use crate::model::{ArticleId, Candidate, CaptureId};

/// A topic without its capitals. By way of the capitals, so that `ß` is `ss` and every sigma the same.
pub fn folded(topic: &str) -> String {
    topic.to_uppercase().chars().flat_map(char::to_lowercase).collect()
}

/// Notes the topics with which an article came; whether there are any.
pub(super) fn insert(
    connection: &Connection,
    candidate: &Candidate,
    article: ArticleId,
    capture: CaptureId,
) -> rusqlite::Result<bool> {
    for topic in &candidate.topics {
        connection
            .prepare_cached(
                "INSERT INTO received_topics (capture_id, part, topic, article_id)
                 VALUES (:capture, :part, :topic, :article) ON CONFLICT DO NOTHING",
            )?
            .execute(named_params! {
                ":capture": capture.0, ":part": candidate.draft.part, ":topic": topic,
                ":article": article.0,
            })?;
    }
    Ok(!candidate.topics.is_empty())
}

/// Makes the spellings what the topics in use ask for.
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    let mut shown: BTreeMap<String, String> = BTreeMap::new();
    let mut spellings: BTreeSet<String> = BTreeSet::new();
    // Rulings and rules in their order, then what came in, in an order that does not ask what came first.
    for sql in [
        "SELECT value FROM decisions_in_force WHERE act IN ('tag', 'untag') ORDER BY decision_id",
        "SELECT topic FROM rules WHERE removed_at IS NULL ORDER BY rule_id",
        "SELECT DISTINCT topic FROM received_topics ORDER BY topic",
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        for spelling in statement.query_map([], |row| row.get::<_, String>(0))? {
            let spelling = spelling?;
            shown.entry(folded(&spelling)).or_insert_with(|| spelling.clone());
            spellings.insert(spelling);
        }
    }
    connection.execute("DELETE FROM topic_spellings", [])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO topic_spellings (spelling, topic) VALUES (:spelling, :topic)",
    )?;
    for spelling in spellings {
        match shown.get(&folded(&spelling)) {
            Some(topic) if *topic != spelling => {
                insert.execute(named_params! { ":spelling": spelling, ":topic": topic })?;
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_make_no_difference_in_any_alphabet() {
        for (one, other) in [
            ("AUKUS", "aukus"),
            ("Māori", "MĀORI"),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Мир", "мир"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("Maori"), folded("Māori"));
    }
}
