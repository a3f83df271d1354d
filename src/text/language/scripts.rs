//! Languages that have a script to themselves.

/// Fewer letters of a script than this tell nothing: a name inside an English headline.
const FEWEST_LETTERS: usize = 8;
/// Han characters alone are Chinese only where a Japanese text would long have had some kana.
const FEWEST_HAN: usize = 40;

/// The language of a text most of whose letters are in the script of one language alone, as its
/// ISO 639-1 code.
pub fn by_script(text: &str) -> Option<&'static str> {
    let mut letters = 0usize;
    let (mut han, mut kana) = (0usize, 0usize);
    let mut counts = [0usize; SCRIPTS.len()];
    for letter in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match letter {
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{3041}'..='\u{30ff}' => kana += 1,
            _ if letter < '\u{370}' => {}
            _ => {
                let script = SCRIPTS.iter().position(|(range, _)| range.contains(&letter));
                if let Some(count) = script.and_then(|place| counts.get_mut(place)) {
                    *count += 1;
                }
            }
        }
    }
    let is_most = |count: usize| count >= FEWEST_LETTERS && count * 10 >= letters * 6;
    if kana * 10 >= han && kana >= 2 && is_most(han + kana) {
        return Some("ja");
    }
    if kana == 0 && han >= FEWEST_HAN && is_most(han) {
        return Some("zh");
    }
    let place = counts.iter().position(|&count| is_most(count))?;
    SCRIPTS.get(place).map(|(_, code)| *code)
}

/// Scripts of one written language. Hebrew's is also Yiddish's, which is rare, and Devanagari's and
/// Arabic's are those of many.
const SCRIPTS: &[(std::ops::RangeInclusive<char>, &str)] = &[
    ('\u{370}'..='\u{3ff}', "el"),
    ('\u{530}'..='\u{58f}', "hy"),
    ('\u{a80}'..='\u{aff}', "gu"),
    ('\u{a00}'..='\u{a7f}', "pa"),
    ('\u{b00}'..='\u{b7f}', "or"),
    ('\u{b80}'..='\u{bff}', "ta"),
    ('\u{c00}'..='\u{c7f}', "te"),
    ('\u{c80}'..='\u{cff}', "kn"),
    ('\u{d00}'..='\u{d7f}', "ml"),
    ('\u{d80}'..='\u{dff}', "si"),
    ('\u{e00}'..='\u{e7f}', "th"),
    ('\u{e80}'..='\u{eff}', "lo"),
    ('\u{1000}'..='\u{109f}', "my"),
    ('\u{10a0}'..='\u{10ff}', "ka"),
    ('\u{1780}'..='\u{17ff}', "km"),
    ('\u{ac00}'..='\u{d7a3}', "ko"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_of_one_language_tells_it() {
        for (text, code) in [
            ("港の使用料は春に上がると理事会は述べた。", Some("ja")),
            ("항구 사용료가 봄에 오를 것이라고 위원회가 밝혔다", Some("ko")),
            ("Τα τέλη του λιμανιού θα αυξηθούν", Some("el")),
            ("港口费用将在春季上涨", None),
            ("Die Stadt Αθήνα ist schön", None),
            ("Портовые сборы вырастут весной", None),
            ("The board said no", None),
            ("", None),
        ] {
            assert_eq!(by_script(text), code, "{text}");
        }
    }
}
