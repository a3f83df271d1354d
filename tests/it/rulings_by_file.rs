//! Rulings and entries that come by file: what is refused, what is tried first, and that all of it lasts.

use crate::corrections::{article, cells, decisions, is_settled, lasts, rule, run, workshop};
use crate::support::Workshop;

#[test]
fn imported_rulings_name_somebody() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    let rulings = "act,kind,name,other_name,value,article_sha256\n\
        merge,person,Hemi Tawhara,Nobody Atall,,\n\
        alias,person,Nobody Atall,,Nob,\n\
        ignore,organisation,Winston Peters,,,\n\
        merge,person,Winston Peters,Winston Peters,,\n\
        merge,person,Winston Peters,Hemi Tawhara,,\n";
    workshop.write("rulings.csv", rulings);
    let odd = run(&workshop, &["decisions", "import", "rulings.csv"]).expect(3);
    for reason in [
        "rulings.csv:row 1: there is no person `Nobody Atall`",
        "rulings.csv:row 2: there is no person `Nobody Atall`",
        "rulings.csv:row 3: there is no organisation `Winston Peters`",
        "rulings.csv:row 4: both names mean Winston Peters already",
    ] {
        assert!(odd.stderr.contains(reason), "{}", odd.stderr);
    }
    assert_eq!(decisions(&workshop), 1, "the one that can be made is");
    rule(&workshop, &["undo", "1"]);
    assert_eq!(workshop.digest("a.db"), before);
}

