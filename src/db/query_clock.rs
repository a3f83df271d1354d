//! How long SQLite may work on one query.
//!
//! Only SQLite's own time counts: while a row is being printed into a pager that nobody scrolls the
//! clock stands still. Two things look at it. The progress handler, every 100 operations; at 1,000,
//! Datasette's value, a query with heavy functions ran 10.5 s against a limit of 1 s. And a thread
//! that interrupts, because some operations take long without counting as many.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::InterruptHandle;

/// Operations of SQLite's virtual machine between two looks at the clock.
pub(super) const OPERATIONS_BETWEEN_LOOKS: i32 = 100;

/// No step is running.
const STANDING: u64 = u64::MAX;

/// The moment at which SQLite must stop, shared with whoever looks at it.
#[derive(Clone)]
pub(super) struct Clock {
    origin: Instant,
    /// Nanoseconds after the origin.
    deadline: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that stands still.
    pub fn standing() -> Self {
        Self { origin: Instant::now(), deadline: Arc::new(AtomicU64::new(STANDING)) }
    }

    /// Does some work of SQLite's and takes its time off the budget.
    pub fn run<T>(&self, budget: &mut Duration, work: impl FnOnce() -> T) -> T {
        let started = self.origin.elapsed();
        let deadline = u64::try_from((started + *budget).as_nanos()).unwrap_or(STANDING - 1);
        self.deadline.store(deadline, Ordering::Relaxed);
        let result = work();
        self.deadline.store(STANDING, Ordering::Relaxed);
        *budget = budget.saturating_sub(self.origin.elapsed().saturating_sub(started));
        result
    }

    /// Whether the time is used up; never while it stands still.
    pub fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// `None` while it stands still.
    fn left(&self) -> Option<Duration> {
        match self.deadline.load(Ordering::Relaxed) {
            STANDING => None,
            deadline => Some(Duration::from_nanos(deadline).saturating_sub(self.origin.elapsed())),
        }
    }
}

/// The thread that interrupts. It ends with this value, before the connection can be used again.
pub(super) struct Alarm {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Alarm {
    /// Interrupts a connection when the time of a clock is used up.
    pub fn set(clock: Clock, handle: InterruptHandle) -> Self {
        /// How often to look again: at a clock that stands still, and after an interrupt that came
        /// between two steps and was lost.
        const AGAIN: Duration = Duration::from_millis(20);
        let (stop, stopped) = mpsc::channel::<()>();
        let thread = thread::Builder::new().name("query time limit".to_owned()).spawn(move || {
            loop {
                let wait = clock.left().unwrap_or(AGAIN).max(Duration::from_millis(1));
                match stopped.recv_timeout(wait) {
                    Err(RecvTimeoutError::Timeout) if clock.is_over() => {
                        handle.interrupt();
                        if stopped.recv_timeout(AGAIN) != Err(RecvTimeoutError::Timeout) {
                            return;
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
            }
        });
        // Without a thread the progress handler is still there.
        Self { stop: Some(stop), thread: thread.ok() }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
