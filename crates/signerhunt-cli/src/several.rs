//! Reads several inputs with several threads: each takes the next input that nobody has and reads it whole. What comes
//! of them is handed over in their order, so nobody can tell how many threads there were.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::input::Input;
use crate::progress::Progress;
use crate::read::{InputRead, Settings, read_input};

/// What all threads together have read.
#[derive(Default)]
pub(crate) struct Counts {
    n_bytes: AtomicU64,
    n_rows: AtomicU64,
}

impl Counts {
    pub(crate) fn add(&self, n_bytes: u64, n_rows: u64) {
        self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        self.n_rows.fetch_add(n_rows, Ordering::Relaxed);
    }
}

/// How many of the first inputs are read at the same time: those of which one thread is enough for each.
pub(crate) fn n_at_once(inputs: &[Input], settings: &Settings) -> usize {
    inputs.iter().take_while(|input| input.is_seekable() && !settings.is_parted(input)).count()
}

/// Reads them, and gives what came of each to `each`, in order. An error ends it.
pub(crate) fn read_at_once(
    inputs: &[Input],
    settings: &Settings,
    mut each: impl FnMut(InputRead) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (next, is_over, counts) = (AtomicUsize::new(0), AtomicBool::new(false), Counts::default());
    let mut progress = Progress::new();
    thread::scope(|scope| {
        let (sender, receiver) = channel();
        for _ in 0..settings.n_threads.min(inputs.len()) {
            let (sender, next, is_over, counts) = (sender.clone(), &next, &is_over, &counts);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let idx = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(idx) else { return };
                    // Whoever waits for it may have given up.
                    let read = read_input(input, settings, None, Some(counts));
                    if sender.send((idx, read)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut read_all = || {
            let mut early = BTreeMap::new();
            for idx in 0..inputs.len() {
                let read = loop {
                    if let Some(read) = early.remove(&idx) {
                        break read;
                    }
                    match receiver.recv_timeout(Duration::from_millis(100)) {
                        Ok((idx, read)) => {
                            early.insert(idx, read);
                        }
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => {
                            let name = inputs[idx].name();
                            let words = format!("{name} cannot be read: a thread was lost");
                            return Err(Failure::ReadOrWrite(words));
                        }
                    }
                    let name = format!("{} of {} files", idx + early.len(), inputs.len());
                    let [n_bytes, n_rows] = [&counts.n_bytes, &counts.n_rows]
                        .map(|count| count.load(Ordering::Relaxed));
                    progress.show(&name, n_bytes, None, n_rows);
                };
                progress.clear();
                each(read?)?;
            }
            Ok(())
        };
        let outcome = read_all();
        is_over.store(true, Ordering::Relaxed);
        outcome
    })
}
