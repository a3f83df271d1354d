//! Rows that belong to an article, written where they differ from those that are there.
//!
//! A ruling derives thousands of articles again, and most of what they give is what the archive has: reading a row and
//! leaving it costs a tenth of deleting it and storing it anew, in the table and in each of its indexes. Must stay
//! true: afterwards the article has these rows and no others.

use std::cmp::Ordering;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection};

use crate::model::ArticleId;

/// A table with rows of articles: its columns beside `article_id`, of which the first `key` ones name a row within its
/// article.
pub(super) struct ArticleTable<const N: usize> {
    pub name: &'static str,
    pub columns: [&'static str; N],
    pub key: usize,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Changed {
    Added,
    Removed,
}

/// The cells of a row.
pub(super) type Cells<'a, const N: usize> = [ValueRef<'a>; N];

impl<const N: usize> ArticleTable<N> {
    /// Makes the rows of an article these, and hands over what changed. `is_new` says that it has none so far.
    pub fn write(
        &self,
        connection: &Connection,
        article: ArticleId,
        mut rows: Vec<Cells<'_, N>>,
        is_new: bool,
        mut changed: impl FnMut(Changed, &Cells<'_, N>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        if !is_new {
            rows.sort_unstable_by(|one, other| self.order(one, other));
            rows = self.kept_apart(connection, article, rows, &mut changed)?;
        }
        if rows.is_empty() {
            return Ok(());
        }
        let marks: Vec<String> = (2..N + 2).map(|number| format!("?{number}")).collect();
        let mut insert = connection.prepare_cached(&format!(
            "INSERT INTO {} (article_id, {}) VALUES (?1, {})",
            self.name,
            self.columns.join(", "),
            marks.join(", "),
        ))?;
        for row in rows {
            execute(&mut insert, article, &row)?;
            changed(Changed::Added, &row)?;
        }
        Ok(())
    }

    /// Removes each stored row that is not in `rows`, which are in order, and returns those of `rows` that are not stored.
    fn kept_apart<'r>(
        &self,
        connection: &Connection,
        article: ArticleId,
        rows: Vec<Cells<'r, N>>,
        changed: &mut impl FnMut(Changed, &Cells<'_, N>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Vec<Cells<'r, N>>> {
        let keys = &self.columns[..self.key];
        let mut select = connection.prepare_cached(&format!(
            "SELECT {} FROM {} WHERE article_id = ?1 ORDER BY {}",
            self.columns.join(", "),
            self.name,
            keys.join(", "),
        ))?;
        let named: Vec<String> =
            (2..).zip(keys).map(|(number, key)| format!("{key} = ?{number}")).collect();
        let delete =
            format!("DELETE FROM {} WHERE article_id = ?1 AND {}", self.name, named.join(" AND "));
        let mut removed: Vec<Vec<Value>> = Vec::new();
        let mut missing = Vec::new();
        let mut rows = rows.into_iter().peekable();
        let mut stored = select.query([article.0])?;
        while let Some(row) = stored.next()? {
            let mut there = [ValueRef::Null; N];
            for (index, cell) in there.iter_mut().enumerate() {
                *cell = row.get_ref(index)?;
            }
            while let Some(before) = rows.next_if(|new| self.order(new, &there).is_lt()) {
                missing.push(before);
            }
            if rows.next_if(|new| *new == there).is_none() {
                changed(Changed::Removed, &there)?;
                let key = there.iter().take(self.key).map(|&cell| Value::try_from(cell));
                removed.push(key.collect::<Result<Vec<Value>, _>>()?);
            }
        }
        missing.extend(rows);
        drop(stored);
        let mut delete = connection.prepare_cached(&delete)?;
        for key in removed {
            delete.raw_bind_parameter(1, article.0)?;
            for (index, cell) in (2..).zip(&key) {
                delete.raw_bind_parameter(index, cell)?;
            }
            delete.raw_execute()?;
        }
        Ok(missing)
    }

    /// As the rows of an article lie in the table.
    fn order(&self, one: &Cells<'_, N>, other: &Cells<'_, N>) -> Ordering {
        let cells = one.iter().zip(other).take(self.key);
        cells.fold(Ordering::Equal, |order, (one, other)| {
            order.then_with(|| match (one, other) {
                (ValueRef::Integer(one), ValueRef::Integer(other)) => one.cmp(other),
                (ValueRef::Text(one), ValueRef::Text(other)) => one.cmp(other),
                _ => Ordering::Equal,
            })
        })
    }
}

fn execute<const N: usize>(
    statement: &mut CachedStatement<'_>,
    article: ArticleId,
    cells: &Cells<'_, N>,
) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(1, article.0)?;
    for (index, &cell) in (2..).zip(cells) {
        statement.raw_bind_parameter(index, ToSqlOutput::Borrowed(cell))?;
    }
    statement.raw_execute().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: ArticleTable<3> =
        ArticleTable { name: "words", columns: ["field", "place", "word"], key: 2 };

