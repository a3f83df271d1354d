//! What was pasted can be found: captions and credits, and names in headlines, standfirsts and captions.

use std::collections::BTreeMap;
use std::path::Path;

use cuttings::db::{Archive, Share};
use cuttings::model::{EntityKind, MentionField};
use cuttings::ops::verify::{self, Depth};
use serde_json::Value;

use crate::support::{NOW, Workshop, evaluation_data};

/// A page that opens with the caption of a group photo, in which four people stand who are nowhere else.
const GROUP: &str = "The lagoon forum's partners; Mere Tzelko, Samoa's Minister of Ports; Hans Oberlin, Secretary General of the forum; Ilse Brandvik, Norway's Minister of Fisheries; Joon Co, Korea's Minister of Oceans.

Foreign Minister Tomas Halden is to go to Suva next week for talks about the lagoon.

Halden told the forum on Monday that the talks would be long.

Cy Weller – Getty Images The old harbour of Suva with Ana Kestrel

They will go on in autumn.
";

/// A headline whose name the body does not have.
const RESIGNS: &str = r#"{"headline": "Jacinda Ardern resigns", "body": "The prime minister said on Thursday that she would leave in February. Nobody had expected it."}"#;

/// A headline with a short form of a name that the body has in full, and the other way round.
const BOTH_WAYS: &str = r#"{"headline": "Oberlin to meet Ilse Brandvik", "standfirst": "Talks with Brandvik are to last a week", "body": "Hans Oberlin will fly to Oslo on Monday. The ministry said that Brandvik would wait for him there.", "captions": [{"caption": "Oberlin in Oslo last year", "credit": "Photo: Cy Weller/AFP"}]}"#;

fn workshop() -> Workshop {
    Workshop::with_archive(&[
        ("a-group.txt", GROUP),
        ("b-resigns.json", RESIGNS),
        ("c-both.json", BOTH_WAYS),
    ])
}

fn article(workshop: &Workshop, words: &str) -> Value {
    let found = workshop.run(&["search", words, "--archive", "a.db", "--format", "json"]).expect(0);
    let id = found.json()[0]["article_id"].to_string();
    workshop.run(&["show", &id, "--json", "--archive", "a.db"]).expect(0).json()
}

/// Surface form, name, rule and what it rests on of each mention in a field.
fn named(article: &Value, field: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    article["mentions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mention| mention["field"] == field && mention["kind"] == "person")
        .map(|mention| {
            let rests = match (&mention["antecedent_field"], &mention["antecedent_start_char"]) {
                (_, Value::Null) => String::new(),
                (Value::Null, at) => format!(" at {at}"),
                (field, at) => format!(" at {} {at}", text(field)),
            };
            let (surface, name) = (text(&mention["surface_form"]), text(&mention["name"]));
            format!("{surface}={name} {}{rests}", text(&mention["rule"]))
        })
        .collect()
}

#[test]
fn people_of_a_caption_are_found_though_they_stand_nowhere_else() {
    let workshop = workshop();
    let article = article(&workshop, "Brandvik fisheries");
    let people: Vec<String> = named(&article, "caption-1")
        .iter()
        .map(|mention| mention.split('=').next().unwrap().to_owned())
        .collect();
    assert_eq!(people, ["Mere Tzelko", "Hans Oberlin", "Ilse Brandvik", "Joon Co"]);
    assert_eq!(article["captions"][1]["caption"], "The old harbour of Suva with Ana Kestrel");
    assert_eq!(article["captions"][1]["credit"], "Cy Weller – Getty Images");
    assert!(!article["body"].as_str().unwrap().contains("Getty"));
    // Photographers are like authors: no mention, and yet found by a search.
    assert!(!article["mentions"].to_string().contains("Weller"));
    let found = workshop.run(&["search", "weller getty", "--archive", "a.db"]).expect(0);
    assert!(found.stdout.contains("Getty"), "{}", found.stdout);
    for name in ["Joon Co", "Mere Tzelko"] {
        let report = ["query", "people", "--archive", "a.db", "--format", "csv"];
        assert!(workshop.run(&report).expect(0).stdout.contains(name), "{name}");
    }
}

#[test]
fn a_name_in_a_headline_is_a_mention() {
    let workshop = workshop();
    let article = article(&workshop, "ardern");
    assert_eq!(named(&article, "headline"), ["Jacinda Ardern=Jacinda Ardern catalogue-name"]);
    let page =
        workshop.run(&["show", &article["article_id"].to_string(), "--marks", "--archive", "a.db"]);
    assert!(page.expect(0).stdout.starts_with("[Jacinda Ardern] resigns\n"));
}

#[test]
fn short_forms_rest_on_the_fuller_mention_in_another_field() {
    let workshop = workshop();
    let article = article(&workshop, "oslo ministry");
    assert_eq!(
        named(&article, "headline"),
        [
            "Oberlin=Hans Oberlin surname-after-full at body 0",
            "Ilse Brandvik=Ilse Brandvik full-name"
        ]
    );
    assert_eq!(
        named(&article, "standfirst"),
        ["Brandvik=Ilse Brandvik surname-after-full at headline 16"]
    );
    assert_eq!(
        named(&article, "body"),
        [
            "Hans Oberlin=Hans Oberlin full-name",
            "Brandvik=Ilse Brandvik named-in-head at headline 16"
        ]
    );
    assert_eq!(named(&article, "caption-1"), ["Oberlin=Hans Oberlin surname-after-full at body 0"]);
    let path = workshop.path("a.db");
    let archive = Archive::open_to_read(&path).unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), false).unwrap();
    assert_eq!(verdict.findings, []);
    assert_eq!(verify::derived(&archive, &|| false).unwrap().unwrap().findings, []);
}

