//! The tokens of RTF.
//!
//! What must stay true: every byte is consumed once, so that any input ends.

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtfToken<'b> {
    Open,
    Close,
    /// A control word with its number: `\u8364`.
    Word(&'b str, Option<i32>),
    /// A control character: `\~`.
    Symbol(u8),
    /// A byte in hexadecimal: `\'e9`.
    Hex(u8),
    /// A byte of text.
    Byte(u8),
}

/// The longest control word that the specification allows is 32 letters.
const LONGEST_WORD: usize = 32;

/// The tokens of `bytes`; what `\bin` announces is passed over.
pub struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    /// The tokens of an RTF file.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn control(&mut self) -> Option<RtfToken<'b>> {
        let first = *self.rest.first()?;
        if !first.is_ascii_alphabetic() {
            self.take(1);
            if first == b'\'' {
                let digits = std::str::from_utf8(self.rest.get(..2)?).ok();
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                return Some(match byte {
                    Some(byte) => {
                        self.take(2);
                        RtfToken::Hex(byte)
                    }
                    None => RtfToken::Symbol(first),
                });
            }
            return Some(RtfToken::Symbol(first));
        }
        let letters = self.rest.iter().take(LONGEST_WORD).take_while(|b| b.is_ascii_alphabetic());
        let length = letters.count();
        let word = std::str::from_utf8(self.take(length)).unwrap_or_default();
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits =
            self.rest.iter().skip(sign).take(10).take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let written = self.take(sign + digits);
            number = std::str::from_utf8(written).ok().and_then(|digits| digits.parse().ok());
        }
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if word == "bin" {
            self.take(number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0));
        }
        Some(RtfToken::Word(word, number))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = RtfToken<'b>;

    fn next(&mut self) -> Option<RtfToken<'b>> {
        loop {
            let first = *self.rest.first()?;
            self.take(1);
            return Some(match first {
                b'{' => RtfToken::Open,
                b'}' => RtfToken::Close,
                b'\\' => return self.control(),
                b'\r' | b'\n' | 0 => continue,
                byte => RtfToken::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_symbols_and_bytes() {
        use RtfToken as T;
        for (rtf, expected) in [
            (
                &b"{\\b0 x\\par\r\n}"[..],
                vec![T::Open, T::Word("b", Some(0)), T::Byte(b'x'), T::Word("par", None), T::Close],
            ),
            (
                b"\\u-5?\\'e9\\~",
                vec![T::Word("u", Some(-5)), T::Byte(b'?'), T::Hex(0xe9), T::Symbol(b'~')],
            ),
            (b"\\bin3 {{{x", vec![T::Word("bin", Some(3)), T::Byte(b'x')]),
            (b"\\", vec![]),
            (b"\\u99999999999", vec![T::Word("u", None), T::Byte(b'9')]),
        ] {
            assert_eq!(Tokens::new(rtf).collect::<Vec<_>>(), expected);
        }
    }
}
