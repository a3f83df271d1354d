//! Parquet: a folder with a file for each table that is meant for people, for DuckDB, pandas, R and Spark.
//!
//! The types are those of the schema: text, whole and real numbers, days as DATE, instants as TIMESTAMP in UTC; every
//! column may be without a value. What must stay true: a value leaves as what its column says it is, or the export
//! ends and says where it is; and no more rows than make one group are in memory.

use std::io::{self, Write};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{Exporter, Form, Format, Holds, OpenFile, Place, Setting, Stream};
use crate::model::{ColumnKind, ExportedColumn, ExportedTable, Value};

pub const FORMAT: Format = Format {
    name: "parquet",
    about: "Parquet: a file for each table, for DuckDB, pandas, R and Spark",
    holds: Holds::Texts,
    form: Form::Folder,
    endings: &[],
    streams: &[Stream::Tables],
    make,
};

/// Rows of a group, as other writers on a desk have it.
const MOST_ROWS: usize = 1_048_576;
/// The same in bytes held in memory: bodies are long.
const MOST_BYTES: usize = 64 << 20;

type File = SerializedFileWriter<Box<dyn Write + Send>>;

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let known = [
        ("cuttings.schema_version", setting.schema_version.to_string()),
        ("cuttings.made_at", setting.made_at.clone()),
    ];
    let known = known.map(|(name, value)| KeyValue::new(name.to_owned(), value));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(setting.program.clone())
        .set_key_value_metadata(Some(known.to_vec()))
        .build();
    Ok(Box::new(Parquet { open: place.folder()?, properties: Arc::new(properties), table: None }))
}

struct Parquet<'w> {
    open: &'w mut OpenFile<'w>,
    properties: WriterPropertiesPtr,
    table: Option<Table>,
}

/// A table under way.
struct Table {
    file: File,
    name: &'static str,
    columns: Vec<(ExportedColumn, Values)>,
    rows: usize,
    bytes: usize,
    /// Rows of earlier groups, to say where a value stands.
    written: usize,
}

/// Values of one column that wait for their group; levels: 1 where there is a value.
struct Values {
    levels: Vec<i16>,
    present: Present,
}

enum Present {
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Days(Vec<i32>),
    Instants(Vec<i64>),
}

impl Exporter for Parquet<'_> {
    fn table(&mut self, table: &ExportedTable) -> io::Result<()> {
        self.finish()?;
        let file = (self.open)(&format!("{}.parquet", table.name))?;
        let schema = schema(table).map_err(io_error)?;
        let file = SerializedFileWriter::new(file, schema, Arc::clone(&self.properties));
        let columns = table.columns.iter().map(|column| (column.clone(), Values::of(column.kind)));
        self.table = Some(Table {
            file: file.map_err(io_error)?,
            name: table.name,
            columns: columns.collect(),
            rows: 0,
            bytes: 0,
            written: 0,
        });
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let Some(table) = &mut self.table else { return Ok(()) };
        for ((column, waiting), value) in table.columns.iter_mut().zip(values) {
            waiting.push(value).map_err(|reason| {
                let row = table.written + table.rows + 1;
                io::Error::other(format!("{} row {row}, {}: {reason}", table.name, column.name))
            })?;
            table.bytes += size(value);
        }
        table.rows += 1;
        match table.rows >= MOST_ROWS || table.bytes >= MOST_BYTES {
            true => table.group().map_err(io_error),
            false => Ok(()),
        }
    }

    fn end(mut self: Box<Self>) -> io::Result<Vec<String>> {
        self.finish()?;
        Ok(Vec::new())
    }
}

impl Parquet<'_> {
    fn finish(&mut self) -> io::Result<()> {
        let Some(mut table) = self.table.take() else { return Ok(()) };
        table.group().and_then(|()| table.file.close().map(|_| ())).map_err(io_error)
    }
}

