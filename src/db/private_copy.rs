//! A copy of an archive without a name: what is tried out in it, nobody sees, and it is gone with its
//! connection, however that ends.
//!
//! SQLite keeps it in memory and puts what is too much into the temporary folder. It is copied page by
//! page, so that a damaged archive can be copied too.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{OpenFlags, TransactionBehavior};

use super::connect::{open, set_for_writing};
use super::{Archive, Error, Result, foreign, migrate};

impl Archive {
    /// The schema that this program makes.
    pub fn newest_schema() -> i64 {
        migrate::KNOWN_VERSION
    }

    /// The schema that the archive has, where it is older than this program's.
    pub fn older_schema(&self) -> Result<Option<i64>> {
        let found = migrate::applied_version(&self.connection, &self.path)?;
        Ok((found < migrate::KNOWN_VERSION).then_some(found))
    }

    /// A private copy, of this program's schema and without the triggers of people's own.
    pub fn private_copy(&self) -> Result<Self> {
        let sqlite = |error| Error::from_sqlite(&self.path, error);
        // An empty name: a database of this connection alone.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = open(Path::new(""), flags, Duration::ZERO)?;
        Backup::new(&self.connection, &mut connection)
            .and_then(|backup| backup.run_to_completion(i32::MAX, Duration::ZERO, None))
            .map_err(sqlite)?;
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        set_for_writing(&connection).map_err(sqlite)?;
        migrate::run_on_copy(&mut connection, &self.path)?;
        foreign::drop_triggers(&connection).map_err(sqlite)?;
        Ok(Self::new(connection, self.path.clone()))
    }
}
