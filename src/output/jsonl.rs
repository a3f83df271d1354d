//! One JSON object a line. Numbers that JSON does not know are null, blobs are hex.

use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use super::{Options, Printer, hex, safe, unique_names};
use crate::model::{Column, Value};

/// A printer of a JSON object a line.
pub(super) fn printer(to: &mut dyn Write, options: Options) -> Box<dyn Printer + '_> {
    Box::new(Jsonl { to, options, names: Vec::new() })
}

struct Jsonl<'w> {
    to: &'w mut dyn Write,
    options: Options,
    names: Vec<String>,
}

impl Printer for Jsonl<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        self.names = unique_names(columns);
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let text = object(&self.names, values, self.options)?;
        self.to.write_all(text.as_bytes())?;
        self.to.write_all(b"\n")
    }

    fn end(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A row as an object on one line.
pub(super) fn object(names: &[String], values: &[Value], options: Options) -> io::Result<String> {
    let object: Map<String, Json> = names.iter().cloned().zip(values.iter().map(json_of)).collect();
    let text = serde_json::to_string(&object)?;
    Ok(if options.safe { safe::for_terminal_in_json(&text).into_owned() } else { text })
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => Json::from(hex(bytes)),
    }
}