#[test]
fn rulings_on_mentions_work_in_every_field() {
    let workshop = workshop();
    let id = article(&workshop, "oslo ministry")["article_id"].to_string();
    let before = workshop.digest("a.db");
    let rule = |arguments: &[&str]| {
        let mut all = vec!["mention"];
        all.extend(arguments);
        all.extend(["--by", "ana", "--archive", "a.db"]);
        workshop.run(&all)
    };
    // What rests on it in other fields goes with it.
    rule(&["reject", &id, "20", "--field", "headline"]).expect(0);
    let after = article(&workshop, "oslo ministry");
    assert_eq!(named(&after, "headline").len(), 1);
    assert_eq!(named(&after, "standfirst"), [""; 0]);
    assert_eq!(named(&after, "body"), ["Hans Oberlin=Hans Oberlin full-name"]);
    workshop.run(&["undo", "1", "--by", "ana", "--archive", "a.db"]).expect(0);
    assert_eq!(named(&article(&workshop, "oslo ministry"), "body").len(), 2);
    rule(&["reassign", &id, "0", "person", "Grete Oberlin", "--field", "caption-1"]).expect(0);
    let after = article(&workshop, "oslo ministry");
    assert_eq!(named(&after, "caption-1"), ["Oberlin=Grete Oberlin decision"]);
    assert_eq!(named(&after, "body").len(), 2);
    let refused = rule(&["reject", &id, "0", "--field", "caption-7"]);
    assert!(refused.stderr.contains("no mention at 0 of its caption-7"), "{}", refused.stderr);
    assert_eq!(rule(&["reject", &id, "0", "--field", "credit"]).code, 2);
    // Through a rebuild, and through a file into another archive.
    let ruled = workshop.digest("a.db");
    workshop.run(&["rebuild", "--archive", "a.db"]).expect(0);
    assert_eq!(workshop.digest("a.db"), ruled);
    let written = workshop.run(&["decisions", "export", "--archive", "a.db"]).expect(0);
    assert!(written.stdout.contains("caption-1"), "{}", written.stdout);
    workshop.write("rulings.csv", &written.stdout);
    workshop.run(&["init", "b.db"]).expect(0);
    workshop.run(&["ingest", "in", "--archive", "b.db"]).expect(0);
    assert_eq!(workshop.digest("b.db"), before);
    let import = ["decisions", "import", "rulings.csv", "--by", "ana", "--archive", "b.db"];
    workshop.run(&import).expect(0);
    assert_eq!(workshop.digest("b.db"), ruled);
}