    fn cells(row: &(&'static str, i64, &'static str)) -> Cells<'static, 3> {
        let text = |text: &'static str| ValueRef::Text(text.as_bytes());
        [text(row.0), ValueRef::Integer(row.1), text(row.2)]
    }

    /// Whether a row was added or removed, and its place.
    type Changes = Vec<(bool, i64)>;
    type Rows = Vec<(String, i64, String)>;

    /// What of `after` and `before` was added and removed, and the rows that are there then.
    fn written(
        before: &[(&'static str, i64, &'static str)],
        after: &[(&'static str, i64, &'static str)],
    ) -> (Changes, Rows) {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE words (article_id INTEGER, field TEXT, place INTEGER, word TEXT,
                    PRIMARY KEY (article_id, field, place)) STRICT, WITHOUT ROWID;
                 INSERT INTO words VALUES (2, 'body', 1, 'of another article')",
            )
            .unwrap();
        let article = ArticleId(1);
        let rows = before.iter().map(cells).collect();
        WORDS.write(&connection, article, rows, true, |_, _| Ok(())).unwrap();
        let mut changes = Vec::new();
        WORDS
            .write(
                &connection,
                article,
                after.iter().map(cells).collect(),
                false,
                |changed, row| {
                    changes.push((changed == Changed::Added, row[1].as_i64()?));
                    Ok(())
                },
            )
            .unwrap();
        let mut select = connection
            .prepare(
                "SELECT field, place, word FROM words WHERE article_id = 1 ORDER BY field, place",
            )
            .unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let rows = rows.collect::<rusqlite::Result<_>>().unwrap();
        let others: i64 = connection
            .query_row("SELECT count(*) FROM words WHERE article_id = 2", [], |row| row.get(0))
            .unwrap();
        assert_eq!(others, 1);
        (changes, rows)
    }

    #[test]
    fn only_what_differs_is_written() {
        let before =
            [("body", 3, "c"), ("body", 10, "d"), ("headline", 1, "a"), ("headline", 2, "b")];
        let after = [("headline", 1, "a"), ("body", 5, "e"), ("body", 10, "D"), ("body", 3, "c")];
        let (changes, rows) = written(&before, &after);
        assert_eq!(changes, [(false, 10), (false, 2), (true, 5), (true, 10)]);
        let rows: Vec<_> = rows.iter().map(|row| (row.0.as_str(), row.1, row.2.as_str())).collect();
        let wanted = [("body", 3, "c"), ("body", 5, "e"), ("body", 10, "D"), ("headline", 1, "a")];
        assert_eq!(rows, wanted);
        assert_eq!(written(&before, &before).0, []);
        assert_eq!(written(&before, &[]).1, []);
        assert_eq!(written(&[], &before).1.len(), 4);
    }
}
