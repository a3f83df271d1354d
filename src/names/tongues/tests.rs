//! Passages of German and Portuguese news through the whole recogniser, with the models that are shipped and an empty
//! catalogue.
//!
//! What must stay true: a case says who is named, every one of them and nobody else; places are left out of what is
//! compared. All people and organisations are invented.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use super::super::Recogniser;
use crate::model::{Catalogue, EntityKind, Head};
use crate::names::tagger::model::Model;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&Catalogue::default()));

/// The people and the organisations of a text, by their names in it, and by what they were found.
fn named(text: &str) -> (BTreeSet<String>, &'static str) {
    let found = RECOGNISER.recognise(&Head::default(), &[], text);
    let names = found.mentions.iter().filter_map(|mention| {
        let kind = match mention.entity.kind {
            EntityKind::Person => "p",
            EntityKind::Organisation => "o",
            EntityKind::Place => return None,
        };
        Some(format!("{kind} {}", mention.surface_form))
    });
    (names.collect(), found.recogniser)
}

/// Shows all that went wrong at once.
fn check(recogniser: &str, cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let (found, by) = named(text);
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        if found != expected || by != recogniser {
            wrong.push(format!("{text}\n   found    {found:?} by {by}\n   expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

const GERMAN: &[(&str, &[&str])] = &[
    (
        "Die Nordlicht GmbH hat am Montag die Fähre nach Wismarhaven eingestellt. Sprecherin Wiebke Hansen \
         sagte, der Hafen sei zu flach geworden. Hansen rechnet mit einem Ende der Arbeiten im Herbst. Die \
         Universität Lindenfels untersucht den Schlick, und die Beschäftigten wollen am Freitag vor dem \
         Rathaus demonstrieren.",
        &["p Wiebke Hansen", "p Hansen", "o Nordlicht GmbH", "o Universität Lindenfels"],
    ),
    (
        "Der FC Dünhagen hat am Samstag gegen den TSV Lindenfels verloren. Trainer Henning Brodersen sah \
         schon nach der Pause, dass die Kräfte fehlten. Brodersen muss im nächsten Spiel auf drei \
         Stürmer verzichten.",
        &["p Henning Brodersen", "p Brodersen", "o FC Dünhagen", "o TSV Lindenfels"],
    ),
    (
        "Bürgermeister Jens Thorwald und seine Stellvertreterin Katrin Möllenbeck haben den Haushalt \
         vorgestellt. Thorwald nannte die Lage ernst, Möllenbeck sprach von einem Wagnis. Die Schulden der \
         Stadt sind in drei Jahren um ein Drittel gestiegen, und die Bürger müssen mit höheren Gebühren \
         rechnen.",
        &["p Jens Thorwald", "p Katrin Möllenbeck", "p Thorwald", "p Möllenbeck"],
    ),
    // Nouns, weekdays, months and trades have capitals too, and none of them is anybody.
    (
        "Am Dienstag haben die Menschen im Dorf den Regen gefeiert. Nach einem trockenen Sommer stand das \
         Wasser wieder in den Gräben, und die Bauern holten ihre Maschinen aus den Scheunen. Der \
         Pfarrer ließ die Glocken läuten. Im Oktober soll die Ernte beginnen, wenn das Wetter hält.",
        &[],
    ),
    (
        "Der Trainer lobte seine Mannschaft nach dem Sieg. Stürmer Tobias Kranich hatte in der letzten \
         Minute getroffen, nachdem der Torwart den Ball verloren hatte. Kranich wechselte erst im Winter \
         zum Verein, und die Zuschauer feierten ihn noch lange nach dem Schluss.",
        &["p Tobias Kranich", "p Kranich"],
    ),
];

const PORTUGUESE: &[(&str, &[&str])] = &[
    (
        "O prefeito Cláudio Tavares anunciou na segunda-feira que a ponte sobre o rio será fechada para \
         obras. Segundo Tavares, a obra vai custar dois milhões e deve terminar em outubro. A vereadora \
         Marina Gonçalves, que preside a comissão, disse que os moradores não foram ouvidos.",
        &["p Cláudio Tavares", "p Tavares", "p Marina Gonçalves"],
    ),
    (
        "O Banco do Porto Velho suspendeu os empréstimos depois da tempestade. O diretor Luís Brandão \
         afirmou que os clientes serão avisados por mensagem, e a Universidade Federal de Vila Rica fechou \
         as portas até quarta-feira.",
        &["p Luís Brandão", "o Banco do Porto Velho", "o Universidade Federal de Vila Rica"],
    ),
    (
        "Na terça-feira os agricultores festejaram a chuva. Depois de um verão seco, a água voltou aos \
         canais e as máquinas saíram dos galpões. O padre mandou tocar os sinos, e em outubro deve \
         começar a colheita, se o tempo ajudar.",
        &[],
    ),
    (
        "José e Helena Figueira foram eleitos para a direção do clube. Antes deles, Antônio Carlos Nogueira \
         e a mulher, Teresa, tinham dirigido a associação por doze anos, e os sócios agradeceram \
         o trabalho com uma festa no salão.",
        &["p José", "p Helena Figueira", "p Antônio Carlos Nogueira", "p Teresa"],
    ),
];

#[test]
fn german_passages() {
    check("names-de-1", GERMAN);
}

#[test]
fn portuguese_passages() {
    check("names-pt-1", PORTUGUESE);
}

#[test]
fn each_language_has_its_own_model() {
    for (code, version) in Recogniser::OTHER_LANGUAGES {
        let model = Model::of_language(code).expect("a model for each language that has a number");
        assert_eq!(model.language(), code);
        let number = |version: &str| version.rsplit('-').next()?.parse::<u32>().ok();
        assert!(number(&model.version) <= number(version), "{} {version}", model.version);
    }
    assert!(Model::of_language("fr").is_none());
    assert!(Recogniser::versions().contains(&"names-pt-1"));
}

/// In a process of its own, because other tests read them all.
#[test]
fn a_model_is_read_when_a_text_of_its_language_comes() {
    let test = "names::tongues::tests::models_that_were_read";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "started by the test above"]
fn models_that_were_read() {
    assert_eq!(Model::read_so_far(), [] as [&str; 0]);
    let english = "The mayor, Martha Ellison, said that the bridge would be closed and that the work on the new one is \
        to begin in spring.";
    assert_eq!(named(english).1, Recogniser::VERSION);
    assert_eq!(Model::read_so_far(), ["en"]);
    assert_eq!(named(PORTUGUESE[0].0).1, "names-pt-1");
    assert_eq!(Model::read_so_far(), ["en", "pt"]);
}
