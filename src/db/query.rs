//! The one way out: someone else's SQL, canned reports and search all run here.
//!
//! A statement that is not a read is refused before it starts; one that is runs under limits of
//! time, memory and size (`query_guard`, `query_clock`). Rows leave through a `RowSink`, one at a
//! time, and are never collected. What must stay true: no text given to `Reader::run` changes the
//! archive, makes a file, or keeps the process busy for much longer than the limit.
//!
//! Parameters are bound by name, with `:name`, `@name` or `$name` in the SQL. What people type is
//! text; `value_of_text` says when it is bound as a number.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, Statement};

use super::query_clock::{Alarm, Clock, OPERATIONS_BETWEEN_LOOKS};
use super::query_guard::{MEMORY_LIMIT_MEGABYTES, Refusal, SQL_LIMIT, VALUE_LIMIT, guard};
use super::{Archive, Error, Result, sql_text};
use crate::model::{Column, Flow, RowSink, Value};

/// How long a reader waits for a writer in an archive that is not in WAL mode.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An archive open for questions only.
pub struct Reader {
    connection: Connection,
    path: PathBuf,
    refusal: Refusal,
    clock: Clock,
}

impl Reader {
    /// Takes an archive that was opened for reading, and guards it.
    pub fn of(archive: Archive) -> Result<Self> {
        let Archive { mut connection, path, .. } = archive;
        let guarded = |connection: &mut Connection| -> rusqlite::Result<(Refusal, Clock)> {
            connection.busy_timeout(BUSY_TIMEOUT)?;
            let refusal = guard(connection)?;
            let clock = Clock::standing();
            let looked_at = clock.clone();
            connection
                .progress_handler(OPERATIONS_BETWEEN_LOOKS, Some(move || looked_at.is_over()))?;
            Ok((refusal, clock))
        };
        match guarded(&mut connection) {
            Ok((refusal, clock)) => Ok(Self { connection, path, refusal, clock }),
            Err(error) => Err(Error::from_sqlite(&path, error)),
        }
    }

    /// The file of the archive.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// For our own questions, whose answers are few.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Runs one statement and hands its rows on; returns how many.
    pub fn run(
        &self,
        sql: &str,
        parameters: &[(String, Value)],
        time_limit: Duration,
        sink: &mut dyn RowSink,
    ) -> Result<u64> {
        check_text(sql)?;
        let _alarm = Alarm::set(self.clock.clone(), self.connection.get_interrupt_handle());
        let mut budget = time_limit;
        let failed = |error| self.explain(error, sql, time_limit);

        self.refusal.take();
        let mut statement =
            self.clock.run(&mut budget, || self.connection.prepare(sql)).map_err(failed)?;
        if statement.column_count() == 0 || !statement.readonly() {
            return Err(Error::Refused(format!(
                "query only reads: {} is not allowed",
                sql_text::verb(sql)
            )));
        }
        bind(&mut statement, parameters)?.map_err(failed)?;

        let columns: Vec<Column> =
            statement.column_names().map(|name| Column { name: name.to_owned() }).collect();
        if sink.columns(&columns) == Flow::Stop {
            return Ok(0);
        }
        let mut count = 0;
        let mut values = Vec::with_capacity(columns.len());
        let mut rows = statement.raw_query();
        while let Some(row) = self.clock.run(&mut budget, || rows.next()).map_err(failed)? {
            values.clear();
            for position in 0..columns.len() {
                values.push(row.get_ref(position).map(value_of).map_err(failed)?);
            }
            count += 1;
            if sink.row(&values) == Flow::Stop {
                break;
            }
        }
        Ok(count)
    }

    /// The rows of one of our own statements, for questions whose answers are few.
    pub(super) fn rows(&self, sql: &str, parameters: &[(&str, Value)]) -> Result<Vec<Vec<Value>>> {
        struct Collected(Vec<Vec<Value>>);
        impl RowSink for Collected {
            fn columns(&mut self, _: &[Column]) -> Flow {
                Flow::Continue
            }
            fn row(&mut self, values: &[Value]) -> Flow {
                self.0.push(values.to_vec());
                Flow::Continue
            }
        }
        let parameters: Vec<(String, Value)> =
            parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let mut collected = Collected(Vec::new());
        self.run(sql, &parameters, Duration::from_secs(60), &mut collected)?;
        Ok(collected.0)
    }

    /// What went wrong, in plain words.
    fn explain(&self, error: rusqlite::Error, sql: &str, time_limit: Duration) -> Error {
        let several = "query takes one statement, and there are several";
        if let Some(refused) = self.refusal.take() {
            let verb = sql_text::verb(sql);
            // `SELECT 1; DROP TABLE x`: the second is looked at too, and refused before it is counted.
            if matches!(verb.as_str(), "SELECT" | "VALUES" | "PRAGMA") && sql_text::is_several(sql)
            {
                return Error::Refused(several.to_owned());
            }
            let action = if refused.verb_says_it_better && !verb.is_empty() && verb != "SELECT" {
                verb
            } else {
                refused.action
            };
            return Error::Refused(format!("query only reads: {action} is not allowed"));
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => {
                return Error::TimeLimit { seconds: time_limit.as_secs() };
            }
            Some(ErrorCode::OutOfMemory) => {
                return Error::MemoryLimit { megabytes: MEMORY_LIMIT_MEGABYTES as u64 };
            }
            Some(ErrorCode::TooBig) => {
                return Error::Refused(format!(
                    "the query makes a value longer than {} MB",
                    VALUE_LIMIT / 1_000_000
                ));
            }
            _ => {}
        }
        match error {
            rusqlite::Error::MultipleStatement => Error::Refused(several.to_owned()),
            rusqlite::Error::SqlInputError { msg, sql, offset, .. } => {
                Error::Refused(with_position(&msg, &sql, offset))
            }
            rusqlite::Error::SqliteFailure(failure, Some(message))
                if matches!(failure.code, ErrorCode::Unknown | ErrorCode::TypeMismatch) =>
            {
                Error::Refused(message)
            }
            other => Error::from_sqlite(&self.path, other),
        }
    }
}

