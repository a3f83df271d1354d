//! A reader on any bytes: one target for each format, told apart by the name it is built under.
//!
//! `CFLAGS=-O0 RUSTC_BOOTSTRAP=1 cargo fuzz run html fuzz/corpus/html tests/corpus/html -- -max_total_time=600`
//! runs one, `fuzz/run 600` all of them, each so many seconds.

#![no_main]

use cuttings::format;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/it/accounting.rs"]
mod accounting;

fuzz_target!(|bytes: &[u8]| {
    let name = env!("CARGO_BIN_NAME");
    let format = format::by_name(name).expect("a target is named as its format");
    accounting::check_file(format, bytes, name);
});