#[test]
fn a_changed_caption_is_found_and_an_erased_one_is_gone() {
    let workshop = workshop();
    let Some(_) = workshop.sqlite3("a.db", "SELECT 1") else { return };
    let change = |sql: &str| {
        let path = workshop.path("b.db");
        std::fs::copy(workshop.path("a.db"), &path).unwrap();
        let output = std::process::Command::new("sqlite3").arg(&path).arg(sql).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        workshop.run(&["verify", "--read-data", "--archive", "b.db", "--json"]).expect(4).stdout
    };
    for sql in [
        "UPDATE article_captions SET caption = 'Nobody' WHERE number = 1",
        "UPDATE article_captions SET credit = NULL WHERE caption IS NOT NULL AND credit IS NOT NULL",
        "DELETE FROM article_captions",
        "UPDATE articles SET captions = NULL",
    ] {
        assert!(change(sql).contains("captions are joined"), "{sql}");
    }
    // A change that is made in both places is found by the row's hash.
    let both = "UPDATE article_captions SET credit = 'Photo: Somebody/AFP' WHERE credit LIKE '%AFP';
        UPDATE articles SET captions = replace(captions, 'Photo: Cy Weller/AFP', 'Photo: Somebody/AFP')";
    assert!(change(both).contains("articles as stored"));
    let id = article(&workshop, "brandvik fisheries")["article_id"].to_string();
    workshop
        .run(&[
            "forget",
            "article",
            &id,
            "--because",
            "asked to",
            "--by",
            "ana",
            "--archive",
            "a.db",
        ])
        .expect(0);
    let bytes = std::fs::read(workshop.path("a.db")).unwrap();
    for words in ["Mere Tzelko", "with Ana Kestrel"] {
        assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words}");
    }
}

#[test]
fn of_one_text_with_several_captions_the_same_stand_in_any_order() {
    let one = |caption: &str| {
        format!(
            r#"{{"headline": "Tolls", "body": "The board will raise its tolls, Ann Ng said.", "captions": [{caption}]}}"#
        )
    };
    let texts = [one(r#""The old quay""#), one(r#""The new quay""#), one("")];
    let mut digests = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let workshop = Workshop::new();
        workshop.run(&["init", "a.db"]).expect(0);
        for at in order {
            workshop.write(&format!("{at}.json"), &texts[at]);
            workshop.run(&["ingest", &format!("{at}.json"), "--archive", "a.db"]).expect(0);
        }
        let shown = workshop.run(&["show", "1", "--json", "--archive", "a.db"]).expect(0).json();
        assert_eq!(shown["captions"].as_array().unwrap().len(), 1, "{shown}");
        digests.push(workshop.digest("a.db"));
    }
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "{digests:?}");
}

/// Every format that can carry captions hands them on, and none of them leaves them in the text.
#[test]
fn every_reader_hands_on_captions() {
    const STORY: &str = "The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.";
    let story = format!(
        "<p>{STORY}</p><p>Skippers had asked for a year's delay, arguing that fuel alone costs them twice what it did.</p>"
    );
    let figure = "<figure><img src=\"a.jpg\"/><figcaption>Ferries in the rain. Photo: Cy Weller/AFP</figcaption></figure>";
    let json_html = serde_json::to_string(&format!("{story}{figure}")).unwrap();
    let cases: Vec<(&str, String)> = vec![
        (
            "a.txt",
            format!("Tolls to rise\n\nFerries in the rain. Photo: Cy Weller/AFP\n\n{STORY}\n"),
        ),
        (
            "a.md",
            format!(
                "# Tolls to rise\n\n![](a.jpg)\n\nFerries in the rain. Photo: Cy Weller/AFP\n\n{STORY}\n"
            ),
        ),
        (
            "b.md",
            format!(
                "---\ntitle: Tolls\ncaption: 'Ferries in the rain. Photo: Cy Weller/AFP'\n---\n\n{STORY}\n"
            ),
        ),
        (
            "a.html",
            format!(
                "<html><body><article><h1>Tolls to rise</h1>{figure}{story}</article></body></html>"
            ),
        ),
        ("a.json", format!("{{\"title\": \"Tolls\", \"content\": {json_html}}}")),
        (
            "b.json",
            format!(
                "{{\"title\": \"Tolls\", \"text\": \"{STORY}\", \"captions\": [{{\"caption\": \"Ferries in the rain.\", \"credit\": \"Photo: Cy Weller/AFP\"}}]}}"
            ),
        ),
        (
            "a.csv",
            format!(
                "title,text,caption\nTolls,\"{STORY}\",Ferries in the rain. Photo: Cy Weller/AFP\n"
            ),
        ),
        (
            "a.eml",
            format!(
                "From: desk@lagoon.example\nSubject: Tolls to rise\nDate: Mon, 04 Mar 2024 09:15:00 +0000\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body>{figure}{story}</body></html>\n"
            ),
        ),
        (
            "a.xml",
            format!(
                "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Lagoon</title><item><title>Tolls</title><guid>x1</guid><content:encoded><![CDATA[{story}{figure}]]></content:encoded></item></channel></rss>"
            ),
        ),
        (
            "b.xml",
            format!(
                "<nitf><head><title>Tolls</title></head><body><body.head><hedline><hl1>Tolls</hl1></hedline></body.head><body.content><media media-type=\"image\"><media-producer>Photo: Cy Weller/AFP</media-producer><media-caption>Ferries in the rain.</media-caption></media>{story}</body.content></body></nitf>"
            ),
        ),
        (
            "c.json",
            format!(
                "{{\"uri\": \"urn:a:1\", \"type\": \"text\", \"pubStatus\": \"usable\", \"versioncreated\": \"2024-03-04T09:15:00Z\", \"headline\": \"Tolls\", \"body_text\": \"{STORY}\", \"associations\": {{\"main\": {{\"uri\": \"urn:a:2\", \"type\": \"picture\", \"description_text\": \"Ferries in the rain.\", \"creditline\": \"Photo: Cy Weller/AFP\"}}}}}}"
            ),
        ),
        (
            "d.json",
            format!(
                "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Lagoon\", \"items\": [{{\"id\": \"1\", \"title\": \"Tolls\", \"content_html\": {json_html}}}]}}"
            ),
        ),
        (
            "a.rtf",
            format!(
                "{{\\rtf1\\ansi{{\\stylesheet{{\\s0 Normal;}}{{\\s3 caption;}}}}\\pard\\s0 Tolls to rise in spring\\par\\pard\\s0 {STORY}\\par\\pard\\s3 Ferries in the rain. Photo: Cy Weller/AFP\\par\\pard\\s0 A review will follow in the autumn, the board said on Tuesday.\\par}}"
            ),
        ),
    ];
    check_captions(cases, STORY);
}