/// Text as it was typed, as a value. It is bound as a number exactly where the number is written in
/// the one way SQLite would print it: then `CAST(:value AS TEXT)` gives back what was typed, and so
/// does comparing it with a text column. Bound as text it would be silently unequal to every
/// count: `HAVING count(*) > '5'` is true of no row.
pub fn value_of_text(text: &str) -> Value {
    if let Ok(number) = text.parse::<i64>()
        && number.to_string() == text
    {
        return Value::Integer(number);
    }
    // At most 15 digits: what SQLite prints and reads back without loss.
    let looks_decimal = text.len() <= 16
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_digit() || byte == b'.' || (at == 0 && byte == b'-'));
    if looks_decimal
        && let Ok(number) = text.parse::<f64>()
        && format!("{number:?}") == text
        && number != 0.0
    {
        return Value::Real(number);
    }
    Value::Text(text.to_owned())
}

/// What SQLite would take without a word, or refuse in words that help nobody.
fn check_text(sql: &str) -> Result<()> {
    let refused = |message: String| Err(Error::Refused(message));
    if sql.len() > SQL_LIMIT {
        return refused(format!("the SQL is longer than {SQL_LIMIT} bytes"));
    }
    // Everything after it would be dropped.
    if sql.contains('\0') {
        return refused("the SQL contains a NUL character".to_owned());
    }
    if sql_text::is_empty(sql.trim_start_matches('\u{feff}')) {
        return refused("there is no SQL to run".to_owned());
    }
    Ok(())
}

/// Binds by name. Inner errors are SQLite's, outer ones the caller's.
fn bind(statement: &mut Statement<'_>, given: &[(String, Value)]) -> Result<rusqlite::Result<()>> {
    let mut wanted: Vec<String> = Vec::new();
    for position in 1..=statement.parameter_count() {
        let name =
            statement.parameter_name(position).map(sql_text::parameter_name).unwrap_or_default();
        if name.is_empty() || name.starts_with('?') {
            return Err(Error::Parameters(
                "a parameter needs a name, such as `:since`; `?` has none".to_owned(),
            ));
        }
        if !wanted.iter().any(|known| known == name) {
            wanted.push(name.to_owned());
        }
    }
    check_names(&wanted, given)?;
    for position in 1..=statement.parameter_count() {
        let name =
            statement.parameter_name(position).map(sql_text::parameter_name).unwrap_or_default();
        let Some((_, value)) = given.iter().find(|(known, _)| known == name) else { continue };
        let bound = match value {
            Value::Null => statement.raw_bind_parameter(position, rusqlite::types::Null),
            Value::Integer(number) => statement.raw_bind_parameter(position, number),
            Value::Real(number) => statement.raw_bind_parameter(position, number),
            Value::Text(text) => statement.raw_bind_parameter(position, text),
            Value::Blob(bytes) => statement.raw_bind_parameter(position, bytes),
        };
        if bound.is_err() {
            return Ok(bound);
        }
    }
    Ok(Ok(()))
}

/// What `run` would say about the parameters, for SQL that is shown and not run.
pub fn check_parameters(sql: &str, given: &[(String, Value)]) -> Result<()> {
    check_names(&sql_text::parameter_names(sql), given)
}

/// Names every parameter that is missing, unknown or given twice.
fn check_names(wanted: &[String], given: &[(String, Value)]) -> Result<()> {
    let list = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!(":{name}")).collect();
        match names.as_slice() {
            [] => "no parameters".to_owned(),
            [one] => one.clone(),
            [all @ .., last] => format!("{} and {last}", all.join(", ")),
        }
    };
    let given: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let missing: Vec<&str> = wanted.iter().filter(|name| !given.contains(name)).copied().collect();
    let unknown: Vec<&str> = given.iter().filter(|name| !wanted.contains(name)).copied().collect();
    let mut doubled: Vec<&str> = Vec::new();
    for (position, name) in given.iter().enumerate() {
        if given.iter().take(position).any(|earlier| earlier == name) && !doubled.contains(name) {
            doubled.push(name);
        }
    }
    let mut faults = vec![format!("query needs {}", list(&wanted))];
    for (names, fault) in [(missing, "missing"), (unknown, "unknown"), (doubled, "given twice")] {
        if !names.is_empty() {
            faults.push(format!("{fault} {}", list(&names)));
        }
    }
    if faults.len() == 1 { Ok(()) } else { Err(Error::Parameters(faults.join("; "))) }
}

/// Text that is not UTF-8 (put in by another program) is shown with replacement characters.
fn value_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// SQLite's message, and where in the SQL if it is not plain from the message.
fn with_position(message: &str, sql: &str, offset: i32) -> String {
    let Some(before) = usize::try_from(offset).ok().and_then(|offset| sql.get(..offset)) else {
        return message.to_owned();
    };
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{message} (line {line}, column {column})")
}