#[test]
fn rulings_of_every_kind_go_to_another_archive_by_file() {
    let (here, there) = (workshop(), workshop());
    let ships = article(&here, "Ships sail");
    let story = cells(&here, "SELECT DISTINCT article_id FROM quotes")[0].clone();
    let at = cells(&here, "SELECT start_char FROM quotes ORDER BY 1");
    rule(&here, &["article", "tag", &ships, "--topic", "Sea; boats"]);
    rule(
        &here,
        &["article", "set", &ships, "publisher=RNZ", "headline=A; \"b\", c", "section=World"],
    );
    rule(&here, &["article", "set", &ships, "section="]);
    rule(&here, &["quote", "reassign", &story, &at[1], "person", "Jane Newcomer"]);
    rule(&here, &["quote", "reject", &story, &at[0]]);
    rule(&here, &["quote", "unknown", &story, &at[2]]);
    rule(&here, &["person", "merge", "Jane Newcomer", "Hemi Tawhara"]);
    let written = here.run(&["decisions", "export", "--archive", "a.db"]).expect(0).stdout;
    let toml = here
        .run(&["decisions", "export", "--format", "toml", "--archive", "a.db"])
        .expect(0)
        .stdout;
    // As a spreadsheet saves it: semicolons, a mark in front, in a character set of its own.
    let table: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(written.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let separated = |separator: u8| {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        table.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    };
    for (file, bytes) in [
        ("semicolons.csv", [b"\xef\xbb\xbf".to_vec(), separated(b';')].concat()),
        ("tabs.csv", separated(b'\t')),
        ("rulings.toml", toml.into_bytes()),
    ] {
        let there = if file == "semicolons.csv" { &there } else { &workshop() };
        there.write(file, bytes);
        rule(there, &["decisions", "import", file]);
        assert_eq!(there.digest("a.db"), here.digest("a.db"), "{file}");
        is_settled(there);
        assert_eq!(
            rule(there, &["decisions", "import", file])["decisions"].as_array().unwrap().len(),
            0
        );
    }
}

#[test]
fn a_catalogue_may_be_tried_and_comes_as_spreadsheets_save_it() {
    let workshop = workshop();
    let before = workshop.digest("a.db");
    workshop
        .write("own.csv", b"kind;name;aliases\nperson;Hemi Tawhara;Zo\xeb Tawhara; x\n".as_slice());
    let odd = workshop.run(&["catalogue", "import", "own.csv", "--archive", "a.db"]).expect(3);
    assert!(odd.stderr.contains("own.csv:row 1"), "{}", odd.stderr);
    workshop.write(
        "own.csv",
        b"kind;name;aliases\nperson;Hemi Tawhara;\"Zo\xeb Tawhara; Hem\"\n".as_slice(),
    );
    let tried = workshop
        .run(&["catalogue", "import", "own.csv", "--dry-run", "--archive", "a.db"])
        .expect(0);
    assert!(tried.stdout.contains("would change 1 person"), "{}", tried.stdout);
    assert_eq!(workshop.digest("a.db"), before, "a dry run changed something");
    let runs = "SELECT count(*) FROM runs WHERE command = 'catalogue'";
    assert_eq!(cells(&workshop, runs), ["1"], "only what was done is a run");
    workshop.run(&["catalogue", "import", "own.csv", "--archive", "a.db"]).expect(0);
    let names = "SELECT aliases.name FROM aliases JOIN people USING (person_id) WHERE people.name = 'Hemi Tawhara' ORDER BY 1";
    assert_eq!(cells(&workshop, names), ["Hem", "Zoë Tawhara"]);
    lasts(&workshop);
}

/// By the offices that a catalogue gives, a title and a surname are known on an article's day.
#[test]
fn offices_come_with_the_catalogue_and_say_who_is_meant() {
    let workshop = Workshop::with_archive(&[]);
    let import = |rows: &str, code: i32| {
        workshop.write("own.csv", format!("kind,name,sort_name,country,offices\n{rows}\n"));
        workshop.run(&["catalogue", "import", "own.csv", "--archive", "a.db"]).expect(code)
    };
    for (row, why) in [
        ("person,Hemi Tawhara,,NZ,Harbour Minister 2019-2012", "ends before it begins"),
        ("person,Hemi Tawhara,,NZ,2012-2019", "names no office"),
        ("place,Tawhara Point,,NZ,Harbour Minister since 2019", "only people hold offices"),
    ] {
        let odd = import(row, 3);
        assert!(odd.stderr.contains("own.csv:row 1") && odd.stderr.contains(why), "{}", odd.stderr);
    }
    import(
        "person,Hemi Tawhara,\"Tawhara, Hemi\",NZ,Trade Minister of New Zealand 2012-2015; Transport Minister of New Zealand since 2019\n\
         person,Rua Tawhara,\"Tawhara, Rua\",NZ,Trade Minister of New Zealand 2016-2018",
        0,
    );
    let terms = "SELECT office || ' ' || ifnull(from_year, '') || '-' || ifnull(until_year, '')
        FROM offices JOIN people USING (person_id) WHERE people.name = 'Hemi Tawhara' ORDER BY position";
    assert_eq!(
        cells(&workshop, terms),
        ["Trade Minister of New Zealand 2012-2015", "Transport Minister of New Zealand 2019-"]
    );
    let story = |day: &str, title: &str, port: &str| {
        format!(
            "WELLINGTON, {day} (Reuters) - {title} Minister Tawhara said in {port} that New Zealand would wait.\n\n\
             The ferry to the long pier was late again, and nobody had been told.\n"
        )
    };
    workshop.write("in/a.txt", story("March 4, 2014", "Trade", "Suva"));
    workshop.write("in/b.txt", story("March 5, 2017", "Trade", "Apia"));
    workshop.write("in/c.txt", story("March 6, 2021", "Transport", "Suva"));
    workshop.write("in/d.txt", story("March 7, 2021", "Health", "Suva"));
    workshop.run(&["ingest", "in", "--archive", "a.db"]).expect(0);
    let who = "SELECT published_on || ' ' || name FROM mention_details
        WHERE surface_form LIKE '%Tawhara' AND kind = 'person' ORDER BY published_on";
    assert_eq!(
        cells(&workshop, who),
        [
            "2014-03-04 Hemi Tawhara",
            "2017-03-05 Rua Tawhara",
            "2021-03-06 Hemi Tawhara",
            "2021-03-07 Tawhara"
        ]
    );
    let written = workshop.run(&["catalogue", "export", "--archive", "a.db"]).expect(0).stdout;
    assert!(written.contains(
        "Trade Minister of New Zealand 2012-2015; Transport Minister of New Zealand since 2019"
    ));
    // Whoever is merged into somebody leaves the offices too.
    workshop
        .run(&[
            "person",
            "merge",
            "Rua Tawhara",
            "Hemi Tawhara",
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(0);
    assert_eq!(cells(&workshop, who)[1], "2017-03-05 Hemi Tawhara");
    workshop.run(&["verify", "--derived", "--archive", "a.db"]).expect(0);
}