/// The same of what is said of pictures apart from the text.
#[test]
fn captions_that_come_apart_from_the_text_are_handed_on() {
    const STORY: &str = "The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.";
    const MORE: &str = "Skippers had asked for a year's delay, arguing that fuel alone costs them twice what it did.";
    let media = "xmlns:media=\"http://search.yahoo.com/mrss/\"";
    let rss = |pictures: &str| {
        format!(
            "<rss version=\"2.0\" {media}><channel><title>Lagoon</title><item><title>Tolls to rise</title><guid>x1</guid><description>{STORY}</description>{pictures}</item></channel></rss>"
        )
    };
    let g2_item = |kind: &str, name: &str, meta: &str, content: &str| {
        format!(
            "<newsItem guid=\"urn:{name}\" version=\"1\"><itemMeta><itemClass qcode=\"ninat:{kind}\"/><pubStatus qcode=\"stat:usable\"/>{}</itemMeta><contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>",
            if name == "p2" { "<link rel=\"irel:isA\" residref=\"urn:t1\"/>" } else { "" }
        )
    };
    let g2_text = |name: &str, story: &str| {
        g2_item(
            "text",
            name,
            "<headline>Tolls to rise</headline>",
            &format!("<inlineXML><html><body><p>{story}</p></body></html></inlineXML>"),
        )
    };
    let g2_picture = |name: &str| {
        g2_item(
            "picture",
            name,
            "<creditline>Photo: Cy Weller/AFP</creditline><headline>Ferry</headline><description role=\"drol:caption\">Ferries in the rain.</description>",
            "<remoteContent href=\"a.jpg\"/>",
        )
    };
    let g2 = |items: &[String]| {
        format!("<newsMessage><itemSet>{}</itemSet></newsMessage>", items.concat())
    };
    let json_ld = |caption: &str, figure: &str| {
        format!(
            "<html><head><title>Tolls to rise</title><script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"headline\": \"Tolls to rise\", \"image\": [{{\"@type\": \"ImageObject\", \"url\": \"a.jpg\", \"caption\": \"{caption}\", \"creditText\": \"Photo: Cy Weller/AFP\"}}]}}</script></head><body><article><h1>Tolls to rise</h1>{figure}<p>{STORY}</p><p>{MORE}</p></article></body></html>"
        )
    };
    let figure = "<figure><img src=\"a.jpg\"/><figcaption>Ferries in the rain. Photo: Cy Weller/AFP</figcaption></figure>";
    let nexis = |graphic: &str| {
        format!(
            "                               1 of 1 DOCUMENTS\n\n                               The Lagoon Times\n\n                         March 18, 2024 Monday\n\nTolls to rise\n\nBYLINE: Ann Ng\n\nLENGTH: 40 words\n\n{STORY}\n\n{MORE}\n\nLOAD-DATE: March 19, 2024\n\nLANGUAGE: ENGLISH\n\n{graphic}\n\nPUBLICATION-TYPE: Newspaper\n\n                    Copyright 2024 Lagoon Ltd\n"
        )
    };
    let cases: Vec<(&str, String)> = vec![
        (
            "inside.xml",
            rss(
                "<media:content url=\"a.jpg\" medium=\"image\"><media:description>Ferries in the rain.</media:description><media:credit>Photo: Cy Weller/AFP</media:credit></media:content>",
            ),
        ),
        (
            "beside.xml",
            rss(
                "<media:content url=\"https://lagoon.example/a.jpg?w=9\"/><media:credit>Photo: Cy Weller/AFP</media:credit><media:description>Ferries in the rain.</media:description>",
            ),
        ),
        (
            "group.xml",
            rss(
                "<media:group><media:content url=\"a\" type=\"image/jpeg\"/><media:content url=\"b\" type=\"image/jpeg\"/><media:title>Ferries in the rain.</media:title><media:credit>Photo: Cy Weller/AFP</media:credit></media:group>",
            ),
        ),
        ("only.xml", g2(&[g2_text("t1", &format!("{STORY} {MORE}")), g2_picture("p1")])),
        ("linked.xml", g2(&[g2_picture("p2"), g2_text("t1", STORY), g2_text("t2", "It rains.")])),
        (
            "newsml.xml",
            format!(
                "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>lagoon.example</ProviderId><DateId>20240318</DateId><NewsItemId>tolls</NewsItemId></NewsIdentifier></Identification><NewsComponent><NewsComponent><Role FormalName=\"Main\"/><NewsLines><HeadLine>Tolls to rise</HeadLine></NewsLines><ContentItem><MediaType FormalName=\"Text\"/><DataContent><p>{STORY}</p></DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName=\"Photo\"/><NewsLines><CreditLine>Photo: Cy Weller/AFP</CreditLine><NewsLine><NewsLineType FormalName=\"Caption\"/><NewsLineText>Ferries in the rain.</NewsLineText></NewsLine></NewsLines><ContentItem Href=\"a.jpg\"><MediaType FormalName=\"Photo\"/></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"
            ),
        ),
        (
            "nitf.xml",
            format!(
                "<nitf><body><body.head><hedline><hl1>Tolls to rise</hl1></hedline></body.head><body.content><p>{STORY}</p></body.content><body.end><media media-type=\"image\"><media-producer>Photo: Cy Weller/AFP</media-producer><media-caption>Ferries in the rain.</media-caption></media></body.end></body></nitf>"
            ),
        ),
        ("stated.html", json_ld("Ferries in the rain.", "")),
        ("shown.html", json_ld("Ferries in the Rain", figure)),
        ("file.html", json_ld("https://lagoon.example/ferries.jpg", figure)),
        (
            "title.md",
            format!(
                "# Tolls to rise\n\n![ferries](a.jpg \"Ferries in the rain. Photo: Cy Weller/AFP\")\n\n{STORY}\n\n![](ferries.jpg 'IMG 2041.JPG')\n"
            ),
        ),
        (
            "figure.md",
            format!(
                "# Tolls to rise\n\n{STORY}\n\n<figure>\n  <img src=\"a.jpg\">\n  <figcaption>Ferries in the rain. Photo: Cy Weller/AFP</figcaption>\n</figure>\n\n{MORE}\n"
            ),
        ),
        ("classic.txt", nexis("GRAPHIC: Ferries in the\nrain. Photo: Cy Weller/AFP")),
        (
            "uni.txt",
            format!(
                "Tolls to rise in spring\nThe Lagoon Times\nMarch 18, 2024 Monday\n\nCopyright 2024 Lagoon Ltd All Rights Reserved\n\nSection: BUSINESS; Pg. 5\nLength: 40 words\nByline: Ann Ng\nBody\n\n{STORY}\n\nGraphic\n\nFerries in the rain. Photo: Cy Weller/AFP\n\nLoad-Date: March 19, 2024\n\nEnd of Document\n"
            ),
        ),
        (
            "factiva.txt",
            format!(
                "HD\tTolls to rise\nBY\tAnn Ng\nWC\t40 words\nPD\t18 March 2024\nSN\tThe Lagoon Times\nSC\tLAGT\nLA\tEnglish\nLP\t{STORY}\nTD\t{MORE}\nART\tFerries in the\n\train. Photo: Cy Weller/AFP\nNS\tc13 : Tolls\nAN\tDocument LAGT000020240318ek3i0001a\n"
            ),
        ),
    ];
    check_captions(cases, STORY);
    // What is no caption: the headline again, a film's description, that there were photos.
    for (name, text) in [
        (
            "headline.xml",
            rss("<media:content url=\"a.jpg\"/><media:title>Tolls to rise</media:title>"),
        ),
        (
            "file.xml",
            rss(
                "<media:content url=\"a.jpg\"/><media:title>harbour view from the quay.jpg</media:title>",
            ),
        ),
        (
            "film.xml",
            rss(
                "<media:content url=\"a.mp4\" type=\"video/mp4\"/><media:description>How it was filmed.</media:description>",
            ),
        ),
        ("photos.txt", nexis("GRAPHIC: Photos")),
        ("two.xml", g2(&[g2_text("t1", STORY), g2_text("t2", "It rains."), g2_picture("p1")])),
        ("stated.html", json_ld("Tolls to rise", "")),
    ] {
        let workshop = Workshop::new();
        workshop.write(name, &text);
        let read = workshop.run(&["read", name]).expect(0);
        assert!(read.stdout.contains(STORY), "{name}: {}", read.stdout);
        assert!(!read.stdout.contains("\"caption\":"), "{name}: {}", read.stdout);
    }
}

