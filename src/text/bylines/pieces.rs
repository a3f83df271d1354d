//! An author line in parts that each hold one name.
//!
//! Cut at bars, bullets and dashes, semicolons, slashes, commas and the words for `and`; what stands
//! in brackets, addresses and handles are left out.

use super::words::{JOINING, PERHAPS_JOINING};

/// A part of an author line.
#[derive(Debug, PartialEq, Eq)]
pub struct NamePiece {
    pub words: String,
    /// Whether more than a comma or an `and` parts it from what is before.
    pub is_apart: bool,
}

enum Token<'l> {
    Word(&'l str),
    /// `y`, `en`: parts two names if there are two.
    Perhaps(&'l str),
    Break {
        is_wide: bool,
    },
}

/// The parts of a line without its `By`. `may_join` says whether `en` and the like may stand
/// between two names; behind `Por` and `Par` they stand before a place.
pub fn pieces(names: &str, may_join: bool) -> Vec<NamePiece> {
    let tokens = tokens(names);
    let mut pieces = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut is_apart = false;
    let mut finish = |words: &mut Vec<&str>, is_apart: bool| {
        if !words.is_empty() {
            pieces.push(NamePiece { words: words.join(" "), is_apart });
            words.clear();
        }
    };
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Word(word) => words.push(word),
            Token::Perhaps(word) => {
                let rest = tokens.get(place + 1..).unwrap_or_default();
                if words.len() >= 2 && starts_name(rest) && (may_join || *word != "en") {
                    finish(&mut words, is_apart);
                    is_apart = false;
                } else {
                    words.push(word);
                }
            }
            Token::Break { is_wide } => {
                let had_words = !words.is_empty();
                finish(&mut words, is_apart);
                is_apart = *is_wide || is_apart && !had_words;
            }
        }
    }
    finish(&mut words, is_apart);
    pieces
}

/// Whether two words in a row follow that may be a name.
fn starts_name(tokens: &[Token]) -> bool {
    let is_name = |token: Option<&Token>| matches!(token, Some(Token::Word(word)) if word.starts_with(char::is_uppercase));
    is_name(tokens.first()) && matches!(tokens.get(1), Some(Token::Word(_)))
}

fn tokens(names: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut depth = 0usize;
    let mut words = names.split_whitespace().peekable();
    while let Some(word) = words.next() {
        depth += word.matches(['(', '[', '<']).count();
        let closing = word.matches([')', ']', '>']).count();
        let is_in_brackets = depth > 0;
        depth = depth.saturating_sub(closing);
        if is_in_brackets || word.contains('@') || word.contains("://") {
            if word.ends_with([',', ';', '|']) {
                tokens.push(Token::Break { is_wide: !word.ends_with(',') });
            }
            continue;
        }
        let lower = word.to_lowercase();
        if JOINING.contains(&lower.as_str()) {
            tokens.push(Token::Break { is_wide: false });
            continue;
        }
        if matches!(word, "|" | "•" | "·" | "-" | "–" | "—" | "--" | "/") {
            tokens.push(Token::Break { is_wide: true });
            continue;
        }
        if PERHAPS_JOINING.contains(&lower.as_str()) {
            tokens.push(Token::Perhaps(word));
            continue;
        }
        let mut bare = word.trim_end_matches([',', ';', '|']);
        // `By Ann Ngata. Photos by Cy Roe`
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        if bare.ends_with('.')
            && letters > 3
            && !matches!(bare, "Prof." | "PROF." | "Capt." | "Dipl.")
        {
            bare = bare.trim_end_matches('.');
        }
        for (place, part) in bare.split('/').enumerate() {
            if place > 0 {
                tokens.push(Token::Break { is_wide: false });
            }
            tokens.push(Token::Word(part));
        }
        // `A B, Jr.` is one name.
        let is_suffix_next = words.peek().is_some_and(|next| {
            matches!(
                next.trim_end_matches([',', '.', ';']).to_lowercase().as_str(),
                "jr" | "sr" | "iii"
            )
        });
        if bare.len() < word.len() && !(is_suffix_next && word.ends_with(',')) {
            tokens.push(Token::Break { is_wide: !word.ends_with(',') });
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fall_into_parts() {
        for (line, parts) in [
            ("Ann Ng, Cy Roe and Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"][..]),
            ("Ann Ng/Cy Roe", &["Ann Ng", "Cy Roe"]),
            ("Ann Ng | Lagoon Times", &["Ann Ng", "+Lagoon Times"]),
            ("José Ortega y Gasset", &["José Ortega y Gasset"]),
            ("José Ortega y Ana Sol Mar", &["José Ortega", "Ana Sol Mar"]),
            ("Jan Ng en Piet Roe", &["Jan Ng", "Piet Roe"]),
            ("Ann Ng (ann@a.example), Cy Roe", &["Ann Ng", "Cy Roe"]),
            ("Ann Ng, Jr., Cy Roe", &["Ann Ng Jr.", "Cy Roe"]),
            ("Ann Ng @ann; Cy Roe", &["Ann Ng", "+Cy Roe"]),
            ("", &[]),
        ] {
            let found: Vec<String> = pieces(line, true)
                .iter()
                .map(|piece| format!("{}{}", if piece.is_apart { "+" } else { "" }, piece.words))
                .collect();
            assert_eq!(found, parts, "{line}");
        }
        assert_eq!(pieces("Ana Sol en Buenos Aires", false).len(), 1);
    }
}
