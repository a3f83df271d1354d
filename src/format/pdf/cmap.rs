//! Character maps: which characters a font's codes stand for (`ToUnicode`), and how many bytes a
//! code has.
//!
//! After Adobe Technical Note 5014 and ISO 32000-1, 9.10.3. What must stay true: ranges are kept as
//! ranges, so that a map of a few bytes cannot claim much memory.

use std::collections::HashMap;

/// More entries were not met.
const MOST_ENTRIES: usize = 70_000;

/// A character map.
#[derive(Debug, Default)]
pub struct CharacterMap {
    characters: HashMap<u32, String>,
    /// First and last code, and the characters of the first.
    ranges: Vec<(u32, u32, String)>,
    /// Number of bytes, first and last code.
    code_spaces: Vec<(usize, u32, u32)>,
}

enum Token<'b> {
    /// A string in hexadecimal.
    Code(Vec<u8>),
    Word(&'b [u8]),
    ArrayStart,
    ArrayEnd,
}

impl CharacterMap {
    /// Reads a map; what is not understood is passed over.
    pub fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        let mut rest = bytes;
        while let Some((token, after)) = token(rest) {
            rest = after;
            match token {
                Token::Word(b"endbfchar") => {
                    map.take_characters(&operands);
                    operands.clear();
                }
                Token::Word(b"endbfrange") => {
                    map.take_ranges(&operands);
                    operands.clear();
                }
                Token::Word(b"endcodespacerange") => {
                    map.take_code_spaces(&operands);
                    operands.clear();
                }
                Token::Word(_) => operands.clear(),
                token => operands.push(token),
            }
            if map.characters.len() + map.ranges.len() + operands.len() > MOST_ENTRIES {
                break;
            }
        }
        map.ranges.sort_by_key(|(first, _, _)| *first);
        map
    }

    fn take_characters(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Code(code), Token::Code(text)] = pair {
                self.characters.insert(number(code), utf_16(text));
            }
        }
    }

    fn take_ranges(&mut self, operands: &[Token]) {
        let mut operands = operands.iter();
        while let (Some(Token::Code(first)), Some(Token::Code(last)), Some(third)) =
            (operands.next(), operands.next(), operands.next())
        {
            let (first, last) = (number(first), number(last));
            match third {
                Token::Code(text) => self.ranges.push((first, last, utf_16(text))),
                Token::ArrayStart => {
                    let codes = operands.by_ref().take_while(|t| !matches!(t, Token::ArrayEnd));
                    for (place, token) in (0u32..).zip(codes) {
                        if let Token::Code(text) = token {
                            self.characters.insert(first.saturating_add(place), utf_16(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn take_code_spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Code(first), Token::Code(last)] = pair {
                self.code_spaces.push((first.len(), number(first), number(last)));
            }
        }
    }

    /// The characters of a code.
    pub fn characters(&self, code: u32) -> Option<String> {
        if let Some(text) = self.characters.get(&code) {
            return Some(text.clone());
        }
        let after = self.ranges.partition_point(|(first, _, _)| *first <= code);
        let (first, _, text) = self
            .ranges
            .get(..after)?
            .iter()
            .rev()
            .take(8)
            .find(|(first, last, _)| (*first..=*last).contains(&code))?;
        // Only the last character of a range counts on.
        let mut characters: Vec<char> = text.chars().collect();
        let last = characters.pop()?;
        characters.push(char::from_u32(u32::from(last).checked_add(code - first)?)?);
        Some(characters.into_iter().collect())
    }

    /// How many bytes the code has with which `bytes` start; `otherwise` where the map is silent.
    pub fn code_length(&self, bytes: &[u8], otherwise: usize) -> usize {
        self.code_spaces
            .iter()
            .filter(|(length, _, _)| (1..=4).contains(length))
            .find(|(length, first, last)| {
                bytes.get(..*length).is_some_and(|code| (*first..=*last).contains(&number(code)))
            })
            .map_or(otherwise, |(length, _, _)| *length)
    }
}

/// A code in big-endian order.
pub fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

fn utf_16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes.chunks_exact(2).take(64).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    let characters =
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    characters.filter(|&c| c != '\0').collect()
}

fn token(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0)?;
    let bytes = bytes.get(start..)?;
    let (first, after) = bytes.split_first()?;
    match first {
        b'%' => {
            let end = after.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
            Some((Token::Word(b"%"), after.get(end..)?))
        }
        b'[' => Some((Token::ArrayStart, after)),
        b']' => Some((Token::ArrayEnd, after)),
        b'<' if after.first() != Some(&b'<') => {
            let end = after.iter().position(|&byte| byte == b'>')?;
            let digits: Vec<u8> = after
                .get(..end)?
                .iter()
                .filter_map(|&byte| char::from(byte).to_digit(16))
                .filter_map(|digit| u8::try_from(digit).ok())
                .collect();
            let code = digits
                .chunks(2)
                .map(|pair| match pair {
                    [high, low] => high << 4 | low,
                    [high] => high << 4,
                    _ => 0,
                })
                .collect();
            Some((Token::Code(code), after.get(end + 1..)?))
        }
        b'<' | b'>' | b'(' | b')' | b'{' | b'}' => Some((Token::Word(b"("), after)),
        _ => {
            let length = after
                .iter()
                .take_while(|byte| {
                    !byte.is_ascii_whitespace()
                        && !matches!(byte, b'<' | b'>' | b'[' | b']' | b'/' | b'(')
                })
                .count();
            let (word, rest) = bytes.split_at_checked(1 + length)?;
            Some((Token::Word(word), rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ranges_give_characters() {
        let map = CharacterMap::read(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar <0003> <0020> <0004> <00660069> endbfchar 2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<00E9> <D83DDE00>] endbfrange",
        );
        for (code, expected) in [
            (3, Some(" ")),
            (4, Some("fi")),
            (0x12, Some("C")),
            (0x20, Some("é")),
            (0x21, Some("😀")),
            (0x13, None),
        ] {
            assert_eq!(map.characters(code).as_deref(), expected, "{code}");
        }
        assert_eq!(map.code_length(&[0, 3, 0], 1), 2);
        assert_eq!(CharacterMap::default().code_length(&[0, 3], 1), 1);
    }

    #[test]
    fn any_bytes_end() {
        for bytes in [
            &b"<"[..],
            b"<<",
            b"beginbfrange <00> [<",
            b"%",
            b"/",
            b"1 beginbfrange <00> <ffffffff> <0041> endbfrange",
        ] {
            let map = CharacterMap::read(bytes);
            assert!(map.characters(0xffff_fffe).is_none());
        }
    }
}
