//! The words that tell who speaks, as plain lists, and a table of them for each language: one look-up a
//! word, flags out. Those of English are here, the others' in `languages`.

use std::ops::BitOr;
use std::sync::LazyLock;

use crate::names::tokens;
use crate::names::words::{self, Class, FoldMap};

mod languages;

/// What a word can be beside a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part(u32);

impl Part {
    /// A verb of saying with its subject: `said`, `warns`.
    pub const SAYS: Self = Self(1);
    /// `adding`, `saying`: the subject is that of the sentence.
    pub const SAYING: Self = Self(1 << 1);
    /// `described … as`, `called … a`: what follows is somebody's word for a thing.
    pub const DESCRIBES: Self = Self(1 << 2);
    /// The form that follows `to` and `will`: no saying there.
    pub const BASE: Self = Self(1 << 3);
    /// `statement`, `report`: words on paper, behind which somebody stands.
    pub const DOCUMENT: Self = Self(1 << 4);
    /// `ministry`, `company`: an organisation by its kind.
    pub const INSTITUTION: Self = Self(1 << 5);
    /// Of those, the ones that any organisation may be.
    pub const ANY_INSTITUTION: Self = Self(1 << 6);
    /// `also`, `later`: may stand between a subject and its verb.
    pub const ADVERB: Self = Self(1 << 7);
    pub const PREPOSITION: Self = Self(1 << 8);
    pub const DETERMINER: Self = Self(1 << 9);
    /// `was`, `been`: with a verb of saying after it, somebody else speaks.
    pub const BE: Self = Self(1 << 10);
    /// `spokesman`: speaks for another.
    pub const SPOKESPERSON: Self = Self(1 << 11);
    pub const WOMAN: Self = Self(1 << 12);
    pub const MAN: Self = Self(1 << 13);
    /// `today`, `night`.
    pub const TIME: Self = Self(1 << 14);
    /// `nicknamed`, `entitled`: what follows is a name.
    pub const NAMES: Self = Self(1 << 15);
    /// `he`, `it`.
    pub const PRONOUN: Self = Self(1 << 16);
    /// `who said`: a clause about the name before.
    pub const RELATIVE: Self = Self(1 << 17);
    /// `said that`: leads to what is said.
    pub const THAT: Self = Self(1 << 18);
    /// `and`, `while`: a speaker's words end before it.
    pub const CONJUNCTION: Self = Self(1 << 19);
    /// The first word of `according to`, after which the speaker stands.
    pub const ACCORDING: Self = Self(1 << 20);
    /// `I`, `you`: whoever uses it speaks.
    pub const SPEAKS_OF_SELF: Self = Self(1 << 21);

    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Part {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What words can be, by their folds.
pub struct WordTable {
    parts: FoldMap<Part>,
    /// Phrases before which nothing and after which the speaker stands: `according to`.
    pub phrases: &'static [&'static [&'static str]],
    /// Whether it holds the words of English.
    pub is_english: bool,
    /// Whether the language writes all nouns with capitals.
    pub capitalises_nouns: bool,
}

impl WordTable {
    /// What the word with this fold can be.
    pub fn part(&self, fold: u64) -> Part {
        if fold == 0 { Part::default() } else { self.parts.get(&fold).copied().unwrap_or_default() }
    }

    fn new(words: &Words, is_english: bool) -> Self {
        let mut parts = FoldMap::default();
        for (list, part) in words.lists.iter().chain(EVERYWHERE) {
            add(&mut parts, list, *part);
        }
        Self { parts, phrases: words.phrases, is_english, capitalises_nouns: false }
    }

    /// Takes in the verbs of another language where a word has no part yet.
    fn with_verbs_of(&mut self, words: &Words) {
        for (list, part) in words.lists.iter().filter(|(_, part)| *part == Part::SAYS) {
            for word in list.split_whitespace() {
                let common = words::class(tokens::fold(word)).any(Class::COMMON | Class::FUNCTION);
                let entry = self.parts.entry(tokens::fold(word)).or_default();
                if entry.is_nothing() && !common {
                    *entry = *part;
                }
            }
        }
    }
}

/// The words of one language.
pub struct Words {
    pub lists: &'static [(&'static str, Part)],
    pub phrases: &'static [&'static [&'static str]],
}

/// The table of a language; that of English where it is unknown which one a text is in, or its words
/// are not listed.
pub fn table(language: Option<&str>) -> &'static WordTable {
    match language {
        Some("de") => &GERMAN,
        Some("fr") => &FRENCH,
        Some("es") => &SPANISH,
        Some("pt") => &PORTUGUESE,
        Some("it") => &ITALIAN,
        Some("nl") => &DUTCH,
        Some(_) => &ENGLISH,
        None => &UNKNOWN,
    }
}

static ENGLISH: LazyLock<WordTable> = LazyLock::new(|| WordTable::new(&ENGLISH_WORDS, true));
static GERMAN: LazyLock<WordTable> = LazyLock::new(|| {
    let table = WordTable::new(&languages::GERMAN, false);
    WordTable { capitalises_nouns: true, ..table }
});
static FRENCH: LazyLock<WordTable> = LazyLock::new(|| WordTable::new(&languages::FRENCH, false));
static SPANISH: LazyLock<WordTable> = LazyLock::new(|| WordTable::new(&languages::SPANISH, false));
static PORTUGUESE: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::new(&languages::PORTUGUESE, false));
static ITALIAN: LazyLock<WordTable> = LazyLock::new(|| WordTable::new(&languages::ITALIAN, false));
static DUTCH: LazyLock<WordTable> = LazyLock::new(|| WordTable::new(&languages::DUTCH, false));
/// A short text may be in any language: English, and the verbs of the others that English does not have.
static UNKNOWN: LazyLock<WordTable> = LazyLock::new(|| {
    let mut table = WordTable::new(&ENGLISH_WORDS, true);
    for words in languages::ALL {
        table.with_verbs_of(words);
    }
    table
});

