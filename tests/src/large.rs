//! A person reads an export of a gigabyte: in little memory, with a page that answers meanwhile.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use signerhunt_sample::{Generator, Shape};
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

use crate::browser::{alone_in_a_browser, wait_long_for};
use crate::environment;
use crate::page::Page;

/// Makes a little more than 1 GB.
const ROWS: u64 = 2_000_000;

/// By so much the memory of the page and its worker may grow: the index, and what is being read.
const MOST_GROWTH: u64 = 400_000_000;

/// Longer than the slowest machine that anybody tests on.
const PATIENCE: Duration = Duration::from_secs(180);

/// Above this a person notices that the page stands still.
const LONGEST_FRAME_MS: f64 = 500.0;

#[test]
fn a_gigabyte_is_read_in_little_memory_while_the_page_answers() {
    let folder = tempfile::tempdir_in(environment::scratch()).unwrap();
    let file = folder.path().join("large.csv");
    let n_broken = generate(&file);
    let n_bytes = file.metadata().unwrap().len();
    assert!(n_bytes > 1_000_000_000, "{n_bytes} bytes");

    alone_in_a_browser(async |browser, driver| {
        let page = Page::open(browser, "").await;
        let mut memory = Memory::below(driver.process_id());
        let idle = memory.now();
        browser.begin_to_watch_frames().await;
        let start = Instant::now();
        page.choose_files(&[&file]).await;

        let progress = page.wait_for_text(".card-reading .card-figures", " left").await;
        assert!(progress.contains(" rows/s · "), "{progress}");
        // A click is answered while the file is read.
        page.press("#keys-button").await;
        page.wait_for_text("#keys-dialog", "go to the filter").await;
        page.press_button("Close").await;
        page.wait_until_gone("#keys-dialog").await;
        assert_eq!(page.texts(".card-reading").await.len(), 1, "the reading still goes on");

        let mut most = 0;
        let ledger = wait_long_for("the whole file", PATIENCE, async || {
            most = most.max(memory.now());
            page.ledger().await
        })
        .await;
        let took = start.elapsed();
        let growth = most.max(memory.now()).saturating_sub(idle);
        let longest = browser.longest_frame().await;
        println!(
            "{} MB in {:.1} s, memory grew by {} MB, longest frame {longest:.0} ms",
            n_bytes / 1_000_000,
            took.as_secs_f64(),
            growth / 1_000_000,
        );

        let [buckets @ .., read] = ledger;
        assert_eq!((read, buckets[4]), (ROWS, n_broken), "rows read and rejected");
        assert_eq!(buckets.iter().sum::<u64>(), read, "the ledger adds up");
        assert!(growth < MOST_GROWTH, "memory grew by {growth} bytes");
        assert!(longest < LONGEST_FRAME_MS, "the page stood still for {longest} ms");

        page.press_button("30 d").await;
        page.wait_for_text("#answer", "in the 30 days up to").await;
        page.assert_obeys_its_policy();
    });
}

/// Writes the export and gives the number of its rows that cannot be used.
fn generate(path: &Path) -> u64 {
    let mut file = File::create(path).unwrap();
    let mut generator = Generator::new(ROWS, 1, Shape::Portal);
    for piece in generator.by_ref() {
        file.write_all(&piece).unwrap();
    }
    generator.broken_rows()
}

/// The memory of the browser's processes that run pages and workers.
struct Memory {
    system: System,
    driver: Pid,
}

impl Memory {
    fn below(driver: u32) -> Memory {
        Memory {
            system: System::new().expect("this system tells of its processes"),
            driver: Pid::from_u32(driver),
        }
    }

    fn now(&mut self) -> u64 {
        let wanted = ProcessRefreshKind::nothing().with_memory().with_cmd(UpdateKind::OnlyIfNotSet);
        self.system.refresh_processes_specifics(
            ProcessesToUpdate::All,
            true,
            wanted.without_tasks(),
        );
        let renderers = self.system.processes().values().filter(|process| {
            // Chromium rewrites the arguments of these into one.
            let command = process.cmd().join(OsStr::new(" "));
            command.to_string_lossy().contains("--type=renderer")
                && self.is_below_driver(process.pid())
        });
        let memory = renderers.map(Process::memory).sum();
        assert!(memory > 0, "the browser's processes are found");
        memory
    }

    fn is_below_driver(&self, mut process: Pid) -> bool {
        while process != self.driver {
            match self.system.process(process).and_then(Process::parent) {
                Some(parent) => process = parent,
                None => return false,
            }
        }
        true
    }
}
