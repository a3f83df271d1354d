//! Names in capitals to names as people write them: `O'NEILL`, `VAN DER BERG`, `MCDONALD`.

/// Whether a word has no lower-case letter but that of a `Mc`, and a letter at all.
pub fn is_all_capitals(word: &str) -> bool {
    let mut letters = 0;
    for letter in word.chars().filter(|c| c.is_alphabetic()) {
        if letter.is_lowercase() {
            // `McDONALD` is how capitals are printed too.
            return word
                .strip_prefix("Mc")
                .or(word.strip_prefix("Mac"))
                .is_some_and(is_all_capitals);
        }
        letters += 1;
    }
    letters > 0
}

/// A name in mixed case. Only a name wholly in capitals is changed.
pub fn mixed_case(words: &[&str]) -> String {
    let has_long_word =
        words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    if !words.iter().all(|word| is_all_capitals(word)) || !has_long_word {
        return words.join(" ");
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut mixed = Vec::with_capacity(words.len());
    for (place, word) in words.iter().enumerate() {
        let is_first = place == 0;
        let is_last = place + 1 == words.len();
        let this = lower.get(place).map(String::as_str).unwrap_or_default();
        let next = lower.get(place + 1).map(String::as_str).unwrap_or_default();
        let before = place
            .checked_sub(1)
            .and_then(|before| lower.get(before))
            .map(String::as_str)
            .unwrap_or_default();
        // `VAN` and `LA` alone are as often Van Hollen and La Rue; with a second particle they are not.
        let is_particle = match this {
            "van" | "von" if matches!(next, "der" | "den" | "de" | "het" | "dem") => true,
            "der" | "den" | "het" | "dem" => matches!(before, "van" | "von" | "in" | "auf"),
            "la" | "las" | "los" | "le" => before == "de",
            "von" | "de" | "del" | "dos" | "das" | "bin" | "binti" | "bint" | "ibn" | "du"
            | "af" | "av" | "zu" | "zum" | "zur" | "ter" | "y" | "e" => true,
            _ => false,
        };
        mixed.push(if is_particle && !is_first && !is_last {
            this.to_owned()
        } else {
            mixed_word(word, is_first)
        });
    }
    mixed.join(" ")
}

fn mixed_word(word: &str, is_first: bool) -> String {
    let upper = word.trim_end_matches('.');
    if matches!(upper, "II" | "III" | "IV")
        || (is_first && INITIALS.contains(&upper))
        || (word.contains('.') && !matches!(upper, "JR" | "SR" | "ST"))
    {
        return word.to_owned();
    }
    // After a hyphen, and after `O'`, `D'` or `L'`, a new capital; the apostrophe of possession
    // or of Hawaiian names starts no new word.
    let mut mixed = String::with_capacity(word.len());
    let mut at_start = true;
    let mut since_start = 0;
    for letter in word.chars() {
        if at_start {
            mixed.push(letter);
        } else {
            mixed.extend(letter.to_lowercase());
        }
        since_start += 1;
        at_start = match letter {
            '-' | '‐' => true,
            '\'' | '’' | 'ʼ' => {
                since_start == 2 && matches!(word.chars().next(), Some('O' | 'D' | 'L' | 'M'))
            }
            _ => false,
        };
        if letter == '-' {
            since_start = 0;
        }
    }
    for prefix in ["Mc", "Mac"] {
        if let Some(rest) = mixed.strip_prefix(prefix)
            && (prefix == "Mc" || MAC_NAMES.contains(&rest))
            && let Some(first) = rest.chars().next()
        {
            return format!(
                "{prefix}{}{}",
                first.to_uppercase(),
                rest.get(first.len_utf8()..).unwrap_or_default()
            );
        }
    }
    mixed
}

/// Pairs of letters that are initials where a given name would stand; others are short names.
#[rustfmt::skip]
const INITIALS: &[&str] = &[
    "AJ", "BJ", "CJ", "DJ", "EJ", "JB", "JC", "JD", "JF", "JJ", "JM", "JP", "JR", "JT", "KC", "KD",
    "KJ", "KT", "LJ", "MJ", "PJ", "RJ", "TC", "TJ", "TK", "VJ", "WG",
];

/// What follows a Mac that keeps its capital; Macron, Mackay and Macias do not.
#[rustfmt::skip]
const MAC_NAMES: &[&str] = &[
    "arthur", "aulay", "bride", "callum", "cormack", "dermott", "diarmid", "donald", "dougall",
    "dowell", "farlane", "gillivray", "gregor", "innes", "intosh", "intyre", "iver", "kinnon",
    "lachlan", "laren", "lean", "lellan", "lennan", "leod", "mahon", "manus", "millan", "nab",
    "namara", "naughton", "neil", "neill", "nicol", "pherson", "queen", "rae", "taggart",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        for (capitals, name) in [
            ("JAN VAN DER BERG", "Jan van der Berg"),
            ("CHRIS VAN HOLL", "Chris Van Holl"),
            ("MARY MCDONALD", "Mary McDonald"),
            ("MARY McDONALD", "Mary McDonald"),
            ("TIM MACDONALD", "Tim MacDonald"),
            ("EMMA MACRON", "Emma Macron"),
            ("ROB MACKAY", "Rob Mackay"),
            ("PETER O'NEILL", "Peter O'Neill"),
            ("ANNE-MARIE O’BRIEN", "Anne-Marie O’Brien"),
            ("JOSÉ DE LA CRUZ", "José de la Cruz"),
            ("GIULIA D'AMATO", "Giulia D'Amato"),
            ("KAI ZUR LINDE", "Kai zur Linde"),
            ("J.R. SMITH JR.", "J.R. Smith Jr."),
            ("JD VANE III", "JD Vane III"),
            ("ED NG", "ED NG"),
            ("Ann NG", "Ann NG"),
        ] {
            let words: Vec<&str> = capitals.split(' ').collect();
            assert_eq!(mixed_case(&words), name);
        }
    }
}
