//! A message that was forwarded and pasted, or forwarded inside the text of another: the lines that mail programs put
//! over it, in the languages of the press.
//!
//! `---------- Forwarded message ---------`, `Von: … Gesendet: … An: … Betreff: …`. What must stay true: labels count
//! only where several of them stand together, the sender's first or under a line that says what follows.

use super::facts::Facts;
use super::lines::Line;
use super::residue;
use crate::model::{DayOrder, Field, Precision, Published};
use crate::text::{bylines, dates, normalise};

/// A message inside a text, as its labels tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forward {
    pub subject: Option<String>,
    pub date: Option<Published>,
}

/// What a label of a message's head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailField {
    Sender,
    Date,
    Subject,
    Other,
}

/// Names of fields that people see of a message's head, lower case. `a` is Italian, `an` German.
#[rustfmt::skip]
const FIELDS: &[(MailField, &[&str])] = &[
    (MailField::Sender, &[
        "from", "von", "de", "da", "van", "från", "fra", "od", "mittente", "absender", "expéditeur", "remitente", "remetente",
        "afzender",
    ]),
    (MailField::Date, &[
        "date", "sent", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le", "fecha", "enviado", "enviado el",
        "enviada", "enviada em", "enviado em", "data", "inviato", "inviato il", "verzonden", "skickat", "sendt", "dato",
    ]),
    (MailField::Subject, &[
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "temat",
    ]),
    (MailField::Other, &[
        "to", "message", "cc", "bcc", "reply-to", "sender", "message-id", "organization", "newsgroups", "keywords",
        "summary", "mime-version", "content-type", "content-transfer-encoding", "in-reply-to", "references",
        "precedence", "list-id", "an", "à", "a", "para", "aan", "till", "til", "do", "kopie", "kopie (cc)", "copie à",
        "importance", "priority", "attachments", "anlagen", "antwort an", "répondre à", "responder a", "rispondi a",
        "antwoord aan", "wichtigkeit", "importance", "pièces jointes", "datos adjuntos", "allegati", "anexos", "bijlagen",
        "cci", "cco", "ccn",
    ]),
];

/// Lines over a forwarded message, lower case, without rules and brackets.
#[rustfmt::skip]
const MARKERS: &[&str] = &[
    "forwarded message", "begin forwarded message", "begin forwarded text", "forwarded mail",
    "start of forwarded message", "forwarded message follows", "weitergeleitete nachricht", "weitergeleitete mail",
    "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "message transféré",
    "message transmis", "début du message réexpédié", "début du message transféré", "mensaje reenviado",
    "inicio del mensaje reenviado", "comienzo del mensaje reenviado", "messaggio inoltrato",
    "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "mensagem encaminhada", "mensagem reencaminhada",
    "início da mensagem encaminhada", "início da mensagem reencaminhada", "inicio da mensagem encaminhada",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "vidarebefordrat meddelande",
    "vidarebefordrat brev", "videresendt melding", "videresendt meddelelse",
];

/// Lines over a message that is answered or forwarded.
#[rustfmt::skip]
const ORIGINALS: &[&str] = &[
    "original message", "ursprüngliche nachricht", "message d'origine", "message d’origine", "message original",
    "mensaje original", "messaggio originale", "mensagem original", "oorspronkelijk bericht",
    "ursprungligt meddelande", "opprinnelig melding", "oprindelig meddelelse",
];

/// Markers and labels stand in lines no longer than this, in bytes.
const LONGEST_LABEL: usize = 2000;
/// What somebody writes over a text that they forward is no longer than this, in bytes.
pub const LONGEST_NOTE: usize = 800;
/// The same where nothing says that the text was forwarded rather than answered.
const LONGEST_NOTE_UNSAID: usize = 300;
/// A head without an address under a note has at least as many fields.
const FEWEST_FIELDS: usize = 4;
/// A text was forwarded no more often than this.
const MOST_FORWARDS: usize = 20;

/// Marks before a subject that say that it was forwarded, and those that say that it answers.
const FORWARDED: &[&str] = &["fwd", "fw", "wg", "tr", "i", "rv", "enc", "vs", "doorst", "wtr"];
const ANSWERED: &[&str] = &["re", "aw", "sv", "antw", "r", "odp", "res", "rif"];

