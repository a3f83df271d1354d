//! The words by which labels of speakers are told from those of facts, in small letters.
//!
//! To add one: what a speaker’s label says goes to `QUESTIONS`, `ANSWERS` or `PARTS`; what a page writes
//! before a colon and nobody says, to `NEVER`.

/// Whether a list has the words.
pub fn holds(list: &str, words: &str) -> bool {
    list.split(',').any(|own| own.trim() == words)
}

/// Labels of whoever asks.
pub const QUESTIONS: &str = "
    q, question, frage, pregunta, pergunta, domanda, vraag, interviewer, reporter, the reporter,
    journalist, journaliste, periodista
";

/// Labels of whoever answers.
pub const ANSWERS: &str = "
    a, answer, antwort, réponse, respuesta, resposta, risposta, antwoord, interviewee
";

/// Labels of whoever is there by office.
pub const PARTS: &str = "
    moderator, host, presenter, operator, unidentified male, unidentified female, unidentified speaker,
    unidentified reporter, audience member, audience, narrator, announcer, the president,
    the vice president, the prime minister, the chairman, the chair, the chairwoman, the court,
    the speaker, the witness, witness, the clerk, clerk, hearing officer, presiding officer, the judge, judge, counsel,
    prosecutor, the prosecutor, defendant, the defendant, caller, presidente, moderateur, moderatorin, participant
";

/// Labels of a page’s furniture and of facts, however often they stand there.
pub const NEVER: &str = "
    note, notes, update, updated, photo, photos, picture, video, audio, image, credit, source, sources,
    contact, contacts, tel, phone, email, e-mail, website, web, fax, address, date, time, where, when,
    what, who, price, cost, tickets, location, venue, ingredients, method, serves, directions,
    instructions, makes, prep, cook, tip, tips, published, by, from, to, cc, subject, sent, re, fwd,
    attachments, correction, clarification, related, read more, more, watch, listen, see also,
    editor's note, editor’s note, analysis, opinion, breaking, exclusive, live, summary, background, key points, pros,
    cons, verdict, rating, score, result, goals, cards, subs, referee, attendance, weather, born, died,
    age, job, party, votes, cast, director, runtime, genre, isbn, publisher, hinweis, foto, quelle,
    kontakt, info, zutaten, preis, datum, ort, fuente, fonte, bron, abstract, keywords, doi, headline,
    title, section, edition, byline, dateline, copyright, warning, fact, claim, ruling, answers,
    questions, q&a, best, worst, highlight, lowlight
";

/// Words by which the newsroom speaks of the text itself, or to its readers.
pub const ABOUT_THE_TEXT: &str = "
    interview, interviewed, edited, condensed, transcript, podcast, subscribe, newsletter, published,
    copyright, clarity, gespräch, interviews, entretien, propos, recueillis, entrevista, intervista,
    sign
";
