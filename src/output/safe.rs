//! Text for a terminal: what could steer it, or make it show other text than there is, is written
//! as an escape: `\x1b`, `\u{202e}`.
//!
//! That is the control characters but newline and tab, the controls of writing direction, and what
//! is invisible. The joiners U+200C and U+200D stay between letters that are not ASCII, where
//! Persian, Hindi and emoji need them; inside `Peters` they only hide.

use std::borrow::Cow;

/// The text, with escapes in Rust's spelling.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    escaped(text, |character, out| {
        if (character as u32) < 0x100 {
            out.push_str(&format!("\\x{:02x}", character as u32));
        } else {
            out.push_str(&format!("\\u{{{:x}}}", character as u32));
        }
    })
}

/// Text that is JSON already, with escapes in JSON's spelling: it stays the same JSON value.
pub(super) fn for_terminal_in_json(json: &str) -> Cow<'_, str> {
    escaped(json, |character, out| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

/// Whether a character may never reach a terminal.
pub fn is_unsafe(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        c if c.is_control() => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' => true,
        '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let hides = is_joiner(character)
            && !(before.is_some_and(joins) && characters.peek().copied().is_some_and(joins));
        if hides || is_unsafe(character) {
            escape(character, &mut out);
        } else {
            out.push(character);
        }
        before = Some(character);
    }
    Cow::Owned(out)
}

/// Whether a joiner beside this character has work to do.
fn joins(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && !is_joiner(character) && !is_unsafe(character)
        // Latin letters with diacritics are joined to nothing.
        && !('\u{a0}'..='\u{24f}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (text, expected) in [
            ("plain\ttext\n", "plain\ttext\n"),
            ("\u{1b}[2J", "\\x1b[2J"),
            ("\u{9b}31m", "\\x9b31m"),
            ("a\rb\u{7f}", "a\\x0db\\x7f"),
            ("\u{202e}evil", "\\u{202e}evil"),
            ("Pe\u{200c}ters", "Pe\\u{200c}ters"),
            ("é\u{200d}é", "é\\u{200d}é"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}👧", "👩\u{200d}👧"),
            ("\u{e0041}", "\\u{e0041}"),
            ("Māori “quoted” 東京", "Māori “quoted” 東京"),
        ] {
            assert_eq!(for_terminal(text), expected);
        }
        assert_eq!(for_terminal_in_json("\"\u{e0041}\u{9b}\""), "\"\\udb40\\udc41\\u009b\"");
    }
}