impl Table {
    /// Writes the rows that wait.
    fn group(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for (_, values) in &mut self.columns {
            values.write(&mut group)?;
        }
        group.close()?;
        self.written += self.rows;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Values {
    fn of(kind: ColumnKind) -> Self {
        let present = match kind {
            ColumnKind::Text => Present::Texts(Vec::new()),
            ColumnKind::Integer => Present::Integers(Vec::new()),
            ColumnKind::Real => Present::Reals(Vec::new()),
            ColumnKind::Day => Present::Days(Vec::new()),
            ColumnKind::Instant => Present::Instants(Vec::new()),
        };
        Self { levels: Vec::new(), present }
    }

    fn push(&mut self, value: &Value) -> Result<(), String> {
        if *value == Value::Null {
            self.levels.push(0);
            return Ok(());
        }
        match (&mut self.present, value) {
            (Present::Texts(all), Value::Text(text)) => all.push(ByteArray::from(text.as_str())),
            (Present::Integers(all), Value::Integer(number)) => all.push(*number),
            (Present::Reals(all), Value::Real(number)) => all.push(*number),
            (Present::Days(all), Value::Text(text)) => all.push(day(text)?),
            (Present::Instants(all), Value::Text(text)) => all.push(instant(text)?),
            (_, other) => return Err(format!("{other:?} is not of the column's type")),
        }
        self.levels.push(1);
        Ok(())
    }

    fn write(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, Box<dyn Write + Send>>,
    ) -> Result<(), ParquetError> {
        match &mut self.present {
            Present::Texts(all) => write::<ByteArrayType>(group, all, &self.levels)?,
            Present::Integers(all) | Present::Instants(all) => {
                write::<Int64Type>(group, all, &self.levels)?;
            }
            Present::Reals(all) => write::<DoubleType>(group, all, &self.levels)?,
            Present::Days(all) => write::<Int32Type>(group, all, &self.levels)?,
        }
        self.levels.clear();
        Ok(())
    }
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Box<dyn Write + Send>>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<(), ParquetError> {
    let column = group.next_column()?;
    let mut column = column.ok_or_else(|| ParquetError::General("a column too many".to_owned()))?;
    column.typed::<T>().write_batch(values, Some(levels), None)?;
    values.clear();
    column.close()
}

fn schema(table: &ExportedTable) -> Result<TypePtr, ParquetError> {
    let column = |column: &ExportedColumn| -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match column.kind {
            ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnKind::Integer => (Physical::INT64, None),
            ColumnKind::Real => (Physical::DOUBLE, None),
            ColumnKind::Day => (Physical::INT32, Some(LogicalType::Date)),
            ColumnKind::Instant => {
                (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS)))
            }
        };
        let column = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        column.build().map(Arc::new)
    };
    let columns = table.columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(table.name).with_fields(columns).build().map(Arc::new)
}

/// Days since 1970.
fn day(text: &str) -> Result<i32, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let day = day.map_err(|_| format!("`{text}` is not a day"))?;
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).map_err(|_| format!("`{text}` is too far away"))
}

/// Microseconds since 1970.
fn instant(text: &str) -> Result<i64, String> {
    let instant = DateTime::parse_from_rfc3339(text);
    instant
        .map(|instant| instant.timestamp_micros())
        .map_err(|_| format!("`{text}` is not an instant"))
}

/// How much memory a value takes, roughly.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len() + 16,
        Value::Blob(bytes) => bytes.len() + 16,
        _ => 16,
    }
}

/// The error beneath: a full disk must still be known for one.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error.to_string()),
        },
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_count_from_1970() {
        assert_eq!(day("1970-01-01"), Ok(0));
        assert_eq!(day("1969-12-31"), Ok(-1));
        assert_eq!(instant("1970-01-01T00:00:01Z"), Ok(1_000_000));
        assert!(day("2024-13-01").is_err() && instant("2024-03-18").is_err());
    }
}
