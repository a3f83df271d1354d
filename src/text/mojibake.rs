//! UTF-8 that some program read as Windows-1252 and wrote again: `SÃ£o`, `donâ€™t`.
//!
//! What must stay true: a sequence is repaired only if it is letters or marks that the press of Latin letters
//! prints, and only in a text that has several and little else beyond ASCII; everything else stays as it came.

use encoding_rs::WINDOWS_1252;

/// Fewer sequences are chance.
const FEWEST: usize = 2;
/// Other characters beyond ASCII to each sequence at most: a text that was read wrongly has none of its own.
const MOST_OTHERS: usize = 4;

/// The text with its sequences repaired, and how many they are. `None` where it has none, or too few.
pub fn repaired(text: &str) -> Option<(String, usize)> {
    if text.is_ascii() || !text.contains(['Ã', 'Â', 'â', 'Ä', 'Å']) {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let (mut sequences, mut others) = (0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (character, length) = match sequence(rest) {
            Some(found) => {
                sequences += 1;
                found
            }
            None => {
                others += usize::from(!first.is_ascii());
                (first, first.len_utf8())
            }
        };
        repaired.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    (sequences >= FEWEST && others <= sequences.saturating_mul(MOST_OTHERS))
        .then_some((repaired, sequences))
}

/// The character that a text starts with as wrongly read bytes, and how many bytes they take here.
fn sequence(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    let count = match first {
        'Â' | 'Ã' | 'Ä' | 'Å' => 2,
        'â' => 3,
        _ => return None,
    };
    let (mut bytes, mut length) = (Vec::with_capacity(count), 0);
    for character in text.chars().take(count) {
        // The one byte that Windows-1252 has no character for closes a quotation.
        let is_lost = character == '\u{fffd}' && bytes == [0xe2, 0x80];
        bytes.push(if is_lost { 0x9d } else { byte(character)? });
        length += character.len_utf8();
    }
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let is_printed =
        matches!(meant, '\u{a0}'..='\u{17f}' | '–' | '—' | '‘'..='‟' | '•' | '…' | '€' | '‹' | '›');
    (bytes.len() == count && is_printed).then_some((meant, length))
}

/// The byte that Windows-1252 has for a character beyond ASCII.
fn byte(character: char) -> Option<u8> {
    if ('\u{80}'..='\u{9f}').contains(&character) {
        return u8::try_from(u32::from(character)).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_lost) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !is_lost && byte >= 0x80 => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_wrongly_is_repaired() {
        for (text, meant) in [
            ("JosÃ© MuÃ±oz", "José Muñoz"),
            ("donâ€™t, he said: â€œNo,â€\u{9d} twice", "don’t, he said: “No,” twice"),
            ("â€œNo,â€\u{fffd} she said", "“No,” she said"),
            ("GrÃ¶ÃŸe und MÃ¼ll", "Größe und Müll"),
            ("JiÅ™Ã\u{ad} DvoÅ™Ã¡k", "Jiří Dvořák"),
        ] {
            let repaired = repaired(text).map(|(repaired, _)| repaired);
            assert_eq!(repaired.as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn letters_that_are_meant_stay() {
        for text in [
            "José Muñoz",
            "AÇÃO É NÃO, disse",
            "« CAFÉ», « THÉ»",
            "Ärger über Åse und Ängste",
            "un seul Ã© ne prouve rien",
            "câ€™est une seule fois",
            "plain",
            "",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
