//! JSON-RPC 2.0: what a message is, and what an answer looks like.
//!
//! What must stay true: a request gets one answer with its own number; a notification, and an answer to something that we
//! never asked, get none.

use serde_json::{Map, Value, json};

use super::wire::MOST_BYTES;

/// The codes of JSON-RPC and of the protocol.
pub const PARSE_ERROR: i64 = -32700;
pub const INVALID_REQUEST: i64 = -32600;
pub const METHOD_NOT_FOUND: i64 = -32601;
pub const INVALID_PARAMS: i64 = -32602;
pub const UNSUPPORTED_VERSION: i64 = -32022;

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: i64,
    pub message: String,
    pub data: Option<Box<Value>>,
}

impl Fault {
    /// With its code and message.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }
}

/// What a client wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// A string or a whole number.
    pub id: Value,
    pub method: String,
    pub params: Map<String, Value>,
}

/// A message that came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    Request(Request),
    /// A notification, or an answer: nothing is said to it.
    Unanswered,
}

/// Bytes as JSON. The fault says why they are none.
pub fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Fault::new(PARSE_ERROR, "the message is not text in UTF-8"))?;
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Fault::new(PARSE_ERROR, format!("the message is not JSON ({place})"))
    })
}

/// JSON as a message. The fault goes with the number of the request, as far as it has one.
pub fn read(value: Value) -> Result<Message, (Value, Fault)> {
    let invalid = |id: &Value, why: &str| Err((id.clone(), Fault::new(INVALID_REQUEST, why)));
    let Value::Object(mut fields) = value else {
        return invalid(&Value::Null, "a message is a JSON object");
    };
    let id = fields.remove("id");
    let known = match &id {
        Some(id @ Value::String(_)) => id.clone(),
        Some(id @ Value::Number(number)) if !number.is_f64() => id.clone(),
        _ => Value::Null,
    };
    if fields.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid(&known, "`jsonrpc` must be \"2.0\"");
    }
    let is_answer = fields.contains_key("result") || fields.contains_key("error");
    let method = match fields.remove("method") {
        Some(Value::String(method)) => method,
        None if is_answer => return Ok(Message::Unanswered),
        _ => return invalid(&known, "`method` must be a string"),
    };
    if id.is_none() {
        return Ok(Message::Unanswered);
    }
    if known.is_null() {
        return invalid(&known, "`id` must be a string or a whole number");
    }
    match fields.remove("params") {
        None => Ok(Message::Request(Request { id: known, method, params: Map::new() })),
        Some(Value::Object(params)) => Ok(Message::Request(Request { id: known, method, params })),
        Some(_) => Err((known, Fault::new(INVALID_PARAMS, "`params` must be an object"))),
    }
}

/// The answer to a request.
pub fn answer(id: Value, outcome: Result<Value, Fault>) -> Value {
    match outcome {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(Fault { code, message, data }) => {
            let mut error = json!({ "code": code, "message": message });
            if let (Some(data), Some(error)) = (data, error.as_object_mut()) {
                error.insert("data".to_owned(), *data);
            }
            json!({ "jsonrpc": "2.0", "id": id, "error": error })
        }
    }
}

/// What is said of a message that was not read.
pub fn too_long() -> Value {
    let fault = Fault::new(INVALID_REQUEST, format!("a message has at most {MOST_BYTES} bytes"));
    answer(Value::Null, Err(fault))
}
