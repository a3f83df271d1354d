//! Addresses that may be followed: of the web, and no other.
//!
//! `javascript:`, `data:` and `file:` are text in a document and never a link.

use std::fmt::Write;

/// An address of the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// `None`: it is no address of the web, or has a character that none has.
    pub fn of(text: &str) -> Option<Self> {
        crate::output::web_address(text).map(|text| Self(text.to_owned()))
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same page, opened where the words stand, in browsers that look for them (text fragments, WICG). Of a long
    /// passage the first words and the last are looked for.
    pub fn at_words(&self, words: &str) -> Self {
        // A fragment that is there already belongs to the page's own script, or names a place in it; both may stay.
        let directive = match self.0.contains('#') {
            true => ":~:text=",
            false => "#:~:text=",
        };
        if self.0.contains(":~:") {
            return self.clone();
        }
        let words: Vec<&str> = words.split_whitespace().collect();
        let text = match words.len() {
            0 => return self.clone(),
            1..=ENOUGH => encoded(&words.join(" ")),
            more => format!(
                "{},{}",
                encoded(&words[..ENOUGH / 2].join(" ")),
                encoded(&words[more - ENOUGH / 2..].join(" "))
            ),
        };
        Self(format!("{}{directive}{text}", self.0))
    }

    /// As it stands in the angle brackets of a Markdown link.
    pub fn in_markdown(&self) -> String {
        self.0.replace('&', "&amp;").replace('[', "%5B").replace(']', "%5D")
    }
}

/// Words of a passage that are looked for as they are.
const ENOUGH: usize = 10;

/// Percent-encoded, also what means something in a text directive: `-`, `,` and `&`.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked() {
        for text in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//example.org",
            "https://example.org/\"onclick",
            "https://example.org/ x",
            "https://example.org/\u{202e}x",
            "",
        ] {
            assert_eq!(Address::of(text), None, "{text}");
        }
        assert_eq!(
            Address::of("http://a.example/x?y=1&z#w").unwrap().as_str(),
            "http://a.example/x?y=1&z#w"
        );
    }

    #[test]
    fn words_are_looked_for_on_the_page() {
        let page = Address::of("https://a.example/1").unwrap();
        let at = |words: &str| page.at_words(words).as_str().to_owned();
        assert_eq!(
            at("no tolls,\n this-year & é"),
            "https://a.example/1#:~:text=no%20tolls%2C%20this%2Dyear%20%26%20%C3%A9"
        );
        assert_eq!(
            at("a b c d e f g h i j k l"),
            "https://a.example/1#:~:text=a%20b%20c%20d%20e,h%20i%20j%20k%20l"
        );
        assert_eq!(at("  "), "https://a.example/1");
        let named = Address::of("https://a.example/1#part").unwrap().at_words("x");
        assert_eq!(named.as_str(), "https://a.example/1#part:~:text=x");
        assert_eq!(named.at_words("y"), named);
        assert_eq!(
            Address::of("https://a.example/?a=1&copy;[1]").unwrap().in_markdown(),
            "https://a.example/?a=1&amp;copy;%5B1%5D"
        );
    }
}