fn add(parts: &mut FoldMap<Part>, list: &str, part: Part) {
    for word in list.split_whitespace() {
        let entry = parts.entry(tokens::fold(word)).or_default();
        *entry = *entry | part;
    }
}

/// Given names and titles are no words of one language.
const EVERYWHERE: &[(&str, Part)] = &[(WOMEN, Part::WOMAN), (MEN, Part::MAN)];

const ENGLISH_WORDS: Words = Words {
    lists: &[
        (SAYS, Part::SAYS),
        (SAYING, Part::SAYING),
        (DESCRIBES, Part::DESCRIBES),
        (BASE, Part::BASE),
        (DOCUMENTS, Part::DOCUMENT),
        (INSTITUTIONS, Part::INSTITUTION),
        (ANY_INSTITUTIONS, Part::INSTITUTION),
        (ANY_INSTITUTIONS, Part::ANY_INSTITUTION),
        (ADVERBS, Part::ADVERB),
        (PREPOSITIONS, Part::PREPOSITION),
        (DETERMINERS, Part::DETERMINER),
        (BE, Part::BE),
        (SPOKESPEOPLE, Part::SPOKESPERSON),
        (TIMES, Part::TIME),
        (NAMES, Part::NAMES),
        ("he she it they", Part::PRONOUN),
        ("she", Part::WOMAN),
        ("he", Part::MAN),
        ("who which that", Part::RELATIVE),
        ("that as", Part::THAT),
        ("who that which and but or as when while", Part::CONJUNCTION),
        ("according in to quoting", Part::ACCORDING),
        (OF_SELF, Part::SPEAKS_OF_SELF),
    ],
    phrases: &[
        &["according", "to"],
        &["in", "the", "words", "of"],
        &["in", "the", "immortal", "words", "of"],
        &["in", "the", "view", "of"],
        &["in", "the", "opinion", "of"],
        &["to", "quote"],
        &["to", "paraphrase"],
        &["quoting"],
    ],
};

const SAYS: &str = "
    said says say told tells tell added adds add noted notes note argued argues argue warned warns warn
    wrote writes write stressed stresses stated states state claimed claims claim announced announces
    explained explains explain insisted insists insist replied replies asked asks ask declared declares
    tweeted tweets posted posts commented comments believed believes believe hoped hopes hope wanted wants
    acknowledged acknowledges admitted admits denied denies confirmed confirms suggested suggests suggest
    recalled recalls remarked remarks responded responds urged urges urge vowed vows pledged pledges
    promised promises joked jokes conceded concedes continued continues concluded concludes hinted hints
    predicted predicts contended contends reiterated reiterates emphasized emphasised emphasizes
    emphasises testified testifies observed observes agreed agrees agree complained complains complain
    protested lamented laments maintained maintains asserted asserts assert alleged alleges allege
    cautioned cautions answered answers shouted shouts cried cries whispered muttered exclaimed repeated
    repeats quipped countered counters retorted reported reports read reads revealed reveals thought thinks
    think felt feels feel mentioned mentions pointed points demanded demands proposed proposes boasted
    boasts disclosed estimated expressed expresses indicated indicates quoted signalled signaled
    underlined underscored underscores highlighted highlights affirmed affirms concurred wondered wonders
    informed informs recounted elaborated advised advises reckoned reckons sighed tells begged pleaded reflected apologised
    apologized ordered ruled charged advocated opined opines mused muses fumed fumes enthused enthuses
    yelled yells texted emailed interjected assured assures confided confides retorts
    counters remarks ventured chided sneered scoffed scoffs snapped intoned deadpanned gushed quips
    concludes laments jibed insinuated recollected thundered
