//! The small words that give a language of Europe away, in texts too short for a detector.
//!
//! A word that several languages have counts for each of them, but the less the more there are.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What one word counts that one language alone has; divisible by all smaller numbers of languages.
const WHOLE: u32 = 60;

/// What the words of a text say of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Sum over its words, each that only this language has counts `WHOLE`.
    pub weight: u32,
    /// How many different words.
    pub different: u32,
    /// How many words of the text.
    pub words: u32,
}

impl Evidence {
    /// The weight in words that only one language has, in hundredths.
    pub fn hundredths(self) -> u32 {
        self.weight * 100 / WHOLE
    }
}

/// The best and the second best language of a text, by its function words.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    pub language: &'static str,
    pub best: Evidence,
    pub second: Evidence,
    /// How many words the text has.
    pub words: u32,
}

/// What the function words of a text say. `None` where there are none.
pub fn verdict(text: &str) -> Option<Verdict> {
    let mut found = [Evidence::default(); LANGUAGES.len()];
    let mut seen: Vec<&str> = Vec::new();
    let mut words = 0;
    let lower = text.to_lowercase();
    for word in words_of(&lower) {
        words += 1;
        let Some((&known, languages)) = WORDS.get_key_value(word) else { continue };
        let is_new = !seen.contains(&known);
        if is_new {
            seen.push(known);
        }
        let weight = WHOLE / (languages.len() as u32).max(1);
        for &place in languages {
            if let Some(evidence) = found.get_mut(place) {
                evidence.weight += weight;
                evidence.words += 1;
                evidence.different += u32::from(is_new);
            }
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(found.get(place).map_or(0, |one| one.weight)));
    let best = order.first()?;
    let evidence = |place: Option<&usize>| {
        place.and_then(|&place| found.get(place)).copied().unwrap_or_default()
    };
    let (language, _) = LANGUAGES.get(*best)?;
    let verdict =
        Verdict { language, best: evidence(Some(best)), second: evidence(order.get(1)), words };
    (verdict.best.words > 0).then_some(verdict)
}

/// How many words of a text are function words of that language, and how many words it has. `None`
/// for a language that is not listed.
pub fn share(text: &str, language: &str) -> Option<(u32, u32)> {
    let place = LANGUAGES.iter().position(|(code, _)| *code == language)?;
    let lower = text.to_lowercase();
    let (mut hits, mut words) = (0, 0);
    for word in words_of(&lower) {
        words += 1;
        hits += u32::from(WORDS.get(word).is_some_and(|places| places.contains(&place)));
    }
    Some((hits, words))
}

/// Whether a word in small letters is one of a language's small words.
pub fn is_function_word(language: &str, word: &str) -> bool {
    let places = WORDS.get(word).into_iter().flatten();
    places.filter_map(|&place| LANGUAGES.get(place)).any(|(code, _)| *code == language)
}

/// The words of a text without initials: `A.` and `I.` are no words of anybody's.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|c: char| !c.is_alphabetic()).filter_map(|piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let is_initial = piece.ends_with('.') && word.chars().count() == 1;
        (!word.is_empty() && !is_initial).then_some(word)
    })
}

/// Places in `LANGUAGES` of the languages that have a word.
static WORDS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (place, (_, list)) in LANGUAGES.iter().enumerate() {
        for word in list.split_whitespace() {
            words.entry(word).or_default().push(place);
        }
    }
    words
});

/// Languages by their ISO 639-1 codes, and words of theirs.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("en", "the of and to in is that for on with was as it by are be from has have at this which \
        said not but were been their an his her they will would could had who its more after about \
        he she we you than into over or"),
    ("de", "der die das und in zu den mit von ist des auf für im dem nicht ein eine als auch sich \
        es an werden aus er hat dass sie nach bei einer um am sind noch wie einem über einen so zum \
        war haben nur oder aber vor zur bis mehr durch man wird wurde sein ich wir ihr kann"),
    ("fr", "le la les de des et en un une du que qui dans pour sur est au par plus pas ne se ce il \
        avec son sont aux cette ont été être mais ou où sa ses leur comme elle nous vous l d qu à a \
        je ils fait deux après"),
    ("es", "de la que el en y los del se las por un para con no una su al lo como más pero sus le \
        ha es o este sí ya entre cuando sobre también fue han son desde está hasta hay donde quien \
        muy sin nos mi tanto así siempre porque"),
    ("it", "di e il la che in un per è del una con non i le si da dei della delle al alla sono gli \
        nel ha lo più anche come ma nella su dal dalla questo ai suo sua ed o se era hanno stato \
        degli ci quando"),
    ("pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele \
        das à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre depois são \
        foi está ser tem"),
    ("nl", "de het een van en in is dat op te zijn met voor niet aan er om ook als dan bij door \
        maar naar wordt werd uit nog worden deze hij ze heeft hebben over tot was meer kan die wel \
        geen al onder zo"),
    ("sv", "och i att det som en på är av för med den till inte har de om ett han men var sig från \
        så vi kan när år under också efter eller nu sin där vid mot ska skulle kommer ut få finns \
        mycket jag hon blev"),
    ("da", "og i at det er en til på af for med den der ikke som de har et han var om sig men fra \
        så vi kan efter eller nu blev hun også når ved mod skal være mere hvor have ud uden jeg \
        mellem bliver"),
    ("nb", "og i at det er en til på av for med den ikke som de har et han var om seg men fra så vi \
        kan etter eller nå ble hun også når ved mot skal være mer hvor ut uten jeg mellom blir"),
    ("fi", "ja on ei että se hän oli joka ovat mutta kuin myös sen tai niin kun ole vain jos sekä \
        mukaan ollut hänen jo nyt mitä voi jotka olisi vielä eivät kanssa sitä tämä sitten me te \
        noin jälkeen"),
    ("pl", "w i z na do nie się to że jest o jak a po co za od ale przez są dla był oraz przy tak \
        jego które który która może być tym tylko czy już ze było ich jej pod przed bardzo także"),
    ("cs", "a v na se je že z do o to i jsou pro za ale by jak od po který která které být byl \
        bylo ve jeho také podle při nebo tak jsem si už jako aby ani až kde když však jen mezi \
        před není"),
    ("ro", "și de în a la cu pe din că care nu este o pentru mai sunt ce au fost un sau ale lui se \
        al fi dar după această acest între până prin cel"),
    ("hu", "a az és hogy nem is egy de ez meg volt csak mint már ki el még vagy azt kell lesz \
        amely ami akkor így sem után szerint lehet között"),
    ("tr", "ve bir bu da de için ile olarak daha çok en gibi sonra olan ama ne kadar var ki değil \
        oldu göre ya hem veya"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_holds_a_word_twice() {
        for (code, list) in LANGUAGES {
            let words: Vec<&str> = list.split_whitespace().collect();
            for (place, word) in words.iter().enumerate() {
                assert!(!words.iter().skip(place + 1).any(|other| other == word), "{code} {word}");
                assert_eq!(word.to_lowercase(), **word);
            }
        }
    }

    #[test]
    fn words_of_many_languages_count_little() {
        let verdict = verdict("The board said that it was no use").unwrap();
        assert_eq!((verdict.language, verdict.words), ("en", 8));
        assert!(verdict.best.hundredths() > 300, "{verdict:?}");
        assert!(super::verdict("Boats 12").is_none());
        assert_eq!(share("Der Rat und die Boote", "de"), Some((3, 5)));
        assert_eq!(share("Der Rat", "xx"), None);
    }
}
