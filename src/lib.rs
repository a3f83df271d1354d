//! `cuttings` keeps press cuttings in one SQLite file and knows who is in them.
//!
//! This page is the map. The README is the tour for people who use the program; `migrations/SCHEMA.md`
//! explains the tables to those who open the file with `sqlite3`.
//!
//! # The journey of an article
//!
//! ```text
//! paths ──ops::inputs──▶ bytes ──text::fingerprint──▶ capture ──known?──▶ stop
//!         (unpacked, cut into records)                  │
//!                                                       │ no
//!                       format::detect, Format::read ◀──┘
//!                                │ drafts + regions (every byte accounted for)
//!                  ops::derive ──┤ hints, publishers, authors
//!                                │ names::Recogniser: tokens ▸ rules ▸ tagger ▸ coreference ▸ resolution
//!                                │ text::urls, text::near: its page, its near-duplicates
//!                                ▼
//!                  db::Writer: one transaction a batch, one savepoint a capture
//! ```
//!
//! Reading and recognising run on all cores in one thread's charge; the thread that called is the one
//! writer; a short queue between them bounds memory (`ops::ingest`). `ops::filter` goes the same way as far as the rows
//! (`model::DerivedCapture`), and prints what the writer would store. A question goes the other
//! way: `db::Reader` opens the file read-only under an authorizer and limits, and rows stream through
//! `model::RowSink` to one of the formats in `output`.
//!
//! # What must stay true
//!
//! 1. *Received, decided, derived.* Captures are bytes as they came, named by SHA-256, never changed.
//!    Rulings of people are never changed either, only undone by another (`ops::curate`); in a merge their
//!    numbers may change. What the law wants gone is the one exception to both, and leaves a tombstone (`ops::forget`). Everything
//!    else that ingest stores is derived from the two and the catalogue, carries the version of the
//!    reader or recogniser that made it, and can be made again (`ops::rebuild`).
//! 2. *Order does not matter.* The same inputs in any order, batches and repeats give the same archive:
//!    `verify --digest` prints one line to compare by. Where two inputs compete, a total order that
//!    does not ask which came first decides: for an article's head `model::Candidate::outranks`, for a
//!    capture's reading `db::batch`, for the name of an automatic entry `db::entities`.
//! 3. *Every fact shows its place.* Offsets are Unicode code points into the stored text of a field (body,
//!    headline, standfirst, a caption), 0-based, end exclusive: in SQL, of a mention in the body,
//!    `substr(body, start_char + 1, end_char - start_char)`.
//! 4. *The schema is the public interface*, in the dialect of SQLite 3.40, without functions of our own.
//!
//! # Who may use whom
//!
//! | module | what it is | may use | never |
//! |---|---|---|---|
//! | [`model`] | the nouns, plain data | | anything else of ours |
//! | [`text`] | characters, dates, bylines, publishers, fingerprints | model | files, SQL, clock, environment |
//! | [`mod@format`] | bytes to drafts, one file or folder a format; `article`, `page` and `markup` are shared by all | model, text | the same |
//! | [`names`] | text to mentions, and whom they mean | model, text | the same |
//! | [`db`] | the archive file, the only SQL | model | format, names, cli |
//! | [`net`] | web servers, the only sockets but for those of `serve`; what their heads and `robots.txt` say | model | files, SQL, clock, environment |
//! | [`export`] | sets of articles to files of other tools, one file a format | model, output | db |
//! | [`ops`] | the verbs | all above | the terminal |
//! | [`report`] | canned reports: `.sql` files with a header | model | db |
//! | [`output`] | rows to table, csv, json …, and pictures | model | db |
//! | [`answer`] | questions that commands, pages and assistants put alike: reports with their values, dossiers | model, text, db, ops, report, config, clock | the terminal |
//! | [`mcp`] | the archive for an assistant: protocol and tools | everything but cli | SQL, writing |
//! | [`serve`] | pages of the archive, one file each, and the server that hands them out | everything but cli and mcp | SQL, writing |
//! | [`cli`] | one file a command | everything | SQL |
//! | [`config`], [`clock`] | the only readers of environment and time | | |
//!
//! `tests/it/layers.rs` holds this table against the `use` lines.
//!
//! # Decisions taken while building
//!
//! - *A capture is a record, not always a file.* Each line of a JSON Lines file is a capture of its own,
//!   so that memory does not grow with the file and cutting one in two changes nothing.
//!   So is a message of a mailbox, a record of a web archive (its head with it, so that the address and
//!   the day it was fetched are never apart from the page) and a row of a table, which carries the
//!   table's header under the names it was mapped to.
//!   And so is an entry of a feed that was fetched (`format::feed::parts`), in the lasting parts of its feed: one that is
//!   stored whole whenever it is built again says the same over and over. A feed that comes as a file is one capture.
//! - *A fetched page is kept as a record of a web archive* (`ops::fetch::record`), because the page alone knows neither
//!   where nor when it was fetched, nor what its server said of its characters.
//! - *A fetch holds the archive's lock while servers answer*, as an import does while it reads: two at once would ask
//!   everything twice. How far a feed was read is noted when its entries are on disk, so a stop costs a second look.
//! - *How often a feed is asked goes by its rhythm* (`ops::schedule`): a week divided by its entries a week, closer at the
//!   hours at which they come. Of months simulated by both rules ours needs fewer requests than a fixed interval of the
//!   same length for the same delay (`tests/it/simulated_month.rs`).
//! - *A feed's summary is an article until its page comes*, and then gives way: its row stays, but the
//!   view `hidden_articles` has it, and reports and searches leave it out. Rows that went and came back
//!   would make it matter which of the two came first.
//! - *A page before a paywall is a summary too*: its head is what is cited, and it gives way in the same manner when
//!   the whole text comes. Refused is only a page of which nothing can be cited.
//! - *A signed head is seen as a whole* (`format::article::story::signed`), an unsigned one line by line. Asked line by
//!   line, a paper's name over a headline is a headline, and the headline its standfirst: of 60 pastes that nobody had
//!   tuned for, 40 had the right headline before and 58 with the whole in view, of 40 others 22 and 29.
//! - *Days in numbers are read in the order of the text's language* where all its papers use one order; an English
//!   `03/04/2024` stays open. Which came first is said in the field's origin.
//! - *A sentence is a headline where what stands under it signs it* (`format::article`): by itself it cannot be told
//!   from a lede, but an author line or a day under a lede is rare.
//! - *When a PDF was made is not when its story was published*: whoever prints a page or fetches it from a database
//!   makes a new one.
//! - *Near-duplicates are pairs that sketches propose and shingles confirm* (`text::near`): the twelve smallest hashes
//!   of a text, of which two must be shared. Forty bands of MinHash found as many (495 and 499 of 500 altered copies),
//!   and took five times the rows, at random places. A form letter
//!   of a press office shares more words with the next one than a cut reprint with its source; what
//!   parts them is that it changes the names and numbers, and a reprint keeps them.
//! - *HTML is read by our own extractor over html5ever's tree*. On 79 pages of the
//!   article-extraction-benchmark F1 is .982; trafilatura's is .969 there, that of its ports to Rust .965
//!   (rs-trafilatura 0.2) and .956 (trafilatura 0.6), dom_smoothie's .952 (`benches/pages.py`), and of ours
//!   every paragraph that is taken or left has a reason that can be looked up.
//! - *Feeds are read by a tolerant scanner of our own*, because XML libraries stop at the first bad tag,
//!   a quarter of the feeds in the wild have one, and each entry's place in the file is wanted.
//! - *The body stays in `articles`*, as its last column. A table of its own scans faster where nothing
//!   else helps, but `content="articles"` of the full-text index, which Datasette and sqlite-utils detect,
//!   needs the column, and so do people who write `SELECT headline, body FROM articles`. The scans that
//!   reports make are answered by covering indexes.
//! - *An entity's identity is its kind and key*, the folded name. An automatic entry becomes a catalogue
//!   entry by gaining a row of the same key, and keeps its mentions.
//! - *Whom a name means is one text of SQL* (`report/shared/whom.sql`), which the registry puts into each report
//!   and `db::whom` runs for the commands that rule. SQLite cannot fold a name, so each is kept folded beside
//!   itself (`folded_names`): triggers keep a row for every name in use, whoever writes it, and the writer folds
//!   what is new before it commits. A question folds the name that was typed and hands over both.
//! - *A search asks for the spellings that the index has* (`db::spelling`): a tokenizer of our own would close the
//!   file to every other tool, and that of SQLite leaves ø, ß, đ and ł what they are.
//! - *A search ranks few articles* (`db::search_order`): bm25 costs thirty times as much as going through the hits, and
//!   of a word that thousands have it says nothing. So the newest are shown then, and it is said.
//! - *An article has a first and a last day* (`earliest_on`, `latest_on`, computed columns): the same where its day
//!   is known. So one condition finds days, months and years, and none is made a day that it does not have.
//! - *Rulings work in three places and nowhere else.* Names that they give become names of the catalogue
//!   (`names::rulings::judged`), so that recognition knows them like any other; merges, splits and rulings
//!   on a mention or a quotation change what was recognised (`Rulings::apply`); fields that they set go over
//!   what was read and said of an article's head (`ops::head`). All are functions of the rulings in
//!   force. A ruling derives again, in its own transaction, every article that it can reach: not patched
//!   rows, but what a whole rebuild would say, so that undoing is nothing but ruling once more.
//! - *A merge gives no name to look for.* The names of automatic entries that are merged or split identify them
//!   and are not looked for in texts (`model::Entry::silent`): the recogniser finds them by itself, and only
//!   it can tell whether `Ford` is the man or the firm. Whoever wants a name found says so, by an alias.
//! - *Quotes and roles point at mentions*: whoever a mention is ruled to mean spoke, or held the office. Who that is
//!   stands in their own rows as well (`verify` compares), because most questions ask it, and because a speaker who
//!   was ruled need not be named in the article. A role has its words too, so that no text is read to count them.
//! - *Totals are kept counted* (`name_totals`): in how many articles somebody is named is asked more often than
//!   anything else, and counting 900,000 rows took 0.25 s. The writer counts, once for each name and transaction
//!   (`db::totals`): triggers, which did it before, took a tenth of its time. `verify` counts again.
//! - *Reports name an index where SQLite would sort* (`INDEXED BY`): a quotation is found by going through the days,
//!   newest first, until there are enough. SQLite 3.40 sees that by itself; later versions sort every quotation.
//! - *A surname that several people of an article have means one of them only on evidence*
//!   (`names::coreference::namesakes`). There, and nowhere else, the sex that a given name mostly has counts as a weak hint:
//!   it tells `Mr Roa` from `Mrs Roa`, is never stored, and caps how sure the mention can be.
//! - *Years of office are read from descriptions* (`names::offices`), which have one form in the lists: a table of offices
//!   needs a migration, and until then entries of people's own are understood as those that come with the program are.
//! - *Other languages have word lists* (`names::tongues`): given names of all the world, and offices,
//!   articles and particles of each language, give nine in ten of the people that they find rightly.
//! - *German and Portuguese have models too* (`names::tongues::tagging`), of the same features. A model of a language uses
//!   the word clusters and name lists of the English one, because names are much the same everywhere; beside them it
//!   knows its weights and, for German, which words are plain nouns. The lists are its evidence, and a guard behind it.
//! - *Women and men are what a text says* (`names::said`): she, Ms, Mr, he where somebody is quoted. A first name is no
//!   evidence, and who is not spoken of in this way is unknown.
//! - *What came with an input is no ruling.* Topics and facts of paths are hints, kept with the sighting and applied
//!   whenever its capture is read; a ruling goes before them, and the next import does not undo it. A topic's
//!   spelling is chosen from all in use, so that it does not matter which came first.
//! - *What rules say is derived* (`db::rule_topics`): each commit leaves what asking every rule of every article would give.
//!   A rule is asked of what came in or changed, and of all articles where the question is another one than before: who
//!   is who was ruled on, or the index has other spellings of its words. What a person tags or untags goes before it.
//! - *A mapped JSON record is stored as mapped*, as a row is under the names its columns were given: what is read of a
//!   capture follows from its bytes alone.
//! - *Three summary tables* (`article_people` and its like) instead of one, so that each side of a
//!   foreign key is checked by SQLite; the views over them have a branch for each kind, so that a name in
//!   WHERE reaches its index.
//! - *Rows that cannot be made again carry a hash* (`db::row_hashes`); of those of decisions and erasures each
//!   covers the one before. What is derived carries none: `verify` derives it again and compares.
//! - *A mention's antecedent is no foreign key.* It would want an index as large as the table, and without one
//!   a text of 22,060 mentions took 11.6 s to store instead of 0.04 s. `verify` holds it to the text.
//! - *A rebuild takes back only what it can make again.* What a damaged capture gave stays as it is; the
//!   rebuild is tried without knowing of damage, and if it meets some, once more around it.
//! - *A signal is obeyed within a second by ending the process*, where a run does not end by itself in that
//!   time: everything since the last commit was never made, so a long text needs no checks in every loop.
//! - *An archive without a log keeps its journal and cuts it* (`journal_mode = TRUNCATE`, set at every opening,
//!   because the file does not remember it). In SQLite's own mode, DELETE, a power cut brought the deleted
//!   journal back, and it undid articles that had been reported as stored (`tests/it/power.rs`).
//! - *The recogniser stands in the row of the article*, not in those of its mentions: one recogniser finds all names,
//!   quotations and roles of an article, and its name in each of their rows was a thirtieth of an archive. The views
//!   have it as before.
//! - *A row of `articles` carries a digest of its own* (`row_sha256`): the SHA-256 of the text alone
//!   cannot tell that somebody changed a headline.
//! - *A newer reader supersedes*: a capture that comes again after an upgrade is read anew on the spot,
//!   with every capture that shares an article with it; `rebuild` does so for all at once.
//! - *An article goes into the full-text index with its batch* (`db::unindexed`). FTS5 writes out what it holds at
//!   every savepoint, and each statement with triggers opens one: a segment for each article, to be merged later.
//! - *What an article has is compared before it is written* (`db::article_rows`): a ruling derives thousands of articles
//!   again, and most of their rows stay as they are.
//! - *Writers keep their plans* (`ENABLE_QPSG`): SQLite prepared two statements again for each article, to suit the
//!   values at hand.
//! - *What is derived becomes rows before it is stored* (`model::derived`), with keys where the archive has numbers: the
//!   writer puts in the numbers, and `derive` prints the rows, so that a cell can be in neither alone.
//! - *`derive` answers a capture with one line*, not with a line for each row: a line is there whole or not at all, so that
//!   no mention can come without its article, and nothing has to be joined that belongs together.
//! - *`derive` asks an archive only where one is named*: what it says of a record must not depend on the machine it runs on.
//! - *A savepoint only where it is needed.* One for each record made FTS5 write out its index every time
//!   and cost a third of the speed; a batch that SQLite refuses is written again record by record.
//! - *`since=2024` and `--since 2024` are made one before anything is parsed* (`cli::dialect`). A parser with
//!   the parameters of every report as options would suggest those that a report does not take, and could
//!   not know those of people's own reports.
//! - *Tables are printed by our own code* (`output::table`), because rows stream through it and a row too
//!   wide for the terminal becomes a block; the table libraries hold all rows and cut.
//! - *A report says what its rows draw* (`plot: line articles by period`), so that people's own reports draw too.
//!   Pictures are no printers: they need all rows, and what the report says of them (`output::plot`). SVG is
//!   written by our own code, because a drawing library knows neither `<desc>` nor a dark ground.
//! - *Documents have templates that are compiled* (`output::document`, askama): a field that is missing is an error of the
//!   compiler, each value is escaped by its format's own escaper, and nothing is read while the program runs.
//! - *A dossier's claims have numbers, and under each stand the words* (`ops::dossier`): who reads a page far from the archive
//!   sees why a claim was made, and who has the archive opens it by the permalink. Which articles are counted is the
//!   reports' own text of SQL; bodies are read of what is shown, one article at a time: a name in 19,000 of 200,000
//!   articles takes a second and 50 MB.
//! - *A page of `serve` has no script*: whatever a script would do is in its address, which can be sent to a colleague, kept
//!   and opened again; and a policy that lets in no script at all needs no exceptions (`serve::answer`).
//! - *The token of `serve` stands in the path*: links and forms carry it by themselves. A cookie goes to every port of a
//!   host, and a query would have to be in each form. Connections are accepted by our own loop over hyper
//!   (`serve::server`), since axum's has no limits of time and size.
//! - *`serve` opens the archive for each page* and keeps nothing: what is replaced, restored or migrated meanwhile is seen,
//!   or said, on the next page. Opening takes less than 10 ms.
//! - *What is understood of a question is one text, what is said of it is not* (`answer`): the command line has hints and exit
//!   codes, a page has links to each that a name may mean.
//! - *A network has a place for every name that is the same everywhere*: stress majorisation from a spiral, in
//!   operations that IEEE 754 fixes to the last digit, and then boxes pushed apart (`output::plot::layout`). A page
//!   has two drawings, for wide screens and for narrow ones, since one that shrinks cannot be read.
//! - *What does not fit a window is put together, not left out*: days to weeks and months, weeks by twos and fours,
//!   because a week is in no one month.
//! - *A permalink has `/` between its parts* (`model::permalink`), because a shell takes `&` and `;` for its own; and it
//!   carries the words with what stands around them, because the text it names may be another one by next year.
//!   Words are found to the letter or not at all (`text::anchor`): those that are near enough were never said.
//! - *Citations are hayagriva's*, from the article's CSL-JSON: a hundred styles, and none of them ours to keep right.
//! - *A restore is a rename, not SQLite's backup into the old file* (`db::restore`): the old file may be too
//!   damaged to open, and stays as it was, with its log. A mark covers the moment between the two renames.
//! - *Our tables and views are compared at every opening* (`db::shape`, under 10 ms): limits on each query would have
//!   to be in every command, and a view without an end in place of a table is never meant well.
//! - *A review names an agency only where a text does* (`ops::review`): in its dateline, its author line or those of a copy.
//!   That two papers have a text in common does not say whose it is, also where one of them is an agency.
//! - *A review without text has no text in it* (`model::review`): words are cut where they are read, not where they are shown,
//!   so no format can copy more; and a word of a script without spaces counts as one.
//! - *A message has LF for line ends and a name made of its content* (`output::document::mail`): it is a file here, which
//!   `sendmail` makes mail of; and who makes it twice sends one message.
//! - *News are looked for a day further back than they were told* (`ops::news`), because an import carries the time of its
//!   beginning, and a ruling makes an article of yesterday one of somebody watched; what was told is known by its SHA-256.
//!   The archive is locked until what was told is recorded: two runs at once tell once, one that is killed tells twice.
//! - *A weekend is no silence* (`ops::news`): a source is silent where five articles are missing and it never was for two
//!   thirds as long; and it is news on the day it begins, by which no state is needed.
//! - *We send no mail*: a command does, of which the exit status says whether it worked (`ops::send`). Whoever has
//!   `sendmail`, `msmtp` or `curl` has its queue, its passwords and its certificates too.
//! - *What leaves for another archive carries its captures* (`export::jsonl`, `export::warc`), and `format::carried` takes
//!   them back as what they were: articles written out by their fields would be read by another reader, and lose
//!   where each part of them stood. Of a capture that holds more than was chosen nothing but the chosen texts leave.
//! - *A smaller archive is made of what leaves, not of a copy* (`ops::smaller`): the chosen articles come into a new archive
//!   as from any export, so nothing of others can be in its pages, and a newsletter does not bring its neighbours.
//! - *Archives are merged by what they were made of* (`ops::merge`): what was received and decided comes over, each thing
//!   known again by its own name, and all else is derived by the steps of an import and of a ruling. Copying derived rows
//!   would be another way to make them, and would ask whether the other program made them as this one does.
//! - *Rulings of several archives stand in one order*, that of their instants, and get new numbers where one comes in
//!   between (`ops::merge::rulings`). Put behind the others, the older of two would hold; and undone and made again, they
//!   would not be what was ruled. Their words and instants stay, and one archive's own order is kept.
//! - *Erasure goes before a merge, in transactions of its own*: what has to go is gone even where the rest fails.
//! - *An edition without texts is written cell by cell*, by a list that says of each column of the schema what becomes of
//!   it (`db::edition`); nothing that comes from a text is kept in more than 36 bytes, unless it was asked for.
//! - *Parquet is written without arrow*: its column writers are all that tables need, and arrow takes five times as
//!   long to build. So a group of rows is held in memory, by columns.
//! - *A network has a node for whoever is named in enough articles for a link*, so that nodes can be written before
//!   links are counted.
//! - *Redirects are followed by our own loop* (`net::client`), not by `ureq`: it says where it was led, and not which of the
//!   redirects were permanent; and each hop is checked as the first address is.
//! - *A name is looked up once for each hop, and the connection goes to the addresses that were checked* (`net::resolve`).
//!   Whoever looks up twice, once to check and once to connect, can be given two answers.
//! - *A connection serves one request* (`net::wire`): what a server sends behind an answer is then seen, and is an error,
//!   because a length that is too small cuts a feed short; kept, it would be taken for the next answer.
//! - *The protocol of assistants is written by hand* (`mcp`), over serde_json, and not by `rmcp`: that brings 25 crates, tokio
//!   among them, and 69 seconds of building, to read one JSON object a line and answer it before the next is read. Both
//!   eras of the protocol and every fault come to 400 lines, in which it can be read what leaves the archive and how.
//! - *What comes from an archive is fenced by a name made of it* (`mcp::answer`): the digest of what stands between the
//!   lines cannot stand in it, so no article ends its own fence. Names of people are foreign too: they come from texts, so
//!   no error has one in it, and whoever must choose among several finds them in `from_archive`.
//! - *Arguments are checked by the schema that is shown* (`mcp::arguments`), so the two cannot say different things.
//! - *Each request opens the archive anew*: opening takes milliseconds, and a restore puts another file in its place.
//! - *A quotation stands or is altered* (`ops::quoted`): the same words in the same order, whatever typography made of them;
//!   of all else the nearest stretch is named, by the fewest words that differ, and never taken for what was said.
//! - *Names are matched by a hash of their words*, not by an automaton over bytes: word boundaries, case
//!   rules and possessives are decided on tokens that recognition needs anyway.
//! - *The recogniser is a linear model over hashed features, with the rules as features.* A hidden layer
//!   over word vectors, a second pass trained on the first, finer clusters and more sentences with
//!   automatic labels were tried and brought nothing on text of another kind; leaving out features at
//!   random while training, clusters, lists and agreement within an article did. So it is small, reads
//!   600,000 words a second, and what it rests on can be read in `names::tagger`.
//! - *Head and captions are recognised apart from the body and linked with it* (`names::cover`). Read as one text
//!   they would change what stands in the body, on which model and rules were measured; and in a headline
//!   that gives every word a capital a name needs somebody who vouches for it.
//! - *The model does not overrule an editor's catalogue, nor the catalogue the model*: names of several
//!   words stand; a single word stands where the model at least doubts (`names::merging`).
//! - *A word by which a line is known stands in one list*: of author lines and pictures in `text::bylines::words`, of
//!   all else around an article in `article::residue::words`. Formats ask functions, and have no lists of their own.
//! - *Publishers and bylines are read in `text`*, because both readers and recognition need them.

#![forbid(unsafe_code)]

pub mod answer;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod export;
pub mod format;
pub mod mcp;
pub mod model;
pub mod names;
pub mod net;
pub mod ops;
pub mod output;
pub mod report;
pub mod serve;
pub mod text;