/// Whether a line says that a forwarded message follows.
pub fn is_marker(words: &str) -> bool {
    if words.len() > LONGEST_LABEL {
        return false;
    }
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    MARKERS.contains(&bare) || bare.starts_with("forwarded by ")
}

/// Whether a line says that a message follows that was answered or forwarded.
pub fn is_original(words: &str) -> bool {
    words.len() <= LONGEST_LABEL && {
        let lower = words.to_lowercase();
        ORIGINALS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
    }
}

/// A labelled line of a message's head: what it says, and its value.
pub fn field(words: &str) -> Option<(MailField, &str)> {
    let words = words.trim_start_matches(['*', '>', ' ']);
    let (label, value) = words.get(..words.floor_char_boundary(LONGEST_LABEL))?.split_once(':')?;
    if label.len() > 30 {
        return None;
    }
    let label = label.trim_matches(['*', ' ', '\u{a0}', '\u{202f}']).to_lowercase();
    let (field, _) = FIELDS.iter().find(|(_, labels)| labels.contains(&label.as_str()))?;
    Some((*field, value.trim_matches(['*', ' ', '\u{a0}', '\t'])))
}

/// The same of a line whose label opens with a capital, as programs write it.
pub fn is_field(words: &str) -> bool {
    words.trim_start_matches(['*', ' ']).starts_with(char::is_uppercase) && field(words).is_some()
}