";

const SAYING: &str = "
    saying telling adding noting arguing warning writing stressing stating claiming announcing explaining
    insisting replying asking declaring tweeting posting commenting hoping acknowledging admitting
    confirming suggesting recalling remarking responding urging vowing pledging promising joking
    conceding concluding hinting predicting contending reiterating emphasizing emphasising testifying
    observing complaining protesting lamenting maintaining asserting alleging cautioning quipping calling
    screaming shouting remarking recounting quipping
    describing labelling labeling branding denouncing dismissing reading quoting
";

const DESCRIBES: &str = "
    described describes describe describing called calls call calling labelled labeled labels labelling
    labeling branded brands branding denounced denounces denouncing dismissed dismisses dismissing
    condemned condemns praised praises criticised criticized criticises criticizes characterised
    characterized characterises characterizes hailed hails slammed slams blasted blasts decried decries
    deemed deems considered considers termed terms blamed blames blaming cited cites citing
";

/// Forms of the verbs above that are no past and no `-s`.
const BASE: &str = "
    say tell add note argue warn write state claim explain insist ask believe hope suggest urge agree
    complain assert allege think feel describe call
";

const DOCUMENTS: &str = "
    statement statements report editorial letter email e-mail memo memorandum release communiqué
    communique document study survey article column tweet post message ruling judgment judgement verdict
    lawsuit complaint filing indictment paper leaflet petition declaration advisory bulletin announcement
    notice website note caption review summary resolution manifesto blog posting
";

const INSTITUTIONS: &str = "
    ministry department embassy consulate government administration council commission committee court
    police parliament university college school hospital church bank party union newspaper magazine paper
    navy army military treasury office bureau board institute airline broadcaster tribunal mission
    secretariat federation league club foundation network regulator watchdog
";

const ANY_INSTITUTIONS: &str = "
    company firm organisation organization group agency charity association body manufacturer retailer
    authority corporation
";

const ADVERBS: &str = "
    also then later recently again often once still now never always even just previously earlier
    today yesterday afterwards afterward however has have had did does too instead ironically meanwhile
    apparently reportedly repeatedly publicly privately famously already further furthermore since himself
    herself itself themselves first now formerly
";

const PREPOSITIONS: &str = "
    of for at from with in to by on about against between near under over during after before into within
    inside outside behind than like as including
";

const DETERMINERS: &str = "
    the a an his her their its this that these those our my your one another some many several
";

const BE: &str = "was were is are be been being am gets got";

const SPOKESPEOPLE: &str = "
    spokesman spokeswoman spokesperson spokesmen spokespersons spokespeople representative
";

const TIMES: &str = "
    today yesterday tomorrow tonight morning afternoon evening night noon week month year weekend day
";

/// Without forms whose fold, which has no apostrophe, is another word: `we're`.
const OF_SELF: &str = "
    i me my mine myself we us our ours ourselves you your yours yourself i'm i've we've you're you've
    you'd you'll
";

const NAMES: &str = "
    so-called nicknamed dubbed titled entitled named codenamed code-named known termed term phrase slogan
    film movie novel book song album episode
";

