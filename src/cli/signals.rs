//! SIGINT and SIGTERM: the first ends a run between articles, with what is done kept; the second ends
//! the program at once, which loses no stored article either. SIGXFSZ (a file size limit) is turned into
//! the write error that it is about.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

use super::{ExitCode, Failure};
use crate::db;

/// The signal that asked to stop, if one did.
#[derive(Clone, Default)]
pub struct Stop {
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on.
    pub fn listen() -> std::io::Result<Self> {
        let stop = Self::default();
        let second = Arc::new(AtomicBool::new(false));
        for (signal, code) in [(SIGINT, ExitCode::Interrupted), (SIGTERM, ExitCode::Terminated)] {
            // In this order: the exit is armed by the flag that the line below it sets.
            flag::register_conditional_shutdown(
                signal,
                i32::from(code as u8),
                Arc::clone(&second),
            )?;
            flag::register(signal, Arc::clone(&second))?;
            flag::register_usize(signal, Arc::clone(&stop.signal), signal as usize)?;
        }
        flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        Ok(stop)
    }

    pub fn is_asked(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// The exit code of the signal that asked.
    pub fn exit_code(&self) -> Option<ExitCode> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal if signal == SIGTERM as usize => Some(ExitCode::Terminated),
            _ => Some(ExitCode::Interrupted),
        }
    }

    /// What an operation that ended with an error comes to: the signal, if it was that.
    pub fn failure(&self, error: db::Error) -> Failure {
        let is_stopped = matches!(error, db::Error::Stopped { .. });
        let failure = Failure::from(error);
        match self.exit_code() {
            Some(code) if is_stopped => Failure { code, ..failure }.hint("nothing was changed"),
            _ => failure,
        }
    }
}