/// Tables and records with names of their own for captions, by `--map`.
#[test]
fn mapped_columns_and_fields_are_captions() {
    for (name, text, map) in [
        (
            "a.csv",
            "Titel,Text,Bildzeile\nTolls,The board will raise its tolls.,Ferries in the rain. Photo: Cy Weller/AFP\n",
            "headline=Titel,body=Text,captions=Bildzeile",
        ),
        (
            "a.json",
            r#"{"t": "Tolls", "x": "The board will raise its tolls.", "media": {"bild": "Ferries in the rain. Photo: Cy Weller/AFP"}}"#,
            "headline=t,body=x,captions=media.bild",
        ),
        (
            "b.json",
            r#"{"t": "Tolls", "x": "The board will raise its tolls.", "bilder": [{"zeile": "Ferries in the rain. Photo: Cy Weller/AFP"}, {"zeile": "The old quay, which is to go"}]}"#,
            "headline=t,body=x,captions=bilder.zeile",
        ),
        (
            "c.json",
            r#"{"t": "Tolls", "x": "The board will raise its tolls.", "bilder": [{"caption": "Ferries in the rain.", "credit": "Photo: Cy Weller/AFP"}]}"#,
            "headline=t,body=x,captions=bilder",
        ),
    ] {
        let workshop = Workshop::new();
        workshop.write(name, text);
        workshop.run(&["init", "a.db"]).expect(0);
        workshop.run(&["ingest", name, "--map", map, "--archive", "a.db"]).expect(0);
        let shown = workshop.run(&["show", "1", "--json", "--archive", "a.db"]).expect(0).json();
        let first = &shown["captions"][0];
        assert_eq!(first["caption"], "Ferries in the rain.", "{name}: {shown}");
        assert_eq!(first["credit"], "Photo: Cy Weller/AFP", "{name}: {shown}");
        let count = if name == "b.json" { 2 } else { 1 };
        assert_eq!(shown["captions"].as_array().unwrap().len(), count, "{name}: {shown}");
        assert!(!shown["body"].as_str().unwrap().contains("rain"), "{name}");
    }
}

