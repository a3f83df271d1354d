//! Text to tokens: words, numbers and marks, each with its place in bytes and in code points.
//!
//! A token never loses or changes a character of the text: it is a stretch of it. Comparing is done
//! on a 64-bit fold of the word (lower case, no diacritics, no full stops or apostrophes), computed
//! once here, so that no later step builds strings. Two different words sharing a fold is possible
//! in principle; at 100,000 listed words the odds are about one in 10^14 for each word read.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lists;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `peters`, or a script without case.
    Lower,
    /// `Peters`.
    Capital,
    /// A capital first and capitals further on: `McKay`, `SkyNews`, `O'Neill`.
    Mixed,
    /// Capitals only, two or more: `NATO`.
    Upper,
    /// Capitals each followed by a full stop: `U.S.`, `J.K.`
    Dotted,
    /// One capital letter: `J` (the full stop after it is a token of its own).
    Initial,
    Number,
    /// `'s`, `’s` or the bare apostrophe after a plural.
    Possessive,
    /// An address of mail or of the web; never part of a name.
    Address,
    /// One mark; which one, `Token::mark` says.
    Mark,
}

/// What lies between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    None,
    Space,
    /// Two spaces or more, or a tab: columns, or punctuation that was lost on the way.
    Wide,
    Line,
    Blank,
}

/// A word, number or mark of a text, and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Bytes of the text, end exclusive.
    pub start: u32,
    pub end: u32,
    /// Code points, end exclusive.
    pub start_char: u32,
    pub end_char: u32,
    /// Fold of the word; 0 for marks.
    pub fold: u64,
    pub shape: Shape,
    pub gap: Gap,
    /// The character, of a mark; NUL otherwise.
    pub mark: char,
}

impl Token {
    /// Whether it begins with a capital.
    pub fn is_capitalised(&self) -> bool {
        matches!(
            self.shape,
            Shape::Capital | Shape::Mixed | Shape::Upper | Shape::Dotted | Shape::Initial
        )
    }

    /// Whether it has letters.
    pub fn is_word(&self) -> bool {
        self.is_capitalised() || self.shape == Shape::Lower
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.mark == mark && self.shape == Shape::Mark
    }

    /// Whether it is a hyphen of any form.
    pub fn is_hyphen(&self) -> bool {
        self.shape == Shape::Mark && matches!(self.mark, '-' | '\u{2010}' | '\u{2011}')
    }

    /// Whether it is a quotation mark of any form.
    pub fn is_quote(&self) -> bool {
        self.shape == Shape::Mark && matches!(self.mark, '"' | '“' | '”' | '‘' | '\'' | '«' | '»')
    }

    /// Its characters in the text that it was cut from.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// All tokens of a text. A text too long for 32-bit offsets (no SQLite value can hold one) has none.
pub fn tokenise(text: &str) -> Vec<Token> {
    if u32::try_from(text.len()).is_err() {
        return Vec::new();
    }
    let mut scanner =
        Scanner { text, position: 0, char_position: 0, tokens: Vec::with_capacity(text.len() / 5) };
    scanner.run();
    scanner.tokens
}

/// The fold of one word, as `Token::fold` has it.
pub fn fold(word: &str) -> u64 {
    let mut hash = FoldHash::new();
    for character in word.chars() {
        hash.character(character);
    }
    hash.finish()
}

/// FNV-1a over the folded bytes, with a final mix because tables take both ends of the hash.
struct FoldHash(u64);

impl FoldHash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    #[inline]
    fn character(&mut self, character: char) {
        if character.is_ascii() {
            if character != '.' && character != '\'' {
                self.byte(character.to_ascii_lowercase() as u8);
            }
            return;
        }
        match character {
            '’' | '‘' | '\u{2bc}' | '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}'
            | '\u{2060}' => {}
            'ø' | 'Ø' => self.byte(b'o'),
            'ł' | 'Ł' => self.byte(b'l'),
            'đ' | 'Đ' => self.byte(b'd'),
            'ı' => self.byte(b'i'),
            // Canonical decomposition only: a full-width letter is another letter, not a spelling.
            _ => {
                for part in std::iter::once(character).nfd() {
                    if is_combining_mark(part) {
                        continue;
                    }
                    for lower in part.to_lowercase().filter(|c| !is_combining_mark(*c)) {
                        let mut buffer = [0; 4];
                        for byte in lower.encode_utf8(&mut buffer).bytes() {
                            self.byte(byte);
                        }
                    }
                }
            }
        }
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // 0 stands for "no word".
        (mixed ^ (mixed >> 29)) | 1
    }
}

/// What the letters of a word look like so far.
#[derive(Default)]
struct Letters {
    count: u32,
    upper: u32,
    lower: u32,
    digits: u32,
    first_upper: bool,
    dots: u32,
}

