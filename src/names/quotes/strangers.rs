//! People whom a text only describes: `a neighbour`, `his daughter, six,`, `un élu du village`.
//!
//! What must stay true: whoever was named before does not speak where such a one is what the sentence is about; who
//! is described and then named, `a neighbour, Ana Roa`, is no stranger.

use std::sync::LazyLock;

use super::bearers;
use super::lists::Part;
use super::reading::{Frame, Reading};
use crate::model::{EntityKind, Gender};
use crate::names::tokens;
use crate::names::words::{Class, FoldMap};

/// Articles for one of several and owners: what stands before somebody new.
const NEW: &str = "
    a an another one some his her their our my
    un une une d'autres son sa ses leur
    uno una otro otra su sus
    um uma outro outra seu sua
    un' suo sua
    een haar zijn hun
    ein eine einer sein seine ihr ihre
";

/// Definite articles: whoever stands behind one may be somebody named.
const THE: &str = "the la le l' el il lo o a de het der die das";

/// Nouns for women and for men.
const WOMEN: &str = "
    woman girl mother grandmother daughter sister aunt niece wife widow girlfriend lady waitress actress
    schoolgirl granddaughter bride spokeswoman policewoman businesswoman landlady postmistress
    femme fille mère sœur tante nièce veuve voisine élue étudiante mujer viuda vecina madre hija hermana niña señora
    mulher moradora vizinha mãe filha irmã menina aluna professora donna ragazza madre figlia sorella vicina studentessa
    vrouw moeder dochter zus buurvrouw woordvoerster frau mutter tochter schwester nachbarin sprecherin anwohnerin
    schülerin studentin zeugin
";
const MEN: &str = "
    man boy father grandfather son brother uncle nephew husband boyfriend gentleman waiter schoolboy grandson groom
    spokesman policeman businessman landlord postman fisherman
    homme garçon père fils frère oncle neveu voisin élu étudiant hombre vecino padre hijo hermano niño señor
    homem morador vizinho pai filho irmão menino aluno uomo ragazzo padre figlio fratello vicino
    man vader zoon broer buurman mann vater sohn bruder nachbar sprecher anwohner schüler student zeuge
";

/// Nouns for either.
const EITHER: &str = "
    neighbour neighbor resident teenager villager passer-by bystander onlooker shopper voter passenger customer
    commuter motorist survivor parent pupil protester protestor demonstrator worker employee insider source guest
    relative cousin child adult pensioner local tourist visitor mourner caller reader viewer listener user
    councillor backbencher chef cook barman porter clerk jockey shopkeeper stallholder fan supporter spectator
    person heckler friend classmate colleague
    habitant habitante riverain riveraine témoin porte-parole salarié salariée passant passante proche responsable
    testigo portavoz estudiante residente trabajador trabajadora manifestante
    estudante testemunha porta-voz trabalhador trabalhadora funcionário funcionária
    testimone residente passante portavoce
    woordvoerder bewoner bewoonster omwonende getuige voorbijganger buurtbewoner scholier medewerker
    passant anwesender mitarbeiter mitarbeiterin
";

/// How many words may stand between the article and the noun.
const LONGEST: usize = 6;
/// How many sentences a pronoun may be behind a stranger.
const REACH: usize = 2;
/// How far into a sentence its subject may stand behind a comma: `Beside her, a retired postmistress`.
const FARTHEST: usize = 10;

/// Somebody who is described: tokens `first..end`, the last of them the noun.
#[derive(Clone, Copy, Debug)]
pub struct Stranger {
    pub first: usize,
    pub end: usize,
    /// What the noun tells.
    gender: Option<Gender>,
    /// `some residents`
    several: bool,
}

/// Those whom the sentences so far were about and only described.
#[derive(Default)]
pub struct Strangers {
    /// The last one, with the number of the sentence.
    last: Option<(usize, Stranger)>,
    /// The same of somebody who may be named elsewhere: `the groom`.
    definite: Option<(usize, Stranger)>,
}

impl Strangers {
    /// Takes in a sentence; gives whom it is about, where that is a stranger and stands before `floor`, at which its
    /// first name does.
    pub fn read(
        &mut self,
        reading: &Reading,
        number: usize,
        floor: Option<usize>,
    ) -> Option<Stranger> {
        let frame = &reading.frames[number];
        let found = leading(reading, frame)
            .filter(|own| floor.is_none_or(|floor| own.end <= floor))
            .filter(|own| !is_named_behind(reading, frame, own));
        if let Some(stranger) = found {
            self.last = Some((number, stranger));
        } else if let Some(own) = leading_definite(reading, frame).filter(|_| floor.is_none()) {
            self.definite = Some((number, own));
        }
        found
    }

