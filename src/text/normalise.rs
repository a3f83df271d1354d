//! One form for what means the same.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text as it is stored: NFC, line ends as `\n`, U+0000 as U+FFFD (SQLite's `length` and the
/// stock shell stop at a NUL), without characters that only say where a line may break: they would
/// split words and names.
pub fn stored(text: &str) -> String {
    let unbroken = unbroken(text);
    if !unbroken.bytes().any(|byte| matches!(byte, b'\0' | b'\r')) {
        return unbroken.into_owned();
    }
    let mut stored = String::with_capacity(unbroken.len());
    let mut characters = unbroken.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\0' => stored.push('\u{fffd}'),
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    stored.push('\n');
                }
            }
            other => stored.push(other),
        }
    }
    stored
}

/// Text as it is compared, and as a headline is stored: NFC, every run of white space one space, none at
/// the ends, and no characters that only say where a line may break.
pub fn comparable(text: &str) -> String {
    let unbroken = unbroken(text);
    let mut comparable = String::with_capacity(unbroken.len());
    for word in unbroken.split_whitespace() {
        if !comparable.is_empty() {
            comparable.push(' ');
        }
        comparable.push_str(word);
    }
    comparable
}

/// NFC, without a copy where the text is in it already, as nearly every text is: composing
/// character by character is 20 times slower than looking.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// NFC without characters that have no shape and here no meaning.
fn unbroken(text: &str) -> Cow<'_, str> {
    let composed = composed(text);
    if composed.is_ascii() || !composed.chars().any(is_format) {
        return composed;
    }
    let mut unbroken = String::with_capacity(composed.len());
    let mut characters = composed.chars().peekable();
    let mut without_shape = Vec::new();
    while let Some(character) = characters.next() {
        if !is_format(character) {
            unbroken.push(character);
            continue;
        }
        without_shape.push(character);
        // One look at a whole run of them: a text may be made of nothing else.
        let next = characters.peek().copied();
        if next.is_none_or(|next| !is_format(next)) {
            for format in without_shape.drain(..) {
                if !is_idle(format, unbroken.chars().next_back(), next) {
                    unbroken.push(format);
                }
            }
        }
    }
    // A letter and its accent come together where what stood between them went.
    Cow::Owned(self::composed(&unbroken).into_owned())
}

/// Characters without a shape: soft hyphen, zero-width space, joiners, byte order mark.
fn is_format(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether such a character means nothing between these two. A joiner shapes Persian, Indic letters and
/// emoji; a zero-width space parts the words of scripts that are written without spaces.
fn is_idle(format: char, before: Option<char>, after: Option<char>) -> bool {
    let is_latin = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '\0'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
        })
    };
    match format {
        '\u{200c}' | '\u{200d}' => is_latin(before) && is_latin(after),
        '\u{200b}' => {
            let parts_words = |c: Option<char>| {
                // Thai, Lao, Tibetan, Myanmar, Khmer.
                c.is_some_and(|c| matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
            };
            !parts_words(before) && !parts_words(after)
        }
        _ => true,
    }
}

/// A name as it is looked up: lower case, without diacritics, apostrophes and full stops, hyphens
/// as spaces, a leading `the` dropped. Letters of another script, full-width letters and ligatures
/// stay what they are, so that a look-alike is another name.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut fold = |character: char| match character {
        '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '.' => {}
        character if is_format(character) => {}
        'ø' | 'Ø' => key.push('o'),
        'ł' | 'Ł' => key.push('l'),
        'đ' | 'Đ' => key.push('d'),
        'ß' | 'ẞ' => key.push_str("ss"),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        'ı' => key.push('i'),
        c if c.is_alphanumeric() || c == '&' || c == '+' => key.extend(c.to_lowercase()),
        // One space between words, none at the start.
        _ if !key.is_empty() && !key.ends_with(' ') => key.push(' '),
        _ => {}
    };
    // Most names are ASCII, which has nothing to decompose; whole catalogues pass through here.
    match name.is_ascii() {
        true => name.chars().for_each(&mut fold),
        false => name.nfd().filter(|character| !is_combining_mark(*character)).for_each(&mut fold),
    }
    key.truncate(key.trim_end().len());
    let key = joined_initials(key);
    match key.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => key,
    }
}

/// `u s navy` as `us navy`, `j k roa` as `jk roa`: letters that stand alone side by side are one word,
/// with or without full stops and spaces between them.
fn joined_initials(key: String) -> String {
    let single = |word: &str| word.chars().count() == 1;
    let mut words = key.split(' ').map(single);
    let mut last = words.next().unwrap_or(false);
    if !words.any(|word| std::mem::replace(&mut last, word) && word) {
        return key;
    }
    let mut joined = String::with_capacity(key.len());
    let mut last = false;
    for word in key.split(' ') {
        let initial = single(word);
        let goes_on = last && initial;
        if !joined.is_empty() && !goes_on {
            joined.push(' ');
        }
        joined.push_str(word);
        last = initial;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_nul_are_made_safe() {
        assert_eq!(stored("a\r\nb\rc\0d"), "a\nb\nc\u{fffd}d");
    }

    #[test]
    fn invisible_characters_split_no_word() {
        for (text, kept) in [
            ("in\u{ad}quiry", "inquiry"),
            ("wel\u{200b}comed Colm\u{200b} Baird", "welcomed Colm Baird"),
            ("Auf\u{200c}lage Bai\u{200d}rd", "Auflage Baird"),
            ("\u{feff}One\u{2060} two\u{feff}", "One two"),
            ("e\u{ad}\u{301}", "é"),
            ("a\u{ad}\u{200b}\r\nb", "a\nb"),
        ] {
            assert_eq!(stored(text), kept, "{text:?}");
            assert_eq!(stored(kept), kept);
            assert_eq!(comparable(text), comparable(kept), "{text:?}");
        }
        for text in [
            // Persian, Hindi, an emoji of a family, Thai, Khmer.
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}👧",
            "สวัสดี\u{200b}ครับ",
            "ភាសា\u{200b}ខ្មែរ",
        ] {
            assert_eq!(stored(text), text, "{text:?}");
        }
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (one, other) in [
            ("Jacinda Ar\u{ad}dern", "Jacinda Ardern"),
            ("António Guterres", "Antonio GUTERRES"),
            ("Peter O’Neill", "Peter O'Neill"),
            ("Mira Rapp-Hooper", "Mira Rapp Hooper"),
            ("U.S. Navy", "US Navy"),
            ("U. S. Navy", "US Navy"),
            ("J. K. Roa", "JK Roa"),
            ("The Guardian", "Guardian"),
            ("Jens Stoltenberg", "Jens  Stoltenberg"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn look_alike_letters_are_another_name() {
        assert_ne!(name_key("Анна"), name_key("Anna"));
        assert_ne!(name_key("\u{410}nna"), name_key("Anna"));
        assert_ne!(name_key("Ａｎｎａ"), name_key("Anna"));
    }

    #[test]
    fn keys_have_single_spaces_and_no_article() {
        for (name, key) in
            [("  The  Hague ", "hague"), ("The", "the"), ("X-Ray & Co.", "x ray & co"), ("'", "")]
        {
            assert_eq!(name_key(name), key, "{name:?}");
        }
    }
}
