//! Passages as news has them, through the whole recogniser with the model that is shipped and an
//! empty catalogue.
//!
//! A case says what is right: no leading `the`, no possessive, titles outside the name. Places are
//! left out of what is compared, because without a catalogue nobody promises to find them; they may
//! not come out as people or organisations. All people and organisations are invented, except where
//! a kind of name is best shown by one that everybody knows.

use std::sync::LazyLock;

use super::super::Recogniser;
use super::super::tests::shown;
use crate::model::{Catalogue, EntityKind, Head};

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&Catalogue::default()));

/// Texts, and the people and organisations in them; shows all that went wrong at once.
fn check(cases: &[(&str, &str)]) {
    check_without(&[], cases);
}

/// The same, where some names may be found or not.
fn check_without(either: &[&str], cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (body, expected) in cases {
        let mut mentions = RECOGNISER.mentions(&Head::default(), body);
        mentions.retain(|mention| {
            mention.entity.kind != EntityKind::Place
                && !either.contains(&mention.surface_form.as_str())
        });
        let found = shown(&mentions);
        if found != *expected {
            wrong.push(format!("{body}\n   found    {found}\n   expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn lines_of_capitals() {
    check(&[
        (
            "MINISTER RESIGNS OVER HARBOUR CONTRACT\n\nThe fisheries minister, Martha Ellison, resigned \
             on Tuesday. Ellison had held the post for two years.",
            "p Martha Ellison; p Ellison=Martha Ellison",
        ),
        ("FLOODS CUT OFF TWO TOWNS\n\nRoads were closed on Friday.", ""),
        (
            "ELLISON QUITS AFTER VOTE\n\nMartha Ellison quit on Tuesday, hours after the vote. She had \
             led the party for a decade.",
            "p ELLISON=Martha Ellison; p Martha Ellison",
        ),
        (
            "BREAKING NEWS\n\nPolice have arrested a man in connection with the fire, Inspector Graham \
             Tolley said.",
            "p Graham Tolley",
        ),
        ("FOR IMMEDIATE RELEASE\n\nCONTACT: MEDIA DESK\n\nThe bridge will reopen on Monday.", ""),
        (
            "BY ROSA MARTINEZ AND PETER HOLLOWAY\nThe talks began on Monday.",
            "p ROSA MARTINEZ=Rosa Martinez; p PETER HOLLOWAY=Peter Holloway",
        ),
        (
            "PRIME MINISTER TO VISIT FARMERS\n\nThe prime minister, Daniel Osei, will visit farmers \
             next week, his office said.",
            "p Daniel Osei",
        ),
        ("WEATHER WARNING ISSUED FOR THE NORTH\n\nHeavy rain is expected.", ""),
    ]);
}

#[test]
fn headlines_in_title_case() {
    check(&[
        (
            "Ellison Quits as Fisheries Minister After Harbour Row\n\nMartha Ellison has quit as \
             fisheries minister after a row over a harbour contract.",
            "p Ellison=Martha Ellison; p Martha Ellison",
        ),
        ("Thousands March Against New Port Charges\n\nThousands of people marched on Sunday.", ""),
        (
            "Why Daniel Osei Will Not Stand Again\n\nAfter ten years in office, Daniel Osei told his \
             party that he would not stand again.",
            "p Daniel Osei; p Daniel Osei",
        ),
        (
            "Central Bank Holds Rates as Prices Cool\n\nInterest rates were left where they were on \
             Wednesday, as expected.",
            "",
        ),
        (
            "Five Things to Know About the Budget\n\nTaxes on fuel will rise and those on books fall.",
            "",
        ),
        (
            "Helen Marsh Denies Bribery Claims\n\nMarsh said in a statement that she had done nothing wrong.",
            "p Helen Marsh; p Marsh=Helen Marsh",
        ),
        (
            "Ministry of Health Warns of Measles Outbreak\n\nThe Ministry of Health said on Monday that \
             40 cases had been found.",
            "o Ministry of Health; o Ministry of Health",
        ),
        ("Storm Leaves Two Dead and Many Without Power\n\nTwo people died on Saturday.", ""),
    ]);
}

#[test]
fn tables_of_names() {
    check(&[
        (
            "Name\tAge\tTown\nMartha Ellison\t52\tDunmore\nPeter Holloway\t47\tKilbride\n\
             Rosa Martinez\t39\tLisbon\n",
            "p Martha Ellison; p Peter Holloway; p Rosa Martinez",
        ),
        (
            "Gold    Anna Lindqvist    58.41\nSilver  Maria Kowalska    58.77\n\
             Bronze  Julia Fischer     59.02\n",
            "p Anna Lindqvist; p Maria Kowalska; p Julia Fischer",
        ),
        (
            "Candidates\n\nMartha Ellison, Labour\nPeter Holloway, Green Party\n",
            "p Martha Ellison; o Labour; p Peter Holloway; o Green Party",
        ),
        (
            "Results of the women's 800 metres:\n1. Anna Lindqvist 1:58.41\n2. Maria Kowalska \
             1:58.77\n3. Julia Fischer 1:59.02\n",
            "p Anna Lindqvist; p Maria Kowalska; p Julia Fischer",
        ),
        (
            "Judge\tAppointed\nSusan Whitmore\t2011\nDavid Okafor\t2015\n",
            "p Susan Whitmore; p David Okafor",
        ),
        (
            "Anna Lindqvist\tSweden\t58.41\nMaria Kowalska\tPoland\t58.77\n",
            "p Anna Lindqvist; p Maria Kowalska",
        ),
        (
            "1\tAnna LINDQVIST\tSWE\t58.41\n2\tMaria KOWALSKA\tPOL\t58.77\n",
            "p Anna LINDQVIST=Anna Lindqvist; p Maria KOWALSKA=Maria Kowalska",
        ),
        ("Year\tRain\tSnow\n2019\t610\t40\n2020\t580\t35\n", ""),
        (
            "Speakers:\n- Susan Whitmore, economist\n- David Okafor, historian\n- Elena Petrova, \
             engineer\n",
            "p Susan Whitmore; p David Okafor; p Elena Petrova",
        ),
    ]);
}

#[test]
fn captions_of_photographs() {
    check(&[
        (
            "Martha Ellison leaves the court on Tuesday. Photo: Ana Roa / Reuters",
            "p Martha Ellison; p Ana Roa; o Reuters",
        ),
        (
            "Fishing boats wait in the harbour after the storm. (Peter Holloway/AP)",
            "p Peter Holloway; o AP",
        ),
        (
            "President Daniel Osei, left, greets Prime Minister Elena Petrova in Kilbride on Monday. \
             Photograph: Tom Barlow/The Guardian",
            "p Daniel Osei; p Elena Petrova; p Tom Barlow; o Guardian",
        ),
        ("A farmer feeds her goats. Photo by Rosa Martinez", "p Rosa Martinez"),
        (
            "Rescue workers search the rubble of a school. Credit: David Okafor/Getty Images",
            "p David Okafor; o Getty Images",
        ),
        (
            "From left: Susan Whitmore, David Okafor and Elena Petrova at the opening of the gallery.",
            "p Susan Whitmore; p David Okafor; p Elena Petrova",
        ),
        (
            "FILE PHOTO: A tanker is seen off the coast, March 4. REUTERS/Tom Barlow",
            "o REUTERS; p Tom Barlow",
        ),
    ]);
}

#[test]
fn bylines() {
    check(&[
        ("By Martha Ellison\n\nThe talks began on Monday.", "p Martha Ellison"),
        (
            "By Martha Ellison and Peter Holloway\n\nThe talks began on Monday.",
            "p Martha Ellison; p Peter Holloway",
        ),
        (
            "By Rosa Martinez, Associated Press\n\nThe talks began on Monday.",
            "p Rosa Martinez; o Associated Press",
        ),
        (
            "The talks will go on next week.\n\nReporting by Tom Barlow and Elena Petrova; Editing by \
             David Okafor",
            "p Tom Barlow; p Elena Petrova; p David Okafor",
        ),
        ("By Tom Barlow in Cairo\n\nTraders said prices had doubled.", "p Tom Barlow"),
        ("Susan Whitmore\nPolitical editor\n\nThe vote was close.", "p Susan Whitmore"),
        (
            "The vote was close.\n\nAdditional reporting by Susan Whitmore in Geneva",
            "p Susan Whitmore",
        ),
    ]);
}

#[test]
fn quoted_speech() {
    check(&[
        (
            "“We have waited long enough,” said Martha Ellison, who runs the port. “Nobody called us.”",
            "p Martha Ellison",
        ),
        (
            "Peter Holloway, a lawyer for the families, said: “This is only the start.”",
            "p Peter Holloway",
        ),
        (
            "“The water came at night,” Rosa Martinez told reporters. “We lost everything,” Martinez \
             said.",
            "p Rosa Martinez; p Martinez=Rosa Martinez",
        ),
        (
            "\"It was a mistake,\" he said. \"It will not happen again.\" According to David Okafor, \
             the firm's accountant, the money was repaid.",
            "p David Okafor",
        ),
        ("“Nobody,” says Elena Petrova, “has seen such a winter.”", "p Elena Petrova"),
        (
            "‘I was there,’ Tom Barlow recalled. ‘I saw it.’ Barlow, 61, has since retired.",
            "p Tom Barlow; p Barlow=Tom Barlow",
        ),
        (
            "Asked whether she would stand, Ms Whitmore laughed. “Ask me in May,” she said.",
            "p Whitmore",
        ),
        (
            "“Mr. Okafor is mistaken,” the spokeswoman, Julia Fischer, said in a statement.",
            "p Okafor; p Julia Fischer",
        ),
    ]);
}

#[test]
fn tickers() {
    // An exchange is an organisation, but as part of a ticker one may also leave it out.
    check_without(
        &["NYSE", "NASDAQ", "ASX", "LSE"],
        &[
            (
                "Tezuka Holdings Inc. (NYSE: TZK) said on Tuesday that sales rose 4 percent.",
                "o Tezuka Holdings Inc.",
            ),
            (
                "Hale Robotics Corp. (NASDAQ: HALE) named Martha Ellison chief executive.",
                "o Hale Robotics Corp.; p Martha Ellison",
            ),
            (
                "Shares of Brightwater Energy Ltd. (ASX: BWE) fell 3 percent. Brightwater Energy said it \
             would cut 200 jobs.",
                "o Brightwater Energy Ltd.; o Brightwater Energy=Brightwater Energy Ltd.",
            ),
            ("Northgate Foods Group (LSE: NGF) has bought a bakery.", "o Northgate Foods Group"),
            ("The company, Hale Robotics, is listed in New York as HALE.", "o Hale Robotics"),
            ("Oil rose 2 percent to $81 a barrel, and gold was little changed.", ""),
            (
                "Analysts at Brightwater Capital expect a loss. Tezuka Holdings did not answer.",
                "o Brightwater Capital; o Tezuka Holdings",
            ),
        ],
    );
}

#[test]
fn hyphens_and_possessives() {
    check(&[
        (
            "Helen Ashby-Cole's lawyer said nothing. Ashby-Cole left by a side door.",
            "p Helen Ashby-Cole; p Ashby-Cole=Helen Ashby-Cole",
        ),
        ("Jean-Pierre Morel’s plan was rejected by parliament.", "p Jean-Pierre Morel"),
        (
            "Police searched James Hollis’ house. Hollis' brother was arrested.",
            "p James Hollis; p Hollis=James Hollis",
        ),
        ("The minister met Mary-Ann Coyle, whose son was killed.", "p Mary-Ann Coyle"),
        ("Critics of Peter Holloway’s reforms say they came too late.", "p Peter Holloway"),
        (
            "The Labour Party's leader, Susan Whitmore, said the party's finances were sound.",
            "o Labour Party; p Susan Whitmore",
        ),
        (
            "Anne Smith-Jones and Karim Ben-Youssef won the doubles.",
            "p Anne Smith-Jones; p Karim Ben-Youssef",
        ),
    ]);
}

#[test]
fn initials() {
    check(&[
        ("J. K. Hale wrote three novels. Hale died in 1998.", "p J. K. Hale; p Hale=J. K. Hale"),
        ("The inquiry, led by R.T. Moana, heard 40 witnesses.", "p R.T. Moana"),
        ("Senator John P. Weller spoke for an hour.", "p John P. Weller"),
        (
            "George R. Stanton was elected in 2004. Mr. Stanton lost his seat in 2010.",
            "p George R. Stanton; p Stanton=George R. Stanton",
        ),
        ("The essay, by M. J. Okafor, appeared in March.", "p M. J. Okafor"),
        ("Judge A.B. Whitmore dismissed the case on Friday.", "p A.B. Whitmore"),
        ("D. W. Barlow, the county sheriff, said the search would go on.", "p D. W. Barlow"),
    ]);
}

#[test]
fn particles() {
    check(&[
        (
            "Pieter van der Linden was mayor for nine years. Van der Linden retired in May.",
            "p Pieter van der Linden; p Van der Linden=Pieter van der Linden",
        ),
        ("Prince Khalid bin Faisal opened the conference.", "p Khalid bin Faisal"),
        ("The painter Carmen de la Cruz was born in Seville.", "p Carmen de la Cruz"),
        ("Friedrich von Hardenau, a general, was dismissed.", "p Friedrich von Hardenau"),
        ("Foreign Minister Tariq al-Hamdan said the border would stay shut.", "p Tariq al-Hamdan"),
        (
            "Lucia di Marco and Paulo dos Santos were elected.",
            "p Lucia di Marco; p Paulo dos Santos",
        ),
        (
            "President Omar al-Rashid spoke on television. Al-Rashid said the army was loyal.",
            "p Omar al-Rashid; p Al-Rashid=Omar al-Rashid",
        ),
    ]);
}

#[test]
fn family_name_first() {
    check(&[
        (
            "President Xi Jinping will visit in May. Xi last came in 2014.",
            "p Xi Jinping; p Xi=Xi Jinping",
        ),
        (
            "Kim Jong-un watched the launch, state media said. Kim was with his daughter.",
            "p Kim Jong-un; p Kim=Kim Jong-un",
        ),
        ("Nguyen Van Thieu fled the country in April 1975.", "p Nguyen Van Thieu"),
        (
            "Former president Park Geun-hye was jailed. Park was later pardoned.",
            "p Park Geun-hye; p Park=Park Geun-hye",
        ),
        ("Premier Li Qiang met bankers on Monday.", "p Li Qiang"),
        ("Chen Shui-bian, a lawyer, won the election in 2000.", "p Chen Shui-bian"),
        ("The economist Zhang Weiying disagreed.", "p Zhang Weiying"),
        (
            "The party chief, Nguyen Phu Trong, has died, state television said.",
            "p Nguyen Phu Trong",
        ),
    ]);
}

#[test]
fn people_of_one_name() {
    check(&[
        (
            "Sukarno declared independence in August 1945. Sukarno ruled for two decades.",
            "p Sukarno; p Sukarno",
        ),
        ("The singer Madonna will open the festival, the organisers said.", "p Madonna"),
        ("General Suharto took power after the coup.", "p Suharto"),
        ("The footballer Pelé scored more than 1,000 goals in his career.", "p Pelé"),
        (
            "Plato taught Aristotle, who later taught Alexander.",
            "p Plato; p Aristotle; p Alexander",
        ),
        ("President Jokowi said he would not run again.", "p Jokowi"),
        (
            "Supporters of Lula marched through the capital, and Lula spoke to them from a truck.",
            "p Lula; p Lula",
        ),
    ]);
}

#[test]
fn titles_stay_outside() {
    check(&[
        ("Prime Minister Daniel Osei arrived on Monday.", "p Daniel Osei"),
        ("Dr. Susan Whitmore treated the patients.", "p Susan Whitmore"),
        ("Sir Peter Holloway and Lady Ashby were invited.", "p Peter Holloway; p Ashby"),
        ("Lt. Gen. Graham Tolley took command in June, the army said.", "p Graham Tolley"),
        (
            "Secretary of State Helen Marsh met Foreign Secretary Tom Barlow.",
            "p Helen Marsh; p Tom Barlow",
        ),
        ("Queen Margarethe opened the bridge.", "p Margarethe"),
        ("Former Vice President Walter Dunn has died at 91.", "p Walter Dunn"),
        (
            "Archbishop Luis Ferreira and Rabbi David Stern signed the letter.",
            "p Luis Ferreira; p David Stern",
        ),
        ("Rep. Carla Nunez, a Democrat, voted no.", "p Carla Nunez"),
    ]);
}

#[test]
fn places_are_no_people_and_no_organisations() {
    check(&[
        ("Ships from Japan and South Africa left the port of Manila on Sunday.", ""),
        ("The road from Nairobi to Mombasa was closed by floods.", ""),
        ("He was born in Alexandria, Virginia, and grew up in Jackson, Mississippi.", ""),
        ("Heavy snow fell on the Andes and across Patagonia.", ""),
        ("LONDON, March 4 - Trains were late again on Monday.", ""),
        ("The French and the German governments disagree, as do many Italians.", ""),
        ("Fighting spread to the Nile and to towns along the Red Sea.", ""),
        ("A gunman opened fire on Lincoln Avenue near Riverside Park, wounding three people.", ""),
    ]);
}

#[test]
fn teams_parties_and_papers_are_organisations() {
    check(&[
        (
            "Dunmore Rovers lost 2-1 to Kilbride United on Saturday.",
            "o Dunmore Rovers; o Kilbride United",
        ),
        (
            "The National Reform Party won 40 seats and the Green Alliance 12.",
            "o National Reform Party; o Green Alliance",
        ),
        (
            "The Ministry of Agriculture and Fisheries denied the report in the Kilbride Herald.",
            "o Ministry of Agriculture and Fisheries; o Kilbride Herald",
        ),
        ("Ministers of NATO and the European Union met in Brussels.", "o NATO; o European Union"),
        (
            "According to the Daily Courier, the Defence Ministry had bought the drones.",
            "o Daily Courier; o Defence Ministry",
        ),
        (
            "The Supreme Court upheld the ruling, and the Senate will vote on Thursday.",
            "o Supreme Court; o Senate",
        ),
        (
            "Researchers at the University of Kilbride and the Dunmore Institute of Technology found \
             traces of lead.",
            "o University of Kilbride; o Dunmore Institute of Technology",
        ),
        (
            "Liberals and conservatives alike praised the Conservative Party leader.",
            "o Conservative Party",
        ),
    ]);
}

#[test]
fn acronyms() {
    check(&[
        (
            "The Pacific Fisheries Council (PFC) met on Monday. The PFC set no quota.",
            "o Pacific Fisheries Council; o PFC=Pacific Fisheries Council; o PFC=Pacific Fisheries Council",
        ),
        (
            "The National Farmers' Union (NFU) called a strike. “We had no choice,” the NFU said.",
            "o National Farmers' Union; o NFU=National Farmers' Union; o NFU=National Farmers' Union",
        ),
        (
            "Data from the Kilbride Statistics Office (KSO) showed a rise. KSO figures are revised \
             yearly.",
            "o Kilbride Statistics Office; o KSO=Kilbride Statistics Office; o KSO=Kilbride Statistics Office",
        ),
        (
            "The United Workers Front (UWF) has split. Several UWF members resigned.",
            "o United Workers Front; o UWF=United Workers Front; o UWF=United Workers Front",
        ),
        ("The GDP grew by 2 percent, and the CEO and the CFO were pleased.", ""),
        ("Doctors said the MRI scan and the DNA test showed nothing unusual.", ""),
        (
            "The Independent Electoral Commission (IEC) will count again. A spokesman for the IEC said \
             so.",
            "o Independent Electoral Commission; o IEC=Independent Electoral Commission; o IEC=Independent Electoral Commission",
        ),
    ]);
}

/// A model knows one language only; what it does not know it must not be asked.
#[test]
fn other_languages_get_their_own_model_or_lists_alone() {
    let german = "Der Stadtrat von Dünhagen hat am Dienstag beschlossen, die alte Brücke über den Fluss \
        abzureißen. Bürgermeisterin Martha Ellmann sagte, die Sanierung sei zu teuer geworden. Die \
        Anwohner hatten lange gegen den Abriss gekämpft und wollen nun vor Gericht ziehen. Der Bau \
        der neuen Brücke soll im Frühjahr beginnen und etwa zwei Jahre dauern, teilte die Firma mit.";
    let french = "Le conseil municipal a décidé mardi de démolir le vieux pont qui enjambe la rivière. La \
        maire, Marthe Ellison, a déclaré que la rénovation était devenue trop chère. Les riverains \
        s’étaient longtemps battus contre cette démolition et veulent maintenant saisir la justice. Les \
        travaux du nouveau pont doivent commencer au printemps et durer deux ans environ.";
    let spanish = "El ayuntamiento decidió el martes derribar el viejo puente sobre el río. La alcaldesa, \
        Marta Elizondo, dijo que la reforma había resultado demasiado cara. Los vecinos habían luchado \
        durante mucho tiempo contra el derribo y ahora quieren acudir a los tribunales. Las obras del \
        nuevo puente deben comenzar en primavera y durarán unos dos años, según la empresa.";
    let head = Head::default();
    for (text, names, by) in [
        (german, "p Martha Ellmann", "names-de-1"),
        (french, "p Marthe Ellison", Recogniser::WITHOUT_MODEL),
        (spanish, "p Marta Elizondo", Recogniser::WITHOUT_MODEL),
    ] {
        assert!(text.chars().count() > 300);
        let mut recognised = RECOGNISER.recognise(&head, &[], text);
        assert_eq!(recognised.recogniser, by, "{text}");
        recognised.mentions.retain(|mention| mention.entity.kind != EntityKind::Place);
        assert_eq!(shown(&recognised.mentions), names, "{text}");
    }
    let english = "The town council decided on Tuesday to pull down the old bridge over the river. The \
        mayor, Martha Ellison, said that repairs had become too expensive. Residents had long fought \
        against the decision and now want to go to court. Work on the new bridge is to begin in spring \
        and will take about two years, the company said.";
    let recognised = RECOGNISER.recognise(&head, &[], english);
    assert_eq!(recognised.recogniser, Recogniser::VERSION);
    assert_eq!(shown(&recognised.mentions), "p Martha Ellison");
    // Too short to tell: taken for English.
    assert_eq!(RECOGNISER.recognise(&head, &[], "Zoë Hale left.").recogniser, Recogniser::VERSION);
}

#[test]
fn commas_that_were_lost() {
    check(&[
        (
            "Contact  Martha Ellison  Peter Holloway  202  555 0101  The senators spoke to reporters on \
             Monday.",
            "p Martha Ellison; p Peter Holloway",
        ),
        (
            "Senator Martha J  Ellison said on Monday that she would vote against the bill.",
            "p Martha J  Ellison=Martha J Ellison",
        ),
    ]);
}

#[test]
fn members_with_party_and_state() {
    check(&[
        (
            "Sen. Martha Ellison, D-Conn., and Rep. Peter Holloway, R-W.Va., wrote the letter.",
            "p Martha Ellison; p Peter Holloway",
        ),
        (
            "The letter was written by Sen. \n Martha Ellison (D-Calif.) and Peter Holloway (R-PA).",
            "p Martha Ellison; p Peter Holloway",
        ),
    ]);
}

#[test]
fn storms_have_names_too() {
    check(&[(
        "Hurricane Martha hit the coast on Monday. Thousands fled before Martha came, and Peter Holloway \
         stayed.",
        "p Peter Holloway",
    )]);
}

#[test]
fn a_body_by_what_it_is() {
    check(&[
        (
            "The Senate Fisheries Committee met on Monday. Members of the Fisheries Committee asked for \
             more time, and the Committee agreed.",
            "o Senate Fisheries Committee; o Fisheries Committee=Senate Fisheries Committee; \
             o Committee=Senate Fisheries Committee",
        ),
        (
            "The Department of Fisheries has closed the bay. Officials of the Department declined to \
             comment.",
            "o Department of Fisheries; o Department=Department of Fisheries",
        ),
    ]);
}

#[test]
fn what_is_no_name_of_anyone() {
    check(&[
        (
            "Federal funds will help, and the Farm Bill will not, said Martha Ellison.",
            "p Martha Ellison",
        ),
        (
            "Many Australians, Americans and Iraqis live there, Martha Ellison said.",
            "p Martha Ellison",
        ),
        (
            "She wrote to the Secretary of Defense and to the Secretary of State, Martha Ellison.",
            "p Martha Ellison",
        ),
    ]);
}
