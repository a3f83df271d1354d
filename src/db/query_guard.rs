//! What someone else's SQL may do on an archive: read it, within bounds.
//!
//! A read-only connection is no sandbox: tried without an authorizer, it wrote a file by
//! `VACUUM INTO`, attached other programs' databases, made temporary tables and changed the memory
//! limit of the whole process; `query_only` is switched off by the SQL itself, and
//! `sqlite3_stmt_readonly` is true of most of this. So the authorizer denies everything that is not
//! on a list, and every other setting here is a second lock on the same door.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

/// Memory of all of SQLite in this process. Sorts and DISTINCT stay in memory (`temp_store`), so
/// this bounds them too, instead of the free space of the temporary folder.
pub(super) const MEMORY_LIMIT_MEGABYTES: i64 = 256;

/// Longest statement, in bytes.
pub(super) const SQL_LIMIT: usize = 100_000;

/// Longest string, blob or row, in bytes: ten times the longest article. One operation on such a
/// value cannot be stopped half-way, so this is also what keeps the time limit honest: doubling a
/// string took 0.12 s up to this size and 19.6 s up to SQLite's own limit of 1 GB.
pub(super) const VALUE_LIMIT: usize = 10_000_000;

const LIMITS: [(Limit, i32); 12] = [
    (Limit::SQLITE_LIMIT_LENGTH, VALUE_LIMIT as i32),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT as i32),
    (Limit::SQLITE_LIMIT_COLUMN, 200),
    // Since 3.54 this is also the number of tables that one statement's CTEs may come to, and a view
    // of ours has forty-five.
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 1000),
    (Limit::SQLITE_LIMIT_PARSER_DEPTH, 500),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    // json_object takes two for each column.
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 250),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
];

const SETTINGS: [(DbConfig, bool); 6] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    // A misspelt column in double quotes is an error instead of a string.
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
];

/// Functions that load code, write (`optimize` rewrites an FTS3 index) or, in shells and other
/// builds, reach files. A test holds the list of all that SQLite has here, so that an upgrade that
/// brings new ones is looked at.
const DENIED_FUNCTIONS: [&str; 7] =
    ["load_extension", "fts3_tokenizer", "optimize", "sqlite_log", "edit", "readfile", "writefile"];

/// Pragmas that tell about the schema, and take the name of a table or an index.
const PRAGMAS_ABOUT: [&str; 11] = [
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "foreign_key_check",
    "integrity_check",
    "quick_check",
    "function_list",
];

/// Pragmas that are read without a value and would be set with one.
const PRAGMAS_WITHOUT_VALUE: [&str; 14] = [
    "application_id",
    "collation_list",
    "compile_options",
    "data_version",
    "database_list",
    "encoding",
    "foreign_keys",
    "freelist_count",
    "module_list",
    "page_count",
    "page_size",
    "pragma_list",
    "schema_version",
    "user_version",
];

/// What the authorizer refused first, in words: `DELETE on articles`.
#[derive(Clone, Default)]
pub(super) struct Refusal(Arc<Mutex<Option<Refused>>>);

/// A refused action, and whether the statement's own verb says it better: `CREATE TABLE` asks to
/// insert into the schema table, `VACUUM` to attach a file.
#[derive(Clone)]
pub(super) struct Refused {
    pub action: String,
    pub verb_says_it_better: bool,
}

impl Refusal {
    /// What was refused last, and forgets it.
    pub fn take(&self) -> Option<Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, refused: Refused) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(refused);
    }
}

/// Sets everything on a connection that was opened read-only. The authorizer comes last: it would
/// refuse the pragmas before it.
pub(super) fn guard(connection: &mut Connection) -> rusqlite::Result<Refusal> {
    for (limit, value) in LIMITS {
        connection.set_limit(limit, value)?;
    }
    for (setting, value) in SETTINGS {
        connection.set_db_config(setting, value)?;
    }
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "hard_heap_limit", MEMORY_LIMIT_MEGABYTES * 1024 * 1024)?;

    let refusal = Refusal::default();
    let noted = refusal.clone();
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        match refused(&context.action) {
            None => Authorization::Allow,
            Some(refused) => {
                noted.note(refused);
                Authorization::Deny
            }
        }
    }))?;
    Ok(refusal)
}

/// `None` for what is allowed. Whatever is not named here is refused.
fn refused(action: &AuthAction<'_>) -> Option<Refused> {
    let own = |action: String| Some(Refused { action, verb_says_it_better: false });
    let verb =
        |action: &str| Some(Refused { action: action.to_owned(), verb_says_it_better: true });
    match action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => None,
        AuthAction::Function { function_name } => {
            let denied =
                DENIED_FUNCTIONS.iter().any(|name| name.eq_ignore_ascii_case(function_name));
            if denied { own(format!("the function {function_name}")) } else { None }
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let is_in =
                |list: &[&str]| list.iter().any(|name| name.eq_ignore_ascii_case(pragma_name));
            if is_in(&PRAGMAS_ABOUT) || (pragma_value.is_none() && is_in(&PRAGMAS_WITHOUT_VALUE)) {
                None
            } else {
                own(format!("PRAGMA {pragma_name}"))
            }
        }
        AuthAction::Insert { table_name } => change("INSERT", table_name),
        AuthAction::Delete { table_name } => change("DELETE", table_name),
        AuthAction::Update { table_name, .. } => change("UPDATE", table_name),
        AuthAction::Attach { .. } => verb("ATTACH"),
        AuthAction::Detach { .. } => own("DETACH".to_owned()),
        AuthAction::Transaction { .. } => verb("a transaction"),
        AuthAction::Savepoint { .. } => verb("SAVEPOINT"),
        _ => verb("a statement that changes something"),
    }
}

fn change(verb: &str, table: &str) -> Option<Refused> {
    Some(Refused {
        action: format!("{verb} on {table}"),
        verb_says_it_better: table.starts_with("sqlite_"),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every function that SQLite as we build it has. A new one breaks this test; look at what it
    /// does, deny it or not, and add it.
    #[test]
    fn every_function_has_been_looked_at() {
        const SEEN: &str = include_str!("query_functions.txt");
        let seen: BTreeSet<&str> = SEEN.lines().filter(|line| !line.starts_with('#')).collect();
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection
            .prepare("SELECT DISTINCT name FROM pragma_function_list ORDER BY name")
            .unwrap();
        let found: BTreeSet<String> =
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        let new: Vec<_> = found.iter().filter(|name| !seen.contains(name.as_str())).collect();
        assert!(new.is_empty(), "not looked at: {new:?}");
    }
}