/// A subject without `Fwd:`, `Re:` and `[list]` before it, and whether it was forwarded.
pub fn subject(value: &str) -> (String, bool) {
    let whole = normalise::comparable(value);
    let mut rest = whole.as_str();
    let mut is_forwarded = false;
    loop {
        let before = rest;
        if let Some((mark, after)) = rest.split_once(':') {
            let mark = mark.trim().to_lowercase();
            let mark = mark.split(['[', '(']).next().unwrap_or_default();
            if FORWARDED.contains(&mark) || ANSWERED.contains(&mark) {
                is_forwarded |= FORWARDED.contains(&mark);
                rest = after.trim();
            }
        }
        if let Some((tag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            && !after.trim().is_empty()
            && tag.len() <= 40
        {
            rest = after.trim();
        }
        if rest.len() == before.len() {
            break;
        }
    }
    let rest = rest.strip_suffix("(fwd)").unwrap_or(rest).trim();
    (rest.to_owned(), is_forwarded || whole.ends_with("(fwd)"))
}

/// What the labels of a head say together.
pub fn head<'w>(words: impl Iterator<Item = &'w str>) -> Forward {
    let mut forward = Forward::default();
    for (field, value) in words.filter_map(field) {
        match field {
            MailField::Subject => {
                let (subject, _) = subject(value);
                forward.subject = Some(subject).filter(|subject| !subject.is_empty());
            }
            MailField::Date => forward.date = date(value).or(forward.date),
            MailField::Sender | MailField::Other => {}
        }
    }
    forward
}

/// A date as mail programs write it for people: `Thu, 14 Aug 2025 at 18:02`, `jue, 14 ago 2025 a las 18:02`.
fn date(value: &str) -> Option<Published> {
    let is_day = |found: &Published| found.precision >= Precision::Day;
    let read = |text: &str| dates::published(text).filter(is_day);
    let bare = value.trim().trim_start_matches("On ");
    let without =
        |words: &[&str]| words.iter().fold(bare.to_owned(), |text, word| text.replace(word, " "));
    read(bare)
        .or_else(|| {
            read(&without(&[
                " at ",
                " um ",
                " à ",
                " a las ",
                " alle ore ",
                " alle ",
                " às ",
                " om ",
                " kl. ",
            ]))
        })
        .or_else(|| dates::find(bare).map(|(_, found)| found).filter(is_day))
        .or_else(|| {
            dates::published_as(bare, Some(DayOrder::DayFirst))
                .filter(|_| !bare.contains(['A', 'P']))
        })
        .filter(is_day)
        .map(|found| Published { original: value.trim().to_owned(), ..found })
}

/// Takes off the `>` that a mail program put before each line of a message that it forwarded. They are taken for that
/// where all lines have one, from the first of them to the end, and a message's head is among them.
pub fn unquote(lines: &mut [Line]) {
    for _ in 0..MOST_FORWARDS {
        let worded = |(_, line): &(usize, &Line)| !line.is_blank();
        let mut opening = lines.iter().enumerate().filter(worded).take(MOST_LINES);
        let Some((first, _)) = opening.find(|(_, line)| line.words.starts_with('>')) else {
            return;
        };
        let Some((above, quoted)) = lines.split_at_mut_checked(first) else { return };
        let bare: Option<Vec<Line>> = quoted
            .iter()
            .map(|&line| if line.is_blank() { Some(line) } else { line.unquoted() })
            .collect();
        let Some(bare) = bare else { return };
        let is_announced = above
            .iter()
            .rfind(|line| !line.is_blank())
            .is_some_and(|line| is_marker(line.words) || is_original(line.words));
        let has_head = match is_announced {
            true => fields_from(&bare, 0).1.contains(&MailField::Sender),
            false => header(&bare, 0).is_some(),
        };
        if !has_head {
            return;
        }
        quoted.copy_from_slice(&bare);
    }
}

/// The innermost message that was forwarded inside lines, and the place behind its head. What stands over it is no
/// part of it.
pub fn inside(lines: &[Line]) -> Option<(Forward, usize)> {
    let mut found: Option<(Forward, usize)> = None;
    let mut from = 0;
    for _ in 0..MOST_FORWARDS {
        let Some(header) = header(lines, from) else { break };
        let note: usize = lines
            .get(from..header.start)
            .unwrap_or_default()
            .iter()
            .map(|line| line.words.len())
            .sum();
        let most = if header.is_marked { LONGEST_NOTE } else { LONGEST_NOTE_UNSAID };
        let has_words = lines.iter().skip(header.end).any(|line| !line.is_blank());
        // A story may quote a message in the middle, its head with it.
        let is_quoted = note > 0 && !header.is_said && !header.is_sent(lines, from);
        if note > most || !has_words || is_quoted {
            break;
        }
        found = Some((head(header.fields(lines)), header.end));
        from = header.end;
    }
    found
}

/// The head of a message among lines.
struct Header {
    start: usize,
    end: usize,
    is_marked: bool,
    /// Whether a line over it says that a message follows.
    is_said: bool,
}

impl Header {
    /// Whether a program wrote it under a note: it has an address or a rule above it, and the note is no story's head.
    fn is_sent(&self, lines: &[Line], from: usize) -> bool {
        let note = lines.get(from..self.start).unwrap_or_default();
        let last = note.iter().rev().find(|line| !line.is_blank());
        let is_under_rule = last.is_some_and(|line| residue::is_rule(line.words));
        let has_address = self.fields(lines).any(|words| words.contains('@'));
        // Some programs write names alone, sender and day before recipient and subject.
        let length: usize = note.iter().map(|line| line.words.len()).sum();
        let is_short = length <= LONGEST_NOTE_UNSAID && self.end - self.start >= FEWEST_FIELDS;
        (has_address || is_under_rule || is_short)
            && !note.iter().any(|line| bylines::is_byline(line.words))
    }

    fn fields<'l>(&self, lines: &'l [Line]) -> impl Iterator<Item = &'l str> {
        lines.get(self.start..self.end).unwrap_or_default().iter().map(|line| line.words)
    }
}

/// How far into a text the head of a message is looked for, in lines with words.
const MOST_LINES: usize = 60;

fn header(lines: &[Line], from: usize) -> Option<Header> {
    let worded = lines.iter().enumerate().skip(from).filter(|(_, line)| !line.is_blank());
    for (place, line) in worded.take(MOST_LINES) {
        let is_marked = is_marker(line.words);
        let is_original = is_original(line.words);
        let first = if is_marked || is_original { place + 1 } else { place };
        if !is_marked && !is_original && !is_field(line.words) {
            continue;
        }
        let (end, fields) = fields_from(lines, first);
        let opens_with_sender = fields.first() == Some(&MailField::Sender);
        let has = |wanted: MailField| fields.contains(&wanted);
        let is_head = has(MailField::Sender) && (has(MailField::Subject) || has(MailField::Date));
        let is_enough = match is_marked || is_original {
            true => is_head,
            false => {
                let is_named = opens_with_sender || has(MailField::Subject);
                fields.len() >= 3
                    && is_named
                    && is_head
                    && has(MailField::Date)
                    && has(MailField::Subject)
            }
        };
        if is_enough {
            let is_said = is_marked || is_original;
            return Some(Header { start: place, end, is_marked, is_said });
        }
    }
    None
}

