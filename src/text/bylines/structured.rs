//! Author fields as programs fill them: JSON-LD, feeds, catalogues.

use super::person::{is_no_name, is_person};
use super::words::{PARTICLES, POSTS};
use super::{LONGEST, authors};

/// The people of a field that holds authors and nothing else. Beside what stands in author lines,
/// three forms of programs are read: `Doe, Jane` (one comma with a family name before it and given
/// names behind it), also several of them with semicolons between; `jane@example.com (Jane Doe)`, as
/// RSS has it; and a name of one word in Chinese, Japanese or Korean script.
pub fn authors_of_field(field: &str) -> Vec<String> {
    if field.len() > LONGEST * 2 {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if !found.contains(&name) {
            found.push(name);
        }
    };
    for part in field.split([';', '\n']).map(str::trim) {
        if part.contains("://") && !part.contains(' ') {
            continue;
        }
        if let Some(name) = behind_address(part) {
            authors_of_field(name).into_iter().for_each(&mut add);
        } else if let Some(name) = family_name_first(part) {
            add(name);
        } else if is_one_word_in_eastern_script(part) {
            add(part.to_owned());
        } else {
            authors(part).into_iter().for_each(&mut add);
        }
    }
    found
}

/// `jane@example.com (Jane Doe)`
fn behind_address(part: &str) -> Option<&str> {
    let (address, name) = part.strip_suffix(')')?.split_once('(')?;
    let address = address.trim();
    (address.contains('@') && !address.contains(char::is_whitespace) && !name.contains('('))
        .then_some(name)
}

/// `Doe, Jane` as `Jane Doe`; `van der Berg, Jan P.` as `Jan P. van der Berg`.
fn family_name_first(part: &str) -> Option<String> {
    let (family, given) = part.split_once(',').filter(|(_, given)| !given.contains(','))?;
    let family: Vec<&str> = family.split_whitespace().collect();
    let given: Vec<&str> = given.split_whitespace().collect();
    // Two names of two words each are two people.
    let full_words =
        family.iter().filter(|word| !PARTICLES.contains(&word.to_lowercase().as_str()));
    let is_given = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && !is_no_name(word)
            && !POSTS.contains(&word.to_lowercase().as_str())
    };
    let is_suffix =
        matches!(given.first(), Some(&("Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "PhD")));
    if full_words.count() != 1 || !(1..=3).contains(&given.len()) || is_suffix {
        return None;
    }
    let whole: Vec<&str> = given.iter().chain(&family).copied().collect();
    (given.iter().all(is_given) && is_person(&whole)).then(|| super::case::mixed_case(&whole))
}

/// Two to six characters of Han, kana or Hangul.
fn is_one_word_in_eastern_script(part: &str) -> bool {
    (2..=6).contains(&part.chars().count())
        && part.chars().all(|c| {
            matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_programs_name_people() {
        for (field, names) in [
            ("Ann Ng", &["Ann Ng"][..]),
            ("By Ann Ng", &["Ann Ng"]),
            ("Ng, Ann", &["Ann Ng"]),
            ("NG, ANN MARIE", &["Ann Marie Ng"]),
            ("van der Berg, Jan P.", &["Jan P. van der Berg"]),
            ("O’Neill, Peter", &["Peter O’Neill"]),
            ("Ng, Ann; Roe, Cy", &["Ann Ng", "Cy Roe"]),
            ("Ann Ng, Cy Roe", &["Ann Ng", "Cy Roe"]),
            ("Ann Ng, Cy Roe, Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"]),
            ("Ann Ng, Reuters", &["Ann Ng"]),
            ("Ann Ng, Jr.", &["Ann Ng Jr."]),
            ("Roe, Reuters", &[]),
            ("Ng, Editor", &[]),
            ("ann@lagoon.example (Ann Ng)", &["Ann Ng"]),
            ("ann@lagoon.example (Ann Ng and Cy Roe)", &["Ann Ng", "Cy Roe"]),
            ("Ann Ng <ann@lagoon.example>", &["Ann Ng"]),
            ("ann@lagoon.example", &[]),
            ("https://lagoon.example/ann-ng", &[]),
            ("admin", &[]),
            ("Lagoon Times Staff", &[]),
            ("Reuters", &[]),
            ("山田太郎", &["山田太郎"]),
            ("", &[]),
        ] {
            assert_eq!(authors_of_field(field), names, "{field:?}");
        }
    }
}
