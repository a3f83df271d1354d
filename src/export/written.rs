//! How text is written where a format has rules of its own about characters.
//!
//! JSON and XML can name any character by its number, so nothing is lost in them; plain lines cannot, and there a
//! character that would break or turn a line round gives way.

use std::io;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::output::safe;

pub use crate::output::web_address;

/// JSON on one line. What could steer a terminal, end a script or turn text round stands there by its number. Fails
/// where the value cannot be written as JSON.
pub fn json(value: &Value) -> io::Result<String> {
    let text = serde_json::to_string(value)?;
    // Outside of strings JSON has no such character.
    let text = safe::for_terminal_in_json(&text);
    Ok(text.replace('<', "\\u003c"))
}

/// An object without the fields that say nothing.
pub fn object(fields: Vec<(&str, Value)>) -> Value {
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    let fields = fields.into_iter().filter(|(_, value)| says(value));
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Text for XML, in elements and in attributes. XML 1.0 has no way to write most control characters.
pub fn xml(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            '\t' | '\n' | '\r' => written.push_str(&format!("&#{};", u32::from(character))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            _ if safe::is_unsafe(character) => {
                written.push_str(&format!("&#x{:X};", u32::from(character)));
            }
            _ => written.push(character),
        }
    }
    written
}

/// Text on one line, without what steers a terminal or turns a line round.
pub fn one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|character| match character {
            _ if character.is_whitespace() => ' ',
            _ if safe::is_unsafe(character) => '\u{fffd}',
            _ => character,
        })
        .collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A short name that is the same in every archive, for something that is known by these words.
pub fn digest(words: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(word.len().to_le_bytes());
        hasher.update(word.as_bytes());
    }
    hasher.finalize().iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_out_does_not_get_out() {
        let hostile = "a\u{202e}b</script>\u{7}\u{2028}\"'&\n";
        let text = json(&Value::from(hostile)).unwrap();
        assert!(!text.contains("</script>") && text.is_ascii(), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), hostile);
        assert_eq!(xml(hostile), "a&#x202E;b&lt;/script&gt;\u{fffd}&#x2028;&quot;&#39;&amp;&#10;");
        assert_eq!(one_line("a\r\nER  - \u{202e}b\u{7}"), "a ER - \u{fffd}b\u{fffd}");
    }
}