/// The labelled lines from `first` on: where they end, and what they are. A blank line may stand between two of them,
/// and a value goes on where addresses do.
fn fields_from(lines: &[Line], first: usize) -> (usize, Vec<MailField>) {
    let mut fields = Vec::new();
    let mut end = first;
    let mut blanks = 0;
    for (place, line) in lines.iter().enumerate().skip(first) {
        if line.is_blank() {
            blanks += 1;
            if blanks > 2 {
                break;
            }
        } else if is_field(line.words) {
            fields.extend(field(line.words).map(|(field, _)| field));
            end = place + 1;
            blanks = 0;
        } else {
            let goes_on = blanks == 0 && !fields.is_empty() && line.words.contains('@');
            if !goes_on {
                break;
            }
            end = place + 1;
        }
    }
    (end, fields)
}

impl Forward {
    /// Says of an article what it leaves open.
    pub fn fill(&self, facts: &mut Facts) {
        if let Some(subject) = &self.subject {
            facts.say(Field::Headline, subject.clone(), "text:forwarded Subject");
        }
        if let Some(date) = &self.date {
            let is_vague = |day: &Published| day.precision < Precision::Day;
            if facts.head.published.as_ref().is_some_and(is_vague) {
                facts.forget(Field::Published);
            }
            facts.say_published(date.clone(), "text:forwarded Date");
        }
    }

