//! What stands under pictures leaves every reader as a caption: from pages, mails, documents and tables, under each
//! format's own names for it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Workshop;

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