fn check_captions(cases: Vec<(&str, String)>, story: &str) {
    let mut wrong = BTreeMap::new();
    for (name, text) in cases {
        let workshop = Workshop::new();
        workshop.write(name, &text);
        let read = workshop.run(&["read", name]).expect(0);
        let lines: Vec<Value> =
            read.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of_story = |draft: &&Value| draft["body"].to_string().contains(story);
        let Some(draft) = lines.iter().find(of_story) else {
            wrong.insert(name, read.stdout);
            continue;
        };
        let others = lines.iter().filter(|draft| !of_story(draft));
        let has_strays =
            others.into_iter().any(|draft| draft["captions"].to_string().contains("rain"));
        let expected = serde_json::json!([{"caption": "Ferries in the rain.", "credit": "Photo: Cy Weller/AFP"}]);
        let body = draft["body"].as_str().unwrap_or_default();
        if draft["captions"] != expected || body.contains("rain") || has_strays {
            wrong.insert(name, read.stdout);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_paragraph_is_no_caption() {
    for paragraph in [
        "Getty Images said it would sue.",
        "The photo was taken by a passer-by, police said.",
        "Three ministers came: Ann Ng, of Ports; Cy Roe, who said no; and Di Poe, who was late.",
        "He told AFP that he would resign.",
    ] {
        let workshop = Workshop::new();
        let text =
            format!("Tolls to rise\n\nThe board said so on Monday.\n\n{paragraph}\n\nIt rains.\n");
        workshop.write("a.txt", text);
        let draft = workshop.run(&["read", "a.txt"]).expect(0).json();
        assert_eq!(draft["captions"], serde_json::json!([]), "{paragraph}");
        assert!(draft["body"].as_str().unwrap().contains(paragraph), "{paragraph}");
    }
}

/// The founding documents with marked names: every person is who the marks say, and the ministers of the
/// caption that the third of them opens with are there.
#[test]
fn people_of_the_founding_documents_are_who_they_are() {
    let Some(data) = evaluation_data() else { return };
    let seeds = data.join("seeds");
    let workshop = Workshop::with_archive(&[]);
    let folder = seeds.to_string_lossy().into_owned();
    workshop.run(&["ingest", &folder, "--archive", "a.db"]);
    let gold = std::fs::read_to_string(seeds.join("gold-000-001.json")).unwrap();
    let gold: Vec<Value> = serde_json::from_str(&gold).unwrap();
    let reader =
        cuttings::db::Reader::of(Archive::open_to_read(&workshop.path("a.db")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for document in &gold {
        let file = document["file"].as_str().unwrap();
        let found = people_in(&workshop, &reader, &seeds.join(file));
        let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
        for span in document["spans"].as_array().unwrap() {
            if span["type"] == "PER" {
                let text = |key: &str| span[key].as_str().unwrap().to_owned();
                *expected.entry((text("surface"), text("entity"))).or_default() += 1;
            }
        }
        for ((surface, name), count) in expected {
            checked += count;
            let key = (surface.to_lowercase(), name.clone());
            if found.get(&key).copied().unwrap_or_default() < count {
                wrong.push(format!("{file}: {surface}={name}, {count} times: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked}: {}", wrong.len(), wrong.join("\n"));
    let third = std::fs::read_dir(&seeds)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("/002_"))
        .unwrap();
    let found = people_in(&workshop, &reader, &third);
    for name in ["Tim Watts", "Kyoto Tsuji", "Jens Stoltenberg", "Winston Peters", "Taeyul Co"] {
        assert!(found.contains_key(&(name.to_lowercase(), name.to_owned())), "{name}: {found:?}");
    }
}

/// Words and name of every mention of a person in the articles of a file, in every field, and its authors
/// as they are printed.
fn people_in(
    workshop: &Workshop,
    reader: &cuttings::db::Reader,
    file: &Path,
) -> BTreeMap<(String, String), usize> {
    let sha256 = cuttings::text::fingerprint::sha256(&std::fs::read(file).unwrap());
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for article in reader.find_articles(&sha256.to_string()).unwrap() {
        let details = reader.article(article).unwrap().unwrap();
        let person = EntityKind::Person.as_str();
        for mention in details.mentions.iter().filter(|mention| mention.kind == person) {
            assert!(MentionField::by_name(&mention.field).is_some(), "{mention:?}");
            let key = (mention.surface_form.to_lowercase(), mention.name.clone());
            *found.entry(key).or_default() += 1;
        }
        for author in details.authors {
            *found.entry((author.to_lowercase(), author)).or_default() += 1;
        }
    }
    assert!(
        !found.is_empty(),
        "nobody in {} at {NOW}: {}",
        file.display(),
        workshop.digest("a.db")
    );
    found
}
