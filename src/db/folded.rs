//! How every name is compared, kept beside it: `folded_names`.
//!
//! Triggers keep a row for each name that is in use, whoever writes it; only the program can fold a
//! name, and does so before a batch is committed. What must stay true: nothing but `Fold` decides how
//! names are compared, so whoever asks for one folds it in the same way.

use rusqlite::{Connection, named_params};

use super::{Archive, Error, Result};

/// Makes of a name how it is compared.
pub type Fold = fn(&str) -> String;

/// Folds the names that are new.
pub(super) fn fill(connection: &Connection, fold: Fold) -> rusqlite::Result<()> {
    let new: Vec<String> = connection
        .prepare_cached("SELECT name FROM folded_names WHERE folded IS NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut update =
        connection.prepare_cached("UPDATE folded_names SET folded = :folded WHERE name = :name")?;
    for name in new {
        update.execute(named_params! { ":folded": fold(&name), ":name": name })?;
    }
    Ok(())
}

/// Whether no name waits to be folded.
pub(super) fn is_filled(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM folded_names WHERE folded IS NULL)",
        [],
        |row| row.get(0),
    )
}

impl Archive {
    /// Hands over every name with how it is stored to be compared.
    pub fn for_each_folded_name(&self, mut take: impl FnMut(&str, Option<&str>)) -> Result<()> {
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare("SELECT name, folded FROM folded_names")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let folded: Option<String> = row.get(1)?;
                take(&row.get::<_, String>(0)?, folded.as_deref());
            }
            Ok(())
        };
        each().map_err(|error| Error::from_sqlite(&self.path, error))
    }
}
