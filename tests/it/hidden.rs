//! What is hidden is out of searches and reports, and comes back.

use serde_json::Value;

use crate::forget::{OTHERS, article, rule};
use crate::support::Workshop;

#[test]
fn a_hidden_article_is_out_of_searches_and_reports_until_it_is_shown_again() {
    let workshop = Workshop::with_archive(&OTHERS);
    let (hidden, other) = (article(&workshop, "stand for"), article(&workshop, "first time"));
    let reports = [
        &["articles"][..],
        &["people"],
        &["new-names", "since=2020"],
        &["mentions", "name=Penny Wong"],
        &["timeline", "name=Penny Wong"],
        &["co-mentions", "name=Penny Wong"],
        &["quotes"],
        &["roles"],
        &["organisations"],
        &["places"],
    ];
    let said = |workshop: &Workshop| -> Vec<String> {
        let mut said: Vec<String> = reports
            .iter()
            .map(|report| {
                let arguments =
                    [&["query"], *report, &["--archive", "a.db", "--format", "json"]].concat();
                workshop.run(&arguments).expect(0).stdout
            })
            .collect();
        let search = ["search", "Wong", "--archive", "a.db", "--format", "json"];
        said.push(workshop.run(&search).expect(0).stdout);
        said
    };
    let before = said(&workshop);
    rule(&workshop, &["article", "hide", &hidden, "--because", "spam"]);
    let without = said(&workshop);
    // As if it had never come, but for the numbers of articles, which the other one kept.
    let fresh = Workshop::with_archive(&OTHERS[..1]);
    let other_in_fresh = article(&fresh, "first time");
    assert_eq!(other, other_in_fresh, "the first file is the first article");
    assert_eq!(without, said(&fresh));
    assert_ne!(without, before);
    let shown = workshop.run(&["show", &hidden, "--json", "--archive", "a.db"]).expect(0).stdout;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["status"], "hidden");
    let shown = workshop.run(&["show", &hidden, "--archive", "a.db"]).expect(0).stdout;
    assert!(shown.contains("hidden"), "{shown}");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(said(&workshop), without);

    // Another archive learns it.
    let exported = workshop.run(&["decisions", "export", "--archive", "a.db"]).expect(0).stdout;
    let elsewhere = Workshop::with_archive(&OTHERS);
    elsewhere.write("rulings.csv", &exported);
    elsewhere
        .run(&["decisions", "import", "rulings.csv", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    assert_eq!(said(&elsewhere), without);

    rule(&workshop, &["undo", "1"]);
    assert_eq!(said(&workshop), before);
    rule(&workshop, &["article", "hide", &hidden]);
    assert_eq!(said(&workshop), without);
    rule(&workshop, &["article", "unhide", &hidden]);
    assert_eq!(said(&workshop), before);
    // The unhiding taken back, the hiding holds again.
    rule(&workshop, &["undo", "4"]);
    assert_eq!(said(&workshop), without);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
    let unknown = ["article", "hide", "99", "--by", "ana", "--archive", "a.db"];
    workshop.run(&unknown).expect(66);
}