    /// Whether a sentence was about a stranger behind a token, or about a woman or a man whose name it does not say,
    /// `the widow`, where nothing tells that somebody of the gender `told` is meant.
    pub fn any_after(&self, token: usize, told: Option<Gender>) -> bool {
        let other = |own: Stranger| {
            own.first >= token && own.gender.is_some_and(|gender| told != Some(gender))
        };
        self.last.is_some_and(|(_, stranger)| stranger.first >= token)
            || self.definite.is_some_and(|(_, own)| other(own))
    }

    /// The stranger whom a pronoun at `at` means rather than somebody named before token `named`.
    pub fn meant(
        &self,
        reading: &Reading,
        at: usize,
        frame: usize,
        named: usize,
    ) -> Option<Stranger> {
        let (number, stranger) = self.last?;
        let is_near = frame - number.min(frame) <= REACH;
        (is_near && stranger.first < at && named < stranger.first && stranger.fits(reading, at))
            .then_some(stranger)
    }

    /// Whom a pronoun at `at` means of which nobody can tell the name.
    pub fn described(&self, reading: &Reading, at: usize, frame: usize) -> Option<Stranger> {
        let near = || {
            let (number, own) = self.definite?;
            (number + 1 == frame && own.fits(reading, at)).then_some(own)
        };
        self.meant(reading, at, frame, 0).or_else(near)
    }
}

impl Stranger {
    fn new(reading: &Reading, first: usize, noun: usize) -> Self {
        let word = reading.passage.word(noun);
        let several = reading.is_english() && word.ends_with('s') && !word.ends_with("ss");
        Self { first, end: noun + 1, gender: gender(reading, noun), several }
    }

    /// Whether a pronoun is not of the other gender.
    fn fits(&self, reading: &Reading, at: usize) -> bool {
        match (bearers::gender_of(reading, at), self.gender) {
            (Some(_), _) if self.several => false,
            (Some(told), Some(own)) => told == own,
            _ => true,
        }
    }
}

/// Whether a word is a noun for people.
pub fn is_person(reading: &Reading, at: usize) -> bool {
    static FOLDS: LazyLock<FoldMap<()>> = LazyLock::new(|| {
        let words = [WOMEN, MEN, EITHER].into_iter().flat_map(str::split_whitespace);
        words.map(|word| (tokens::fold(word), ())).collect()
    });
    let passage = reading.passage;
    let known = passage.tokens.get(at).is_some_and(|token| FOLDS.contains_key(&token.fold));
    known
        || passage.is(at, Class::TITLE | Class::ROLE)
        || reading.is(at, Part::SPOKESPERSON)
        // `Sprecherin der Werft`
        || reading.owner(at).is_none() && reading.is(at, Part::WOMAN) && passage.is_lower(at)
}

/// The stranger whom a sentence is about, if it begins with one or only says before when and where.
fn leading(reading: &Reading, frame: &Frame) -> Option<Stranger> {
    let first = frame.first;
    if reading.is_quoted(first) {
        return None;
    }
    let joined = reading.is(first, Part::CONJUNCTION) && !is_new(reading, first);
    if let Some(stranger) = phrase(reading, first + usize::from(joined), frame.end) {
        return Some(stranger);
    }
    let comma = (first + 1..frame.end.min(first + FARTHEST))
        .take_while(|&at| !reading.is_quoted(at))
        .take_while(|&at| !reading.is(at, Part::SAYS | Part::BE) && !is_of_person(reading, at))
        .find(|&at| reading.is_mark(at, &[',']))?;
    phrase(reading, comma + 1, frame.end)
}

/// The stranger whose description begins at `first`.
pub fn phrase(reading: &Reading, first: usize, end: usize) -> Option<Stranger> {
    if !is_new(reading, first) {
        return None;
    }
    // `one of the two`, `uno dei due`
    let one = reading.is_any(first, &["one", "uno", "una", "eine", "einer", "een"]);
    if one && reading.is(first + 1, Part::PREPOSITION) && first + 2 < end {
        let the = usize::from(reading.is(first + 2, Part::DETERMINER) && first + 3 < end);
        let noun = first + 2 + the;
        let plain = reading.owner(noun).is_none() && reading.passage.tokens[noun].is_word();
        return plain.then_some(Stranger { first, end: noun + 1, gender: None, several: false });
    }
    let last = end.min(first + LONGEST);
    let noun = (first + 1..last)
        .take_while(|&at| is_inside(reading, at))
        .find(|&at| ends_phrase(reading, at))?;
    let named = is_of_person(reading, noun + 1)
        || reading.is_mark(noun + 1, &[',', '(', '–', '—']) && is_of_person(reading, noun + 2)
        || reading.passage.is_capitalised(noun + 1) && reading.passage.follows_closely(noun + 1);
    if named || reading.passage.is_possessive(noun + 1) {
        return None;
    }
    Some(Stranger::new(reading, first, noun))
}