impl Letters {
    #[inline]
    fn add(&mut self, character: char) {
        if character.is_ascii_digit() {
            self.digits += 1;
            return;
        }
        let upper = character.is_uppercase();
        if self.count == 0 {
            self.first_upper = upper && self.digits == 0;
        }
        self.count += 1;
        if upper {
            self.upper += 1;
        } else {
            self.lower += 1;
        }
    }

    fn shape(&self) -> Shape {
        if self.count == 0 {
            Shape::Number
        } else if self.dots > 0 && self.lower == 0 {
            Shape::Dotted
        } else if self.upper == self.count && self.count + self.digits >= 2 {
            Shape::Upper
        } else if !self.first_upper {
            Shape::Lower
        } else if self.count == 1 {
            Shape::Initial
        } else if self.upper == 1 {
            Shape::Capital
        } else {
            Shape::Mixed
        }
    }
}

struct Scanner<'t> {
    text: &'t str,
    position: usize,
    char_position: u32,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut line_breaks = 0;
        let mut spaces = 0;
        while let Some(&byte) = bytes.get(self.position) {
            if byte == b'\n' || byte == b'\r' {
                // A line end of two characters is one line end.
                if !(byte == b'\n' && self.position > 0 && bytes[self.position - 1] == b'\r') {
                    line_breaks += 1;
                }
                self.position += 1;
                self.char_position += 1;
                continue;
            }
            if byte <= b' ' {
                spaces += if byte == b'\t' { 2 } else { 1 };
                self.position += 1;
                self.char_position += 1;
                continue;
            }
            let Some(character) = self.peek(self.position) else { return };
            // Of no width: it parts no words and is none.
            if matches!(character, '\u{feff}' | '\u{200b}' | '\u{2060}') {
                self.position += character.len_utf8();
                self.char_position += 1;
                continue;
            }
            if character.is_whitespace() {
                if character == '\u{2028}' || character == '\u{2029}' || character == '\u{85}' {
                    line_breaks += 1;
                }
                spaces += 1;
                self.position += character.len_utf8();
                self.char_position += 1;
                continue;
            }
            let gap = match (line_breaks, spaces) {
                (2.., _) => Gap::Blank,
                (1, _) => Gap::Line,
                (_, 2..) => Gap::Wide,
                (_, 1) => Gap::Space,
                _ => Gap::None,
            };
            (line_breaks, spaces) = (0, 0);
            // `@Ana_Roa` is a handle of a network and names nobody by itself.
            let is_handle = character == '@'
                && self.peek(self.position + 1).is_some_and(|c| c.is_alphanumeric() || c == '_');
            if is_handle {
                self.handle(gap);
                continue;
            }
            // The modifier apostrophe counts as a letter to Unicode, but begins no word.
            if character.is_alphanumeric() && character != '\u{2bc}' {
                self.word(gap);
            } else if !self.possessive(gap, character) {
                self.mark(gap, character);
            }
        }
    }

    #[inline]
    fn peek(&self, position: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(position)?;
        if byte < 0x80 { Some(char::from(byte)) } else { self.text.get(position..)?.chars().next() }
    }

    /// A run of letters and digits with the marks that belong inside a word.
    fn word(&mut self, gap: Gap) {
        let (start, start_char) = (self.position, self.char_position);
        let mut hash = FoldHash::new();
        let mut letters = Letters::default();
        let mut previous = '\0';
        loop {
            // Nearly every letter of nearly every text: kept tight, it is a fifth of the whole work.
            let bytes = self.text.as_bytes();
            let from = self.position;
            while let Some(&byte) = bytes.get(self.position) {
                if byte.is_ascii_lowercase() {
                    letters.lower += 1;
                } else if byte.is_ascii_uppercase() {
                    letters.first_upper |=
                        letters.count == 0 && letters.lower == 0 && letters.digits == 0;
                    letters.upper += 1;
                } else {
                    break;
                }
                hash.byte(byte | 0x20);
                self.position += 1;
            }
            if self.position > from {
                let read = self.position - from;
                letters.count += read as u32;
                self.char_position += read as u32;
                previous = char::from(bytes[self.position - 1]);
            }
            let Some(character) = self.peek(self.position) else { break };
            // `l'Aquila`, `d'Émile`: the article is a word of its own, with its apostrophe. In `Côte d'Ivoire` it
            // stands inside a name.
            let is_elided = letters.lower > 0
                && letters.upper == 0
                && matches!(character, '\'' | '’')
                && self.peek(self.position + character.len_utf8()).is_some_and(char::is_uppercase)
                && !(gap == Gap::Space && self.tokens.last().is_some_and(Token::is_capitalised));
            if is_elided {
                self.position += character.len_utf8();
                self.char_position += 1;
                break;
            }
            let keep = if character.is_ascii_digit() {
                letters.add(character);
                true
            } else if character.is_ascii() {
                match character {
                    '\'' => self.apostrophe_inside(1),
                    '.' if self.dot_inside(&letters, previous) => {
                        letters.dots += 1;
                        true
                    }
                    '.' | '@' | '/' | ':' if self.address_follows(character) => {
                        return self.address(gap, start, start_char);
                    }
                    '&' => {
                        previous.is_ascii_uppercase()
                            && letters.lower == 0
                            && self.peek(self.position + 1).is_some_and(|c| c.is_ascii_uppercase())
                    }
                    '.' | ',' if previous.is_ascii_digit() && letters.count == 0 => {
                        self.peek(self.position + 1).is_some_and(|c| c.is_ascii_digit())
                    }
                    _ => false,
                }
            } else if character == '’' || character == '\u{2bc}' {
                self.apostrophe_inside(character.len_utf8())
            } else if character.is_alphanumeric() {
                letters.add(character);
                true
            } else {
                // Marks on a letter, the soft hyphen and the joiners are inside a word.
                is_combining_mark(character)
                    || matches!(character, '\u{ad}' | '\u{200c}' | '\u{200d}')
                    || matches!(character, '\u{200b}' | '\u{2060}')
                        && self
                            .peek(self.position + character.len_utf8())
                            .is_some_and(char::is_alphanumeric)
            };
            if !keep {
                break;
            }
            hash.character(character);
            previous = character;
            self.position += character.len_utf8();
            self.char_position += 1;
        }
        let shape = letters.shape();
        if shape == Shape::Mixed
            && let Some(word) = lists::before_furniture(&self.text[start..self.position])
        {
            let mut letters = Letters::default();
            word.chars().for_each(|character| letters.add(character));
            self.position = start + word.len();
            self.char_position = start_char + letters.count + letters.digits;
            return self.push(start, start_char, gap, fold(word), letters.shape(), '\0');
        }
        self.push(start, start_char, gap, hash.finish(), shape, '\0');
    }

    /// An apostrophe with a letter after it, unless what follows is the possessive `s`.
    fn apostrophe_inside(&self, width: usize) -> bool {
        let after = self.position + width;
        let Some(next) = self.peek(after) else { return false };
        if !next.is_alphabetic() {
            return false;
        }
        let ends_word = !self.peek(after + next.len_utf8()).is_some_and(|c| c.is_alphanumeric());
        !(ends_word && matches!(next, 's' | 'S'))
    }

    /// The full stop of `U.S.`: after one capital, and either another capital and full stop follow
    /// or some came before.
    fn dot_inside(&self, letters: &Letters, previous: char) -> bool {
        if !previous.is_uppercase() || letters.lower > 0 || letters.digits > 0 {
            return false;
        }
        if letters.dots > 0 {
            return letters.count == letters.dots + 1;
        }
        letters.count == 1
            && self.peek(self.position + 1).is_some_and(char::is_uppercase)
            && !self
                .peek(self.position + 2)
                .is_some_and(|c| c.is_alphanumeric() || c == '\'' || c == '’')
    }

    /// `example.org`, `someone@…`, `http://…`.
    fn address_follows(&self, mark: char) -> bool {
        match mark {
            ':' => self.text.get(self.position..).is_some_and(|rest| rest.starts_with("://")),
            '@' => self.peek(self.position + 1).is_some_and(char::is_alphanumeric),
            '.' if self.text.get(..self.position).is_some_and(|text| text.ends_with("www")) => true,
            '.' => {
                let rest = self.text.as_bytes().get(self.position + 1..).unwrap_or_default();
                let letters = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
                (2..=6).contains(&letters)
                    && !rest.get(letters).is_some_and(|b| b.is_ascii_alphanumeric())
            }
            _ => false,
        }
    }

    /// A handle of a network, to its last letter, digit or low line.
    fn handle(&mut self, gap: Gap) {
        let (start, start_char) = (self.position, self.char_position);
        self.position += 1;
        self.char_position += 1;
        while let Some(character) = self.peek(self.position) {
            if !character.is_alphanumeric() && character != '_' {
                break;
            }
            self.position += character.len_utf8();
            self.char_position += 1;
        }
        self.push(start, start_char, gap, 0, Shape::Address, '\0');
    }

    fn address(&mut self, gap: Gap, start: usize, start_char: u32) {
        while let Some(character) = self.peek(self.position) {
            if character.is_whitespace() || matches!(character, ')' | '"' | '”' | '>' | '<' | ',')
            {
                break;
            }
            self.position += character.len_utf8();
            self.char_position += 1;
        }
        self.push(start, start_char, gap, 0, Shape::Address, '\0');
    }

    /// `'s` and the bare apostrophe, directly after a word.
    fn possessive(&mut self, gap: Gap, character: char) -> bool {
        if gap != Gap::None || !matches!(character, '\'' | '’' | '‘' | '\u{2bc}') {
            return false;
        }
        if !self.tokens.last().is_some_and(|token| token.is_word()) {
            return false;
        }
        let (start, start_char) = (self.position, self.char_position);
        let after = start + character.len_utf8();
        let with_s = self.peek(after).is_some_and(|c| matches!(c, 's' | 'S'))
            && !self.peek(after + 1).is_some_and(char::is_alphanumeric);
        if !with_s && self.peek(after).is_some_and(char::is_alphanumeric) {
            return false;
        }
        let width = usize::from(with_s);
        self.position = after + width;
        self.char_position += 1 + width as u32;
        self.push(start, start_char, gap, fold("s"), Shape::Possessive, '\0');
        true
    }

    fn mark(&mut self, gap: Gap, character: char) {
        let (start, start_char) = (self.position, self.char_position);
        self.position += character.len_utf8();
        self.char_position += 1;
        self.push(start, start_char, gap, 0, Shape::Mark, character);
    }

    fn push(
        &mut self,
        start: usize,
        start_char: u32,
        gap: Gap,
        fold: u64,
        shape: Shape,
        mark: char,
    ) {
        self.tokens.push(Token {
            start: start as u32,
            end: self.position as u32,
            start_char,
            end_char: self.char_position,
            fold,
            shape,
            gap,
            mark,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_falls_into_these_tokens() {
        fn check(text: &str, expected: &str) {
            let tokens = tokenise(text);
            let found: Vec<&str> = tokens.iter().map(|token| token.text(text)).collect();
            assert_eq!(found.join("|"), expected, "{text}");
            for token in &tokens {
                let characters: String = text
                    .chars()
                    .skip(token.start_char as usize)
                    .take((token.end_char - token.start_char) as usize)
                    .collect();
                assert_eq!(characters, token.text(text));
            }
        }
        check("The U.S. and the U.N. agree.", "The|U.S.|and|the|U.N.|agree|.");
        check("Biden’s plan, Peters' view", "Biden|’s|plan|,|Peters|'|view");
        check("vers l’Étoile et d'Aquila, dell'Arno", "vers|l’|Étoile|et|d'|Aquila|,|dell'|Arno");
        check("Mr. O'Neill met J.K. Ngata", "Mr|.|O'Neill|met|J.K.|Ngata");
        check("J. Smith", "J|.|Smith");
        check("U.S.-Japan talks", "U.S.|-|Japan|talks");
        check("paid ¥5 million ($33,220)", "paid|¥|5|million|(|$|33,220|)");
        check("AT&T and R&D", "AT&T|and|R&D");
        check("see www.example.org.", "see|www.example.org.");
        check("the ministry.They agreed", "the|ministry|.|They|agreed");
        check("“Aukus,” she said", "“|Aukus|,|”|she|said");
        check("Zoe\u{308} Ünal", "Zoe\u{308}|Ünal");
        check("N'Djamena and Côte d’Ivoire", "N'Djamena|and|Côte|d’Ivoire");
        check(
            "Ana RoaEmail GettyImages iPhoto YouTube",
            "Ana|Roa|Email|Getty|Images|iPhoto|YouTube",
        );
        check("", "");
        check("\u{feff}A\r\nB\n\nC", "A|B|C");
        check("Hawai\u{2bc}i and \u{2bc} \u{2bc}5", "Hawai\u{2bc}i|and|\u{2bc}|\u{2bc}|5");
    }

    #[test]
    fn spellings_of_one_word_share_a_fold() {
        for (one, other) in [
            ("U.S.", "US"),
            ("O’Neill", "O'NEILL"),
            ("Guterres", "GUTERRES"),
            ("António", "Antonio"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for (one, other) in [("Anna", "\u{410}nna"), ("Anna", "\u{ff21}nna"), ("Anna", "Hanna")] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn shapes_are_told_apart() {
        for (word, shape) in [
            ("peters", Shape::Lower),
            ("Peters", Shape::Capital),
            ("McKay", Shape::Mixed),
            ("NATO", Shape::Upper),
            ("U.S.", Shape::Dotted),
            ("J", Shape::Initial),
            ("G7", Shape::Upper),
            ("2024", Shape::Number),
            ("iPhone", Shape::Lower),
            ("Élodie", Shape::Capital),
        ] {
            assert_eq!(tokenise(word)[0].shape, shape, "{word}");
        }
    }
}