/// Given names that tell a woman. Only names that seldom are a man's.
const WOMEN: &str = "
    mrs ms miss madam madame mme lady dame baroness queen princess duchess frau sister mother
    congresswoman chairwoman spokeswoman businesswoman councilwoman actress widow
    abigail ada adele agnes aisha alexandra alice alison amanda amelia amy ana andrea angela anita ann anna
    annabel anne annette annie antonia april ariana astrid audrey ava barbara beatrice bella bernadette
    beth bethany betty beverley beverly birgit brenda bridget brigitte camilla carla carmen carol carole
    caroline carolyn catherine cathy cecilia charlotte chelsea cheryl chiara chloe christina christine
    claire clara claudia colleen constance courtney cristina cynthia daisy daniela danielle debbie deborah
    deirdre denise diana diane dolores donna doris dorothy edith eileen elaine eleanor elena elisa
    elisabeth elise eliza elizabeth ella ellen eloise elsa emily emma erica erika esther eva eve evelyn
    fatima felicity fiona florence frances francesca gabriela gabrielle gemma georgina geraldine gertrude
    gillian gina ginny gladys gloria grace greta gwen hanna hannah harriet hazel heather heidi helen helena
    helga hilary hillary ida imogen inga ingrid irene iris irina isabel isabella isabelle ivanka ivy
    jacinda jackie jacqueline jane janet janice jasmine jeanette jeanne jenna jennifer jenny jessica
    jill joan joanna joanne josephine joy joyce juanita judith judy julia juliana julie juliet june
    kamala karen karin kate katherine kathleen kathryn kathy katie katrina kayla kerry kimberly kirsten
    kirsty kristen kristin kristina lara laura lauren leah leila lena lillian lily linda lisa liz
    lois lorraine louise lucia lucy luisa lydia lynn mabel madeleine maggie malala marcia margaret maria
    mariam marie marilyn marina marion marjorie martha martina mary matilda maureen maxine maya megan
    melanie melissa mercedes meredith mia michaela michelle mildred miranda miriam moira molly mona monica
    muriel nadia nana nanaia nancy naomi natalia natalie natasha nicola nicole nina nora norma olga olivia
    paige pamela patricia patsy paula pauline penelope penny phoebe phyllis pippa polly priscilla priti
    rachel rebecca regina renata rena renee rhonda rita roberta rosa rosalind rose rosemary roxanne
    ruth sabrina sally samantha sandra sara sarah sharon sheila shirley silvia simone sofia sonia sophia
    sophie stella stephanie sue susan susanna suzanne svetlana sylvia tamara tania tanya tara tatiana
    teresa tess thelma theresa tiffany tina tracey tracy trudy ursula valentina valerie vanessa vera
    veronica victoria viola violet virginia vivian wanda wendy whitney winifred yasmin yolanda yvette
    yvonne zara zoe mira
";

/// Given names that tell a man. Only names that seldom are a woman's.
const MEN: &str = "
    mr sir lord baron king prince duke herr father brother congressman chairman spokesman businessman
    councilman actor
    aaron abdul abdullah abraham adam adrian ahmed al alan albert alejandro alessandro alexander alexei
    alfred ali allan allen alvin amir anders andre andreas andrei andrew andy anthony antonio antony
    anton ari arnold arthur asad barack barry bashar ben benjamin benny bernard bernie bill billy bjorn
    bob boris brad bradley brandon brendan brett brian bruce bruno bryan carl carlos cesar chad charles
    charlie chris christian christopher christoph chuck clarence clark claude clifford clive clyde colin
    connor craig curtis cyril dale damien dan daniel danny darren dave david dean declan dennis derek
    diego dietrich dimitri dirk dmitry dominic don donald doug douglas duncan dwight earl ed eddie edgar
    eduardo edward edwin eli elijah elliot emil emmanuel enrique eric erik ernest ernesto ethan eugene
    evan felipe felix ferdinand fernando floyd francisco frank franklin fred frederick fritz fumio gareth
    gary gavin geoff geoffrey george gerald gerard gerhard gilbert giovanni giuseppe glen glenn gordon
    graeme graham grant greg gregory guillermo gustav guy hamid hans harold harry harvey hassan hector
    heinz henri henrik henry herbert herman hiroshi horst howard hugh hugo hussein ian ibrahim igor imran
    isaac ismail ivan jack jacob jacques jair jaime jake jakob james jan jason javier jeff jeffrey jens
    jeremy jerome jerry jim jimmy joachim joe joel johan johannes john johnny jon jonas jonathan jorge
    jose josef joseph josh joshua juan jurgen justin kai karim karl keith ken kenneth kenny kevin khalid
    klaus kofi konrad kurt kyle lance larry lars laurence laurent lawrence lee leo leon leonard leonardo
    leonid leroy lewis liam lloyd logan louis luc luca lucas luigi luis luke mahmoud malcolm manuel marc
    marcel marco marcus mario mark marshall martin marvin mathias matt matteo matthew matthias maurice
    max michael michel miguel mike mikhail miles milton mitch mohamed mohammad mohammed mohan moses
    muhammad mustafa narendra nathan neil nelson nicholas nick nicolas nigel nikolai noah noel norman
    oleg oliver omar oscar osman otto owen pablo paolo pascal patrick paul pavel pedro per pete peter
    petr philip philippe phil pierre piotr rafael rajiv ralph ramon randy raul ray raymond recep reginald
    rene reuben rex ricardo richard rick rob robert roberto rod roderick rodney rodrigo roger roland ron
    ronald rory ross roy rudolf rudy rupert russell ryan salman salvador sam samuel scott sean sebastian
    sergei sergey sergio seth shane shaun shinzo simon spencer stanley stefan stephen steve steven stewart
    stuart sven taro ted terence terry theodore thierry thomas tim timothy toby todd tom tomas tommy tony
    travis trevor tyler umar vaclav vernon victor viktor vincent vladimir volodymyr wade wallace walter
    warren wayne werner wilfred wilhelm william winston wolfgang xavier yves yusuf zachary
";
