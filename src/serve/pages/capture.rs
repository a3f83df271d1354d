//! A capture's bytes, to be saved: never shown, whatever they are.

use std::io::Read;

use crate::model::Sha256;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;

/// The largest capture that is handed over: it is held in memory whole.
const MOST: u64 = 32 * 1024 * 1024;

/// Fails where there is no such capture, it is too large, or the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let typed = asked.text("capture");
    let sha256 = Sha256::from_hex(typed).ok_or_else(|| {
        NoPage::NotThere("a capture is named by 64 hexadecimal digits".to_owned())
    })?;
    let found = asked.reader()?.capture_body(sha256, MOST)?;
    let body = found.ok_or_else(|| NoPage::NotThere("there is no such capture".to_owned()))?;
    if body.byte_count > MOST {
        return Err(NoPage::TooMuch(format!("the capture has {} bytes", body.byte_count)));
    }
    let mut bytes = Vec::new();
    let unpacked = zstd::stream::read::Decoder::with_buffer(body.compressed.as_slice())
        .and_then(|decoder| decoder.take(MOST + 1).read_to_end(&mut bytes));
    match unpacked {
        Ok(count) if count as u64 == body.byte_count => Ok(Answer::File {
            media_type: "application/octet-stream",
            name: format!("{sha256}.bin"),
            bytes,
        }),
        _ => Err(NoPage::Bug(
            "the capture's bytes cannot be unpacked; `cuttings verify` says more".to_owned(),
        )),
    }
}