/// `The groom, contacted at home, sounded weak.`, `Outside, the groom smiled.`: whom a sentence is about by an article
/// and a noun.
fn leading_definite(reading: &Reading, frame: &Frame) -> Option<Stranger> {
    let comma = || {
        (frame.first + 1..frame.end.min(frame.first + FARTHEST))
            .take_while(|&at| !reading.is_quoted(at) && reading.owner(at).is_none())
            .take_while(|&at| !reading.is(at, Part::SAYS | Part::BE))
            .find(|&at| reading.is_mark(at, &[',']))
    };
    definite(reading, frame.first, frame.end).or_else(|| definite(reading, comma()? + 1, frame.end))
}

fn definite(reading: &Reading, first: usize, end: usize) -> Option<Stranger> {
    let article = THE.split_whitespace().any(|word| reading.is_any(first, &[word]));
    if !article || reading.is_quoted(first) || reading.owner(first).is_some() {
        return None;
    }
    let noun = (first + 1..end.min(first + LONGEST))
        .take_while(|&at| is_inside(reading, at))
        .find(|&at| ends_phrase(reading, at))?;
    let goes_on = reading.passage.is_possessive(noun + 1)
        || is_of_person(reading, noun + 1)
        || reading.is(noun + 1, Part::CONJUNCTION);
    (!goes_on).then(|| Stranger::new(reading, first, noun))
}

fn is_new(reading: &Reading, at: usize) -> bool {
    static FOLDS: LazyLock<FoldMap<()>> =
        LazyLock::new(|| NEW.split_whitespace().map(|word| (tokens::fold(word), ())).collect());
    reading.owner(at).is_none()
        && reading.passage.tokens.get(at).is_some_and(|token| FOLDS.contains_key(&token.fold))
}

/// Words between an article and its noun: none that ends the phrase, and no name of a person.
fn is_inside(reading: &Reading, at: usize) -> bool {
    let ends = Part::SAYS | Part::BE | Part::PREPOSITION | Part::CONJUNCTION | Part::THAT;
    let token = &reading.passage.tokens[at];
    (token.is_word() || token.is_hyphen() || token.shape == tokens::Shape::Number)
        && !reading.is_quoted(at)
        && !is_of_person(reading, at)
        && (is_person(reading, at) || !reading.is(at, ends))
}

/// `An engineer by training, Roa joined in 2010`: the description is of whoever is named behind the comma.
fn is_named_behind(reading: &Reading, frame: &Frame, own: &Stranger) -> bool {
    let comma = (own.end..frame.end.min(own.end + LONGEST))
        .take_while(|&at| !reading.is_quoted(at) && !reading.is(at, Part::SAYS | Part::BE))
        .find(|&at| reading.is_mark(at, &[',']));
    comma.is_some_and(|comma| {
        let title = usize::from(reading.passage.is(comma + 1, Class::HONORIFIC));
        let stop = usize::from(reading.is_mark(comma + 1 + title, &['.']));
        is_of_person(reading, comma + 1 + title + stop)
    })
}

/// Whether a noun for people is the last word of its phrase: not `a three-judge panel`.
fn ends_phrase(reading: &Reading, at: usize) -> bool {
    let joined = reading.passage.is_joining_hyphen(at.saturating_sub(1))
        || reading.passage.is_joining_hyphen(at + 1);
    is_person(reading, at) && !is_person(reading, at + 1) && !joined
}

fn is_of_person(reading: &Reading, at: usize) -> bool {
    reading.owner(at).is_some_and(|own| reading.is_kind(own, EntityKind::Person))
}

fn gender(reading: &Reading, noun: usize) -> Option<Gender> {
    static FOLDS: LazyLock<FoldMap<Gender>> = LazyLock::new(|| {
        let of = |list: &'static str, gender| {
            list.split_whitespace().map(move |word| (tokens::fold(word), gender))
        };
        of(WOMEN, Gender::Woman).chain(of(MEN, Gender::Man)).collect()
    });
    FOLDS.get(&reading.passage.tokens[noun].fold).copied()
}
