//! Titles of our own inventing, and what holds of the roles of any text.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::model::{EntityKind, Head};
use crate::names::Recogniser;
use crate::names::tests::catalogue;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&catalogue()));

/// `before Foreign Minister @ Winston Peters; …`, with ` [China]` where it is held somewhere.
fn shown(body: &str) -> String {
    let found = RECOGNISER.recognise(&Head::default(), &[], body);
    let shown: Vec<String> = found
        .roles
        .iter()
        .map(|role| {
            let person = found
                .mentions
                .iter()
                .find(|mention| mention.start_char == role.person_mention)
                .map_or("?", |mention| mention.surface_form.as_str());
            let held = role.held_in.as_ref().map(|held| format!(" [{}]", held.name));
            let rule = &role.rule.as_str()[..1];
            format!("{rule} {}{} @ {person}", role.title, held.unwrap_or_default())
        })
        .collect();
    shown.join("; ")
}

fn check(cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (body, expected) in cases {
        let found = shown(body);
        if found != *expected {
            wrong.push(format!("{body}\n   found    {found}\n   expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn titles_before_the_name() {
    check(&[
        ("Foreign Minister Winston Peters left.", "b Foreign Minister @ Winston Peters"),
        (
            "Former deputy prime minister Martha Ellison spoke.",
            "b Former deputy prime minister @ Martha Ellison",
        ),
        ("Chinese President Xi Jinping spoke.", "b President [China] @ Xi Jinping"),
        (
            "Australian Foreign Minister Helen Marsh met him.",
            "b Foreign Minister [Australia] @ Helen Marsh",
        ),
        (
            "US Secretary of State Peter Holloway arrived.",
            "b Secretary of State [United States] @ Peter Holloway",
        ),
        (
            "They met analyst Rena Sasaki of the Harbour Institute in town.",
            "b analyst [Harbour Institute] @ Rena Sasaki",
        ),
        ("Prime Minister Sir Peter Holloway spoke.", "b Prime Minister @ Peter Holloway"),
        (
            "NATO Secretary-General Martha Ellison warned them.",
            "b Secretary-General [NATO] @ Martha Ellison",
        ),
        ("Gov. Susan Whitmore signed the bill.", "b Gov. @ Susan Whitmore"),
        ("Lt. Gen. David Okafor commands them.", "b Lt. Gen. @ David Okafor"),
        (
            "Foreign Affairs and Trade Minister Helen Marsh resigned.",
            "b Foreign Affairs and Trade Minister @ Helen Marsh",
        ),
        (
            "Prime Minister and party leader Helen Marsh resigned.",
            "b Prime Minister @ Helen Marsh; b party leader @ Helen Marsh",
        ),
        (
            "Ellison Bank chief executive Martha Ellison resigned.",
            "b chief executive [Ellison Bank] @ Martha Ellison",
        ),
        ("Minister for Health Helen Marsh resigned.", "b Minister for Health @ Helen Marsh"),
        ("Peruvian economist Helen Marsh disagreed.", "b economist @ Helen Marsh"),
        ("Vice-President Tom Barlow disagreed.", "b Vice-President @ Tom Barlow"),
    ]);
}

#[test]
fn titles_beside_the_name() {
    check(&[
        (
            "Helen Marsh, Australia's foreign minister, left.",
            "a foreign minister [Australia] @ Helen Marsh",
        ),
        ("Kurt Barlow, Peters's deputy, met Winston Peters.", "a deputy @ Kurt Barlow"),
        ("The Chinese president, Li Hua, spoke.", "i president [China] @ Li Hua"),
        ("The foreign minister, Winston Peters, said so.", "i foreign minister @ Winston Peters"),
        (
            "Rena Sasaki, a Lima-based analyst at Tezuka Bank, disagreed.",
            "a analyst [Tezuka Bank] @ Rena Sasaki",
        ),
        (
            "Rena Sasaki, 45, a professor of law at Dunmore University, disagreed.",
            "a professor of law [Dunmore University] @ Rena Sasaki",
        ),
        ("Helen Marsh (the minister of defence) left.", "a minister of defence @ Helen Marsh"),
        (
            "Helen Marsh – director of the Harbour Institute’s research programme – left.",
            "a director of the Harbour Institute’s research programme [Harbour Institute] @ Helen Marsh",
        ),
        (
            "China's new ambassador to Japan, Li Hua, spoke.",
            "i ambassador to Japan [China] @ Li Hua",
        ),
        (
            "After talks with Helen Marsh, the French president, Peter Holloway, left.",
            "i president [France] @ Peter Holloway",
        ),
        (
            "Helen Marsh, a lawyer and activist, was there.",
            "a lawyer @ Helen Marsh; a activist @ Helen Marsh",
        ),
        (
            "A spokesman for the Ministry of Defence, Tom Barlow, said no.",
            "i spokesman [Ministry of Defence] @ Tom Barlow",
        ),
        ("Its chairman, Tom Barlow, said no.", "i chairman @ Tom Barlow"),
        (
            "Helen Marsh, head of research at Tezuka Bank, said no.",
            "a head of research [Tezuka Bank] @ Helen Marsh",
        ),
        ("Helen Marsh, president of France, said no.", "a president [France] @ Helen Marsh"),
    ]);
}

#[test]
fn titles_by_a_verb() {
    check(&[
        (
            "Judith Barlow, who is director of the Harbour Institute's research programme, left.",
            "p director of the Harbour Institute's research programme [Harbour Institute] @ Judith Barlow",
        ),
        (
            "Helen Marsh was named chief executive of Tezuka Bank on Monday.",
            "p chief executive [Tezuka Bank] @ Helen Marsh",
        ),
        ("Helen Marsh became prime minister in 2017.", "p prime minister @ Helen Marsh"),
        (
            "Helen Marsh, a lawyer, has been re-elected as mayor of Wellington.",
            "a lawyer @ Helen Marsh; p mayor [Wellington] @ Helen Marsh",
        ),
        (
            "Helen Marsh served as minister of defence for two years.",
            "p minister of defence @ Helen Marsh",
        ),
        ("Helen Marsh resigned as treasurer last week.", "p treasurer @ Helen Marsh"),
        ("The party elected Helen Marsh leader on Monday.", "p leader @ Helen Marsh"),
        ("Helen Marsh is now the foreign minister.", "p foreign minister @ Helen Marsh"),
    ]);
}

#[test]
fn titles_as_news_has_them() {
    check(&[
        (
            "“It is over,” Defence Minister Tom Barlow told reporters in Wellington.",
            "b Defence Minister @ Tom Barlow",
        ),
        (
            "The talks were led by Susan Whitmore, the chief negotiator for the European Union.",
            "a chief negotiator [European Union] @ Susan Whitmore",
        ),
        (
            "Elena Petrova, a senior fellow at the Dunmore Institute, said the plan was bold.",
            "a senior fellow [Dunmore Institute] @ Elena Petrova",
        ),
        (
            "Japanese Prime Minister Kenji Moro and his French counterpart, Luc Morel, met.",
            "b Prime Minister [Japan] @ Kenji Moro",
        ),
        (
            "New Zealand's high commissioner to Australia, Susan Whitmore, was there.",
            "i high commissioner to Australia [New Zealand] @ Susan Whitmore",
        ),
        ("Chinese foreign ministry spokesman Li Hua denied it.", "b spokesman [China] @ Li Hua"),
        (
            "Labour Party leader Susan Whitmore said she would not stand.",
            "b leader [Labour Party] @ Susan Whitmore",
        ),
        (
            "Police Commissioner David Okafor opened an inquiry.",
            "b Police Commissioner @ David Okafor",
        ),
        (
            "David Okafor, who was deputy governor of the Central Bank of Dunmore, has died.",
            "p deputy governor [Central Bank of Dunmore] @ David Okafor",
        ),
        (
            "Dr Elena Petrova, an economist and professor of public health, agreed.",
            "a economist @ Elena Petrova; a professor of public health @ Elena Petrova",
        ),
        ("He was replaced by Anna Lindqvist, then the treasurer.", "a treasurer @ Anna Lindqvist"),
        (
            "The bank's chief economist, Anna Lindqvist, expects a rise.",
            "i chief economist @ Anna Lindqvist",
        ),
        (
            "Tom Barlow, editor of The Guardian, and Luc Morel, a photographer, were held.",
            "a editor [The Guardian] @ Tom Barlow; a photographer @ Luc Morel",
        ),
        (
            "President Peter Holloway appointed Anna Lindqvist as minister for the environment.",
            "b President @ Peter Holloway; p minister for the environment @ Anna Lindqvist",
        ),
        (
            "Anna Lindqvist, the former mayor of Wellington, will chair it.",
            "a former mayor [Wellington] @ Anna Lindqvist",
        ),
        (
            "Ms Lindqvist, the council's deputy chief executive, resigned.",
            "a deputy chief executive @ Lindqvist",
        ),
        (
            "US Vice President Peter Holloway and Secretary of Defense Anna Lindqvist flew home.",
            "b Vice President [United States] @ Peter Holloway; b Secretary of Defense @ Anna Lindqvist",
        ),
        (
            "King Tomas met Prime Minister Anna Lindqvist.",
            "b King @ Tomas; b Prime Minister @ Anna Lindqvist",
        ),
        ("Peter Holloway will be sworn in as president on Friday.", "p president @ Peter Holloway"),
        (
            "“No,” said Anna Lindqvist, head of the trade ministry’s legal department.",
            "a head of the trade ministry’s legal department @ Anna Lindqvist",
        ),
        ("The general election was won by Anna Lindqvist.", ""),
        ("Anna Lindqvist, the director said, had left early.", ""),
        ("Officials told Anna Lindqvist that the general, a major figure, had gone.", ""),
        (
            "Anna Lindqvist was the general secretary of the Dockers Union from 2001.",
            "p general secretary [Dockers Union] @ Anna Lindqvist",
        ),
    ]);
}

#[test]
fn several_titles_of_one_person() {
    check(&[
        (
            "Helen Marsh, the former foreign secretary, mayor of Wellington and member of \
             Parliament, left.",
            "a former foreign secretary @ Helen Marsh; a mayor [Wellington] @ Helen Marsh; \
             a member of Parliament [Parliament] @ Helen Marsh",
        ),
        (
            "Mr. Chairman and Senator Marsh, thank you for holding a hearing today.",
            "b Senator @ Marsh",
        ),
        (
            "Tom Barlow, an adviser to President Helen Marsh, is the author of a book.",
            "a adviser @ Tom Barlow; b President @ Helen Marsh; p author @ Tom Barlow",
        ),
        ("Helen Marsh, a nominee to succeed the judge, left.", "a nominee @ Helen Marsh"),
        ("The college grew under President Helen Marsh.", "b President @ Helen Marsh"),
    ]);
}

#[test]
fn what_is_no_title() {
    check(&[
        ("Winston Peters, a native of Lima, left.", ""),
        ("Winston Peters, 79, left.", ""),
        ("Mr Peters met Dr Helen Marsh and Sir Tom Barlow.", ""),
        ("Helen Marsh met the minister's brother, Tom Barlow.", ""),
        ("After meeting Helen Marsh, the minister said no.", ""),
        ("Helen Marsh is not a minister.", ""),
        ("“We told the minister,” Helen Marsh said.", ""),
        ("The ministers met Helen Marsh.", ""),
        ("Helen Marsh, his wife, left.", ""),
        ("Helen Marsh said the director had left.", ""),
        ("Helen Marsh is the prime minister's friend.", ""),
        ("Helen Marsh, whose novel won, left.", ""),
        ("He asked the prime minister, Helen Marsh said.", ""),
    ]);
}

/// Words out of which titles are made, in any order.
fn word() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "Helen",
        "Marsh",
        "Winston Peters",
        "Foreign",
        "Minister",
        "minister",
        "the",
        "The",
        "a",
        "of",
        "for",
        "at",
        "to",
        "and",
        ",",
        ".",
        "(",
        ")",
        "–",
        "-",
        "'s",
        "’",
        "is",
        "was",
        "named",
        "as",
        "who",
        "China",
        "Chinese",
        "Ministry",
        "of Defence",
        "president",
        "Gov.",
        "Lt.",
        "chief",
        "executive",
        "director",
        "research",
        "Lima-based",
        "analyst",
        "head",
        "deputy",
        "Mr",
        "Sir",
        "said",
        "45",
        "\n",
        "é",
        "e\u{301}",
        "👩‍🚀",
        "Institute",
    ])
    .prop_map(str::to_owned)
}

fn holds(body: &str) {
    let found = RECOGNISER.recognise(&Head::default(), &[], body);
    let characters: Vec<char> = body.chars().collect();
    let mut last = 0;
    for role in &found.roles {
        assert!(role.start_char < role.end_char && role.end_char <= characters.len());
        assert!(role.start_char >= last, "disorder or overlap in {body:?}");
        last = role.end_char;
        let title: String = characters[role.start_char..role.end_char].iter().collect();
        assert_eq!(title, role.title, "in {body:?}");
        let person =
            found.mentions.iter().find(|mention| mention.start_char == role.person_mention);
        assert!(
            person.is_some_and(|person| person.entity.kind == EntityKind::Person),
            "no person for {role:?} in {body:?}"
        );
        assert!((0.0..=1.0).contains(&role.confidence));
        let apart = |start: usize, end: usize| end <= role.start_char || start >= role.end_char;
        let person = person.map(|person| (person.start_char, person.end_char));
        assert!(person.is_some_and(|(start, end)| apart(start, end)), "{role:?} in {body:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_titles_give_valid_roles(words in proptest::collection::vec(
        (word(), prop_oneof![4 => Just(" "), 1 => Just("")]), 0..50,
    )) {
        let body: String = words.iter().flat_map(|(word, gap)| [word.as_str(), *gap]).collect();
        holds(&body);
    }
}

/// Titles without end must not cost their length squared.
#[test]
fn roles_take_time_in_proportion_to_the_text() {
    let time = |times: usize| {
        let body = "the deputy chief minister of state of the of foreign and ".repeat(times)
            + "Winston Peters, the minister, ";
        let passage = crate::names::passage::Passage::new(&body, &RECOGNISER.lexicon);
        let mentions = RECOGNISER.mentions_by_rules(&Head::default(), &body);
        let start = Instant::now();
        super::roles(&passage, &mentions, &RECOGNISER.directory);
        start.elapsed()
    };
    let short = time(500).max(Duration::from_millis(1));
    assert!(time(5_000) < short * 60, "not linear");
}
