//! The beginning of a text that may be as long as it likes, where what shows it has only so much room.

use std::borrow::Cow;

/// A text of so many characters at most; a longer one ends with `…`.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default().trim_end()))
        }
        None => Cow::Borrowed(text),
    }
}
