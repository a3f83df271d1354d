//! Whole passages through the whole chain, and properties of any text at all.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::Recogniser;
use crate::model::{Catalogue, EntityKind, Entry, Head, Mention, MentionField, Rule};
use crate::text::normalise::name_key;
use crate::{model, names};

#[path = "../../tests/it/promises.rs"]
pub(super) mod promises;

fn entry(kind: EntityKind, name: &str, aliases: &[&str], demonyms: &[&str]) -> Entry {
    let sort_name = (kind == EntityKind::Person).then(|| match name.split_once(' ') {
        Some((family, rest)) if ["Xi", "Wang"].contains(&family) => format!("{family}, {rest}"),
        Some((given, family)) => format!("{family}, {given}"),
        None => name.to_owned(),
    });
    Entry {
        kind,
        key: name_key(name),
        name: name.to_owned(),
        sort_name,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        demonyms: demonyms.iter().map(|demonym| (*demonym).to_owned()).collect(),
        description: None,
        country: None,
        wikidata_id: None,
        offices: Vec::new(),
        silent: Vec::new(),
    }
}

pub(in crate::names) fn catalogue() -> Catalogue {
    use EntityKind::{Organisation, Person, Place};
    let mut entries = vec![
        entry(Person, "Winston Peters", &[], &[]),
        entry(Person, "Xi Jinping", &[], &[]),
        entry(Person, "Wang Yi", &[], &[]),
        entry(Person, "António Guterres", &["Antonio Guterres"], &[]),
        entry(Person, "Vladimir Putin", &["Putin"], &[]),
        entry(Organisation, "AUKUS", &["Aukus pact"], &[]),
        entry(Organisation, "NATO", &["North Atlantic Treaty Organization"], &[]),
        entry(Organisation, "World Health Organization", &["WHO"], &[]),
        entry(Organisation, "The Australian", &[], &[]),
        entry(Organisation, "The Guardian", &[], &[]),
        entry(Organisation, "European Union", &["EU"], &[]),
        entry(Organisation, "Agence France-Presse", &["AFP"], &[]),
        entry(Organisation, "Chinese embassy", &["Chinese embassy in Wellington"], &[]),
        entry(Organisation, "Shell", &[], &[]),
        entry(Place, "New Zealand", &["NZ"], &["New Zealander"]),
        entry(Place, "China", &[], &["Chinese"]),
        entry(Place, "Australia", &[], &["Australian"]),
        entry(Place, "United States", &["US", "U.S.", "United States of America"], &["American"]),
        entry(Place, "Georgia", &[], &["Georgian"]),
        entry(Place, "Jordan", &[], &["Jordanian"]),
        entry(Place, "Chad", &[], &[]),
        entry(Place, "Turkey", &["Türkiye"], &["Turkish"]),
        entry(Place, "Washington", &[], &[]),
        entry(Place, "Wellington", &[], &[]),
        entry(Place, "Indo-Pacific", &[], &[]),
        entry(Place, "Japan", &[], &["Japanese"]),
        entry(Place, "France", &[], &["French"]),
    ];
    entries.sort();
    Catalogue { entries, publishers: Vec::new() }
}

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&catalogue()));

fn recogniser() -> &'static Recogniser {
    &RECOGNISER
}

/// `p Peters=Winston Peters; o NATO; l China`: kind, surface form, name where it differs.
pub(in crate::names) fn shown(mentions: &[Mention]) -> String {
    let shown: Vec<String> = mentions
        .iter()
        .map(|mention| {
            let kind = &mention.entity.kind.as_str()[..1];
            let kind = if mention.entity.kind == EntityKind::Place { "l" } else { kind };
            if mention.surface_form == mention.entity.name {
                format!("{kind} {}", mention.surface_form)
            } else {
                format!("{kind} {}={}", mention.surface_form, mention.entity.name)
            }
        })
        .collect();
    shown.join("; ")
}