    /// Whether a headline is more than the first line of a text: the subject says the same.
    pub fn says(&self, headline: &str) -> bool {
        let Some(subject) = &self.subject else { return true };
        let (one, two) = (normalise::name_key(subject), normalise::name_key(headline));
        !two.is_empty() && (one.contains(&two) || two.contains(&one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::article::lines::lines;

    #[test]
    fn heads_of_mail_programs_are_known() {
        for (text, subject, date) in [
            (
                "---------- Forwarded message ---------\nFrom: Ann Ng <ann@lagoon.example>\nDate: Mon, Mar 4, 2024 at 9:15 AM\nSubject: Fwd: Tolls to rise\nTo: <bo@lagoon.example>\n\nText.\n",
                "Tolls to rise",
                "2024-03-04T09:15",
            ),
            (
                "Zur Info\n\n-----Ursprüngliche Nachricht-----\nVon: Ann Ng\nGesendet: Montag, 4. März 2024 09:15\nAn: Bo Li\nBetreff: WG: Maut steigt\n\nText.\n",
                "Maut steigt",
                "2024-03-04T09:15",
            ),
            (
                "Anfang der weitergeleiteten Nachricht:\n\nVon: Ann Ng\nBetreff: Maut steigt\nDatum: 4. März 2024 um 09:15:11 MEZ\nAn: Bo Li\n\nText.\n",
                "Maut steigt",
                "2024-03-04T09:15:11+01:00",
            ),
            (
                "De : Ann Ng <ann@lagoon.example>\nEnvoyé : lundi 4 mars 2024 09:15\nÀ : Bo Li\nObjet : TR: Péages en hausse\n\nTexte.\n",
                "Péages en hausse",
                "2024-03-04T09:15",
            ),
            (
                "---------- Forwarded message ---------\nDe: Ana Sol\nDate: lun, 4 mar 2024 a las 9:15\nSubject: Suben las tasas\nTo: Bo\n\nTexto.\n",
                "Suben las tasas",
                "2024-03-04T09:15",
            ),
            (
                "Inizio messaggio inoltrato:\n\nDa: Gino Rossi\nOggetto: I pedaggi salgono\nData: 4 marzo 2024 09:15:11 CET\nA: Bo\n\nTesto.\n",
                "I pedaggi salgono",
                "2024-03-04T09:15:11+01:00",
            ),
            (
                "-----Mensagem original-----\nDe: Ana Sol\nEnviada em: segunda-feira, 4 de março de 2024 09:15\nPara: Bo\nAssunto: ENC: Sobem as taxas\n\nTexto.\n",
                "Sobem as taxas",
                "2024-03-04T09:15",
            ),
            (
                "Begin doorgestuurd bericht:\n\nVan: Jan Ng\nOnderwerp: Tol omhoog\nDatum: 4 maart 2024 om 09:15:11 CET\nAan: Bo\n\nTekst.\n",
                "Tol omhoog",
                "2024-03-04T09:15:11+01:00",
            ),
            (
                "-------- Forwarded Message --------\nSubject: \tTolls to rise\nDate: \tMon, 4 Mar 2024 09:15:11 +0100\nFrom: \tAnn Ng\nTo: \tBo Li,\n  cy@lagoon.example\n\nText.\n",
                "Tolls to rise",
                "2024-03-04T09:15:11+01:00",
            ),
        ] {
            let lines = lines(text, 0);
            let (forward, end) = inside(&lines).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(forward.subject.as_deref(), Some(subject), "{text}");
            assert_eq!(forward.date.map(|date| date.iso()).as_deref(), Some(date), "{text}");
            let rest: Vec<&str> = lines[end..]
                .iter()
                .filter(|line| !line.is_blank())
                .map(|line| line.words)
                .collect();
            assert_eq!(rest.len(), 1, "{rest:?}");
        }
    }

    #[test]
    fn a_message_whose_lines_are_all_quoted_is_read_without_the_marks() {
        let message = "From: Ann Ng <ann@lagoon.example>\nDate: 4 March 2024\nSubject: Tolls to rise\nTo: Bo\n\nText.\n";
        let quoted = |text: &str| -> String {
            text.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect()
        };
        let forward = format!("---------- Forwarded message ---------\n{message}");
        for (text, subject) in [
            (format!("For you.\n\n{}", quoted(&forward)), Some("Tolls to rise")),
            (format!("Begin forwarded message:\n\n{}", quoted(message)), Some("Tolls to rise")),
            (quoted(&format!("For you.\n{}", quoted(&forward))), None),
            (quoted(&format!("{forward}\n{}", quoted(&forward))), Some("Tolls to rise")),
            (format!("{}\nWhat do you say?\n", quoted(&forward)), None),
            (quoted("The board said no.\n"), None),
        ] {
            let mut lines = lines(&text, 0);
            unquote(&mut lines);
            let found = inside(&lines);
            let found = found.as_ref().and_then(|(forward, _)| forward.subject.as_deref());
            assert_eq!(found, subject, "{text}");
            for line in &lines {
                assert!(text[line.at..].starts_with(line.words), "{line:?}");
            }
        }
    }

    #[test]
    fn subjects_lose_their_marks() {
        for (value, expected, is_forwarded) in [
            ("Harbour tolls to rise", "Harbour tolls to rise", false),
            ("Fwd: Re: [newsdesk] Harbour tolls to rise", "Harbour tolls to rise", true),
            ("WG: TR: Hafen: Maut steigt", "Hafen: Maut steigt", true),
            ("RE[2]: Harbour tolls", "Harbour tolls", false),
            ("[update]", "[update]", false),
            ("Ferries: who pays?", "Ferries: who pays?", false),
            ("Harbour tolls (fwd)", "Harbour tolls", true),
            ("", "", false),
        ] {
            assert_eq!(subject(value), (expected.to_owned(), is_forwarded), "{value}");
        }
    }

    #[test]
    fn labels_alone_are_no_message() {
        for text in [
            "Tolls to rise\n\nFrom: Suva\nTo: Apia\nBy sea\n\nText.\n",
            "Date: 4 March 2024\nSubject: Tolls\n\nText.\n",
            "Tolls to rise\n\nBy Ann Ng\n\nThe board wrote:\n\nFrom: the board\nTo: Bo Li\nDate: 4 March 2024\nSubject: Your boat\n\nIt is small.\n",
            "From: Suva\nTo: Apia\nDate: 4 March 2024\n\nText.\n",
            "The board said no.\n\nOriginal message\n\nIt was in a bottle.\n",
        ] {
            assert!(inside(&lines(text, 0)).is_none(), "{text}");
        }
    }
}
