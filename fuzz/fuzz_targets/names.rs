//! Names in any bytes: `CFLAGS=-O0 RUSTC_BOOTSTRAP=1 cargo fuzz run names -- -max_total_time=600` (SQLite, which is not fuzzed, takes minutes to build otherwise).

#![no_main]

use std::sync::LazyLock;

use cuttings::{model, names};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/promises.rs"]
mod promises;

static RECOGNISER: LazyLock<names::Recogniser> =
    LazyLock::new(|| names::Recogniser::new(&promises::catalogue()));

fuzz_target!(|bytes: &[u8]| {
    promises::check(&RECOGNISER, &String::from_utf8_lossy(bytes));
});