#[test]
fn people_are_found_and_followed() {
    let recogniser = recogniser();
    let mut wrong = Vec::new();
    let mut check = |body: &str, expected: &str| {
        let found = shown(&recogniser.mentions_by_rules(&Head::default(), body));
        if found != expected {
            wrong.push(format!("{body}\n   found    {found}\n   expected {expected}"));
        }
    };
    // Full names and what follows them.
    check("Winston Peters spoke. Peters left.", "p Winston Peters; p Peters=Winston Peters");
    check("Mary Wilson spoke. Wilson’s aides left.", "p Mary Wilson; p Wilson=Mary Wilson");
    check(
        "Mr Peters spoke before Winston Peters sat down.",
        "p Peters=Winston Peters; p Winston Peters",
    );
    check("Mary Wilson spoke. Ms Wilson left.", "p Mary Wilson; p Wilson=Mary Wilson");
    check("Mary Wilson spoke. Mary then left.", "p Mary Wilson; p Mary=Mary Wilson");
    check("The minister, Mary Wilson, left.", "p Mary Wilson");
    check("They met analyst Oona Tzq in town.", "p Oona Tzq");
    check("“We wait,” Qiri Tzelko, a Lima-based analyst, said.", "p Qiri Tzelko");
    check(
        "Qiri Tzelko said talks failed. Tzelko added nothing.",
        "p Qiri Tzelko; p Tzelko=Qiri Tzelko",
    );
    check("The talks with Qiri Tzelko failed.", "");
    check("Anna Roa, Qiri Tzelko and Tom Hale met.", "p Anna Roa; p Qiri Tzelko; p Tom Hale");
    check("defence minister Wilson met Mary Wilson.", "p Wilson=Mary Wilson; p Mary Wilson");
    check("former foreign minister Tzelko left.", "p Tzelko");
    check("Foreign Minister Mary Wilson said so.", "p Mary Wilson");
    check("Secretary of State Mary Wilson said so.", "p Mary Wilson");
    check("Minister of Foreign Affairs Mary Wilson said so.", "p Mary Wilson");
    check("Governor of Georgia Mary Wilson said so.", "l Georgia; p Mary Wilson");
    check("Mr. Wilson left. Wilson came back.", "p Wilson; p Wilson");
    check("Dr. Tzelko and Sir Mikl Brzo agreed.", "p Tzelko; p Mikl Brzo");
    // Two people, one surname.
    check(
        "Mary Wilson met the press. Later Tom Wilson came. Wilson smiled.",
        "p Mary Wilson; p Tom Wilson; p Wilson",
    );
    // Nobody can tell.
    check(
        "Mary Wilson and Tom Wilson came. Wilson smiled.",
        "p Mary Wilson; p Tom Wilson; p Wilson",
    );
    check(
        "Senator Mary Wilson and General Tom Wilson came. Senator Wilson smiled.",
        "p Mary Wilson; p Tom Wilson; p Wilson=Mary Wilson",
    );
    check(
        "Mary Wilson and Tom Wilson came. Mary smiled, Tom did not.",
        "p Mary Wilson; p Tom Wilson; p Mary=Mary Wilson; p Tom=Tom Wilson",
    );
    check("Mary Wilson came. Henry Wilson Park is shut.", "p Mary Wilson");
    check("John F. Hale and John T. Hale met.", "p John F. Hale; p John T. Hale");
    check("John F. Hale met us. John Hale left.", "p John F. Hale; p John Hale=John F. Hale");
    // Family name first.
    check("Xi Jinping spoke. Xi left.", "p Xi Jinping; p Xi=Xi Jinping");
    check("Wang Yi travels. With Wang are others.", "p Wang Yi; p Wang=Wang Yi");
    check("President Moon Jae-in spoke. Moon has left.", "p Moon Jae-in; p Moon=Moon Jae-in");
    check("Chen Wei, an economist, spoke. Chen left.", "p Chen Wei; p Chen=Chen Wei");
    // Parts of names.
    check(
        "Anna van der Berg spoke. Van der Berg left.",
        "p Anna van der Berg; p Van der Berg=Anna van der Berg",
    );
    check("Mira Rapp-Hale spoke. Rapp-Hale left.", "p Mira Rapp-Hale; p Rapp-Hale=Mira Rapp-Hale");
    check("Sean O’Neill spoke. O'Neill left.", "p Sean O’Neill; p O'Neill=Sean O’Neill");
    check("J. R. R. Hale wrote. Hale rested.", "p J. R. R. Hale; p Hale=J. R. R. Hale");
    check("Robert Hale Jr. spoke.", "p Robert Hale Jr.");
    check("Richard “Tex” Hale spoke.", "p Richard “Tex” Hale");
    check("Antonio GUTERRES spoke.", "p Antonio GUTERRES=António Guterres");
    check(
        "António Guterres spoke. Guterres left.",
        "p António Guterres; p Guterres=António Guterres",
    );
    check("Hassan al-Tzelko, a cleric who is a scholar, left.", "p Hassan al-Tzelko");
    check("Putin met nobody.", "p Putin=Vladimir Putin");
    // Author lines.
    check("By Eva Tzelko\nTalks began.", "p Eva Tzelko");
    check(
        "BY EVA TZELKO AND TOM O'NEILL\nTalks began.",
        "p EVA TZELKO=Eva Tzelko; p TOM O'NEILL=Tom O'Neill",
    );
    check("By Monday they had left.", "");
    // Words that are names and words that are not.
    check("Will Japan join? May they wait.", "l Japan");
    check("The Rose Bill failed in May.", "");
    check("Bill Hale and Rose Hale met in May.", "p Bill Hale; p Rose Hale");
    check("Jordan and Chad signed; Georgia waited.", "l Jordan; l Chad; l Georgia");
    check("Jordan Hale said no. Ms Jordan agreed.", "p Jordan Hale; p Jordan");
    check("Georgia Hale spoke in Georgia.", "p Georgia Hale; l Georgia");
    check(
        "Denise Washington left. “No,” Washington said in Washington.",
        "p Denise Washington; p Washington=Denise Washington; l Washington",
    );
    check("Anna Young spoke. Young people cheered.", "p Anna Young");
    check("Anna Young spoke. Later Young left.", "p Anna Young; p Young=Anna Young");
    // Look-alike letters are another name.
    check("Anna Hale spoke. \u{410}nna Hale left.", "p Anna Hale; p \u{410}nna Hale");
    check("The Helen Hale Memorial reopened.", "");
    check("Hale Street is closed.", "");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn organisations_are_found_and_followed() {
    let recogniser = recogniser();
    let mut wrong = Vec::new();
    let mut check = |body: &str, expected: &str| {
        let found = shown(&recogniser.mentions_by_rules(&Head::default(), body));
        if found != expected {
            wrong.push(format!("{body}\n   found    {found}\n   expected {expected}"));
        }
    };
    check("The Aukus pact and AUKUS grow.", "o Aukus=AUKUS; o AUKUS");
    check("Nato met. NATO’s chief left.", "o Nato=NATO; o NATO");
    check("Who knows? The WHO knows.", "o WHO=World Health Organization");
    check("JOIN US TODAY IN WELLINGTON", "l WELLINGTON=Wellington");
    check(
        "Talks with the US and the U.S. failed; tell us.",
        "l US=United States; l U.S.=United States",
    );
    check(
        "the Australian navy and the Chinese embassy in Wellington",
        "o Australian navy; o Chinese embassy; l Wellington",
    );
    check("An editorial in The Australian named Australian ships.", "o Australian=The Australian");
    check("A guardian read the Guardian.", "o Guardian=The Guardian");
    check("the European union and the EU", "o European union=European Union; o EU=European Union");
    check(
        "Trade on the Indo Pacific and Indo-Pacific rim",
        "l Indo Pacific=Indo-Pacific; l Indo-Pacific",
    );
    check(
        "NEW ZEALAND MINISTERS MEET IN WELLINGTON",
        "l NEW ZEALAND=New Zealand; l WELLINGTON=Wellington",
    );
    check(
        "The Ministry of Foreign Affairs and Trade said no.",
        "o Ministry of Foreign Affairs and Trade",
    );
    check("the Japanese Defense Ministry and others", "o Japanese Defense Ministry");
    check("China’s Foreign Ministry said no.", "l China; o Foreign Ministry");
    check("the U.S. Space Weather Council said no", "o U.S. Space Weather Council");
    check("the University of Tzelko in Japan", "o University of Tzelko; l Japan");
    check(
        "the Tzelko Institute for Strategic Studies said no",
        "o Tzelko Institute for Strategic Studies",
    );
    check("The council met. The Council met.", "");
    check(
        "Tzelko Widgets, Inc. rose. Tzelko Widgets fell.",
        "o Tzelko Widgets, Inc.; o Tzelko Widgets=Tzelko Widgets, Inc.",
    );
    check("Hale & Tzelko sued.", "o Hale & Tzelko");
    check(", Inc. fell.", "");
    check(
        "The Pacific Fisheries Forum (PFF) met. The PFF left.",
        "o Pacific Fisheries Forum; o PFF=Pacific Fisheries Forum; o PFF=Pacific Fisheries Forum",
    );
    check(
        "The PFF met. The Pacific Fisheries Forum (PFF) left.",
        "o PFF=Pacific Fisheries Forum; o Pacific Fisheries Forum; o PFF=Pacific Fisheries Forum",
    );
    check(
        "The Australian Federal Police Force (AFP) met. The AFP left.",
        "o Australian Federal Police Force; o AFP=Australian Federal Police Force; o AFP=Australian Federal Police Force",
    );
    check(
        "The World Fisheries Organization met. The WFO left.",
        "o World Fisheries Organization; o WFO=World Fisheries Organization",
    );
    check("The GDP of the ICI system rose.", "");
    check("The XQZ said prices rose.", "o XQZ");
    check("It was called “JAUKUS” by some.", "");
    check("Shares (NYSE: XQZ) fell by 5%.", "");
    check("(Tzelko) -- Talks began.", "o Tzelko");
    check("WELLINGTON, March 4 (Tzelko) - Talks began.", "l WELLINGTON=Wellington; o Tzelko");
    check("the French foreign ministry said no", "o French foreign ministry");
    check("Speaking to SkyWorld on Thursday he said no.", "o SkyWorld");
    check("The Soviet Union fell.", "");
    check("The Shell report and Shell Beach differ.", "o Shell");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_and_antecedents_say_what_a_mention_rests_on() {
    let recogniser = recogniser();
    let check = |body: &str, expected: &[(&str, Rule, Option<usize>)]| {
        let mentions = recogniser.mentions_by_rules(&Head::default(), body);
        let found: Vec<_> = mentions
            .iter()
            .filter(|mention| mention.entity.kind != EntityKind::Place)
            .map(|mention| (mention.surface_form.as_str(), mention.rule, mention.antecedent))
            .collect();
        assert_eq!(found, expected, "{body}");
    };
    check(
        "Winston Peters spoke. Peters left with Mr Peters.",
        &[
            ("Winston Peters", Rule::CatalogueName, None),
            ("Peters", Rule::SurnameAfterFull, Some(0)),
            ("Peters", Rule::TitleSurname, Some(0)),
        ],
    );
    check(
        "Zoë Hale ate. Zoë slept. Mr Tzelko woke.",
        &[
            ("Zoë Hale", Rule::FullName, None),
            ("Zoë", Rule::GivenName, Some(0)),
            ("Tzelko", Rule::Title, None),
        ],
    );
    check(
        "Minister Hale met Mary Hale.",
        &[("Hale", Rule::TitleSurname, Some(18)), ("Mary Hale", Rule::FullName, None)],
    );
    check("Putin left.", &[("Putin", Rule::CatalogueAlias, None)]);
    check("By Eva Hale\nNo.", &[("Eva Hale", Rule::Byline, None)]);
    check(
        "The Tzelko Fisheries Forum (TFF) met.",
        &[
            ("Tzelko Fisheries Forum", Rule::FullName, None),
            ("TFF", Rule::AcronymInBrackets, Some(4)),
        ],
    );
}

#[test]
fn the_head_explains_a_surname_in_the_body() {
    let head = Head {
        headline: Some("Mary Wilson to resign".to_owned()),
        authors: vec!["Eva Tzelko".to_owned()],
        ..Head::default()
    };
    let mentions = recogniser().mentions_by_rules(&head, "Wilson said so. Tzelko contributed.");
    assert_eq!(shown(&mentions), "p Wilson=Mary Wilson; p Tzelko=Eva Tzelko");
    assert!(mentions.iter().all(|m| m.rule == Rule::NamedInHead));
    // An author line holds no mention that could be named.
    let fuller: Vec<_> = mentions.iter().map(|m| m.rests_on()).collect();
    assert_eq!(fuller, [Some((MentionField::Headline, 0)), None]);
}

#[test]
fn a_minister_is_known_by_office_family_name_and_country() {
    let mut entries = vec![
        Entry {
            country: Some("AU".to_owned()),
            sort_name: Some("Halden, Tomas".to_owned()),
            offices: vec!["Defence Minister of Australia since 2022".parse().expect("an office")],
            ..entry(EntityKind::Person, "Tomas Halden", &[], &[])
        },
        Entry {
            country: Some("AU".to_owned()),
            ..entry(EntityKind::Place, "Australia", &[], &["Australian"])
        },
    ];
    entries.sort();
    let recogniser = Recogniser::new(&Catalogue { entries, publishers: Vec::new() });
    for (body, who) in [
        ("Defense minister Halden said an Australian delegation would come.", "Tomas Halden"),
        // Two of the three say nothing.
        ("Defence minister Halden said a delegation would come.", "Halden"),
        ("Transport minister Halden said an Australian delegation would come.", "Halden"),
        ("Mr Halden said an Australian delegation would come.", "Halden"),
    ] {
        let mentions = recogniser.mentions_by_rules(&Head::default(), body);
        let people = mentions.iter().filter(|mention| mention.entity.kind == EntityKind::Person);
        let names: Vec<&str> = people.map(|mention| mention.entity.name.as_str()).collect();
        assert_eq!(names, [who], "{body}");
    }
}

#[test]
fn without_a_catalogue_rules_alone_find_names() {
    let recogniser = Recogniser::new(&Catalogue::default());
    let mentions =
        recogniser.mentions_by_rules(&Head::default(), "Mary Wilson left the Ministry of Defence.");
    assert_eq!(shown(&mentions), "p Mary Wilson; o Ministry of Defence");
}

#[test]
fn an_endless_name_is_no_mention() {
    let body = format!("Mary {} said so.", "Wilson-".repeat(40) + "Hale");
    let mentions = recogniser().mentions_by_rules(&Head::default(), &body);
    assert!(mentions.iter().all(|m| m.end_char - m.start_char <= 200));
}

/// A thousand namesakes must not cost a million comparisons: seconds, not minutes, in a debug build.
#[test]
fn many_namesakes_take_no_longer_than_many_names() {
    let mut body = String::new();
    for number in 0..2_000 {
        let letter = char::from(b'A' + (number % 26) as u8);
        body.push_str(&format!(
            "Mary {letter}{number:x} Wilson met Tom Wilson. Wilson left (MW). "
        ));
        body.push_str("The Pacific Wilson Forum (PWF) met Wilson. ");
    }
    let mentions = recogniser().mentions_by_rules(&Head::default(), &body);
    assert!(mentions.len() > 2_000);
}

/// Words that trip over each other: names, titles, marks, particles, odd characters.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "Winston",
            "Peters",
            "Mary",
            "Wilson",
            "Wilson",
            "Tom",
            "Mr",
            "Dr.",
            "Senator",
            "the",
            "of",
            "and",
            "said",
            ",",
            ".",
            "(",
            ")",
            "-",
            "–",
            "“",
            "”",
            "'s",
            "’s",
            "’",
            "NATO",
            "AFP",
            "Ministry",
            "Defence",
            "Council",
            "University",
            "Inc.",
            "Co",
            "&",
            "U.S.",
            "US",
            "J.",
            "J.K.",
            "van",
            "der",
            "al-",
            "Jr.",
            "Xi",
            "Jinping",
            "By",
            "BY",
            "\n",
            "\n\n",
            "PETERS",
            "MARY",
            "e\u{301}",
            "\u{200d}",
            "🇳🇿",
            "👩‍🚀",
            "\u{feff}",
            "Georgia",
            "Ms",
            "Jordan",
            "Chinese",
            "embassy",
            "in",
            "Wellington",
            "minister",
            "Bank",
            "for",
            "Trade",
            "PFF",
            "McKay",
            "SkyWorld",
            "De",
            "Rapp-",
            "II",
            "force",
            "air",
            "#",
            "$5",
            "is",
            "born",
            ", a",
            "analyst",
            "2024",
            "AUKUS",
            "Robert",
            "Bob",
            "Wilsons",
            "house",
            "García",
            "Tzelko",
            "son",
            "Ltd",
            "Defense",
            "L.",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_give_valid_mentions(
        words in proptest::collection::vec((word(), prop_oneof![Just(""), Just(" "), Just(" ")]), 0..60),
        headline in proptest::option::of("[A-Z][a-z]{2,6} Wilson|Winston Peters"),
    ) {
        let body: String = words.iter().flat_map(|(word, gap)| [word.as_str(), *gap]).collect();
        let title = headline.clone().unwrap_or_default();
        let head = Head { headline, ..Head::default() };
        let recogniser = recogniser();
        let mentions = recogniser.found(super::Means::Rules, &head, &[], &body).mentions;
        let texts = [(MentionField::Body, body.as_str()), (MentionField::Headline, title.as_str())];
        promises::holds_everywhere(&texts, &mentions);
        prop_assert_eq!(&mentions, &recogniser.found(super::Means::Rules, &head, &[], &body).mentions);
    }

    #[test]
    fn any_text_gives_valid_mentions(body in any::<String>()) {
        promises::holds(&body, &recogniser().mentions_by_rules(&Head::default(), &body));
    }
}
