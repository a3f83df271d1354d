//! Text on its way into markup, and which addresses may become links.
//!
//! What steers a terminal or turns the direction of writing is shown as an escape, as on a terminal (`safe`), what
//! XML 1.0 forbids becomes U+FFFD, and markup stays text.

use super::safe;

/// Text as it may stand in XML and HTML, between tags or in an attribute, on one line.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in safe::for_terminal(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

/// An address as it may stand anywhere: of the web, without a character that none has. `None` for any other.
pub fn web_address(text: &str) -> Option<&str> {
    let is_web = text.starts_with("http://") || text.starts_with("https://");
    let may_stand = |character: char| {
        !character.is_whitespace()
            && !character.is_control()
            && !safe::is_unsafe(character)
            && !"<>\"{}|\\^`".contains(character)
    };
    (is_web && text.chars().all(may_stand)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_through_as_markup() {
        assert_eq!(
            xml("</script><b a='1' c=\"2\">&amp;\u{0}\u{ffff}\n\u{202e}x"),
            "&lt;/script&gt;&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;\\x00\u{fffd} \\u{202e}x"
        );
        assert_eq!(xml("Māori 東京 👩\u{200d}👧"), "Māori 東京 👩\u{200d}👧");
    }

    #[test]
    fn addresses_are_of_the_web() {
        assert!(web_address("https://example.org/a?b=c%20d#e").is_some());
        for text in
            ["javascript:alert(1)", "https://a/b c", "https://a/\r\nX: y", "https://a/{b}", "urn:a"]
        {
            assert_eq!(web_address(text), None, "{text:?}");
        }
    }
}
