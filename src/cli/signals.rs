//! SIGINT and SIGTERM: the first ends a run between articles, with what is done kept. Where that takes
//! longer than `PATIENCE`, in the middle of a very long text, and at the second signal, the program ends
//! at once, which loses no stored article either: the open transaction was never made. SIGXFSZ (a file
//! size limit) is turned into the write error that it is about.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::{flag, low_level};

use super::{ExitCode, Failure};
use crate::db;

/// How long the first signal waits for a run to end by itself. People, and process managers, take a
/// program that does not answer within a second for one that hangs.
const PATIENCE: Duration = Duration::from_millis(800);
/// How often it is looked whether a signal came.
const LOOK: Duration = Duration::from_millis(50);

/// The signal that asked to stop, if one did.
#[derive(Clone, Default)]
pub struct Stop {
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on. Fails where the system lets no handler be set.
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
        stop.watch()?;
        Ok(stop)
    }

    /// Ends the program when a signal was not obeyed in time.
    fn watch(&self) -> std::io::Result<()> {
        let stop = self.clone();
        let watch = move || {
            loop {
                thread::sleep(LOOK);
                if let Some(code) = stop.exit_code() {
                    thread::sleep(PATIENCE);
                    low_level::exit(i32::from(code as u8));
                }
            }
        };
        thread::Builder::new().name("signals".to_owned()).spawn(watch).map(|_| ())
    }

    /// Whether somebody asked the program to end.
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
