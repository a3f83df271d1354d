//! How much of what is kept for each part of a capture one capture may ask for.
//!
//! A reader keeps some hundred bytes for each value, entry or article. What must stay true: a capture of 32
//! MiB is read in 512 MiB of memory, whatever it is made of, so what holds more parts than these is
//! refused with the reason, or read up to there. No newsroom's file comes near them.

use super::Refusal;

/// Articles, entries of a feed, records of an array.
pub const MOST_ARTICLES: usize = 150_000;
/// Values of JSON in one text.
pub const MOST_VALUES: usize = 1_500_000;
/// Elements of one entry of a feed.
pub const MOST_ELEMENTS: usize = 200_000;

/// Fails where one capture has more articles than are read.
pub fn articles(count: usize) -> Result<(), Refusal> {
    if count <= MOST_ARTICLES {
        return Ok(());
    }
    Err(Refusal(format!(
        "more than {MOST_ARTICLES} records in one; write them as JSON Lines, one on each line"
    )))
}

/// Fails where JSON has more values than are read. Commas and brackets in its texts count as well.
pub fn json(json: &str) -> Result<(), Refusal> {
    let parts = json.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
    if parts <= MOST_VALUES {
        return Ok(());
    }
    Err(Refusal(format!("JSON of more than {MOST_VALUES} values")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_newsroom_writes_is_refused() {
        assert!(json("{\"a\": [1, 2]}").is_ok());
        assert!(json(&"[0,".repeat(MOST_VALUES)).is_err());
        assert!(articles(MOST_ARTICLES).is_ok() && articles(MOST_ARTICLES + 1).is_err());
    }
}
