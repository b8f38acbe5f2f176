//! A person reads an export of a gigabyte, whatever its shape: in little memory, with a page that answers meanwhile. So
//! does the command line.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use signerhunt_sample::{Generator, Shape};
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

use crate::browser::{alone_in_a_browser, wait_long_for};
use crate::environment;
use crate::page::Page;

/// Makes a little more than 1 GB of delimited text.
const ROWS: u64 = 2_000_000;
/// The same as JSON, where every record names its columns.
const RECORDS: u64 = 1_200_000;

/// By so much the memory of the page and its worker may grow: the index, and what is being read.
const MOST_GROWTH: u64 = 400_000_000;

/// So much memory the command line may have.
const MOST_OF_COMMAND_LINE: u64 = 200_000_000;

/// Longer than the slowest machine that anybody tests on.
const PATIENCE: Duration = Duration::from_secs(180);

/// So often a page is drawn, on any computer, while most of a gigabyte is read. One that stands still is drawn once or twice.
const FEWEST_FRAMES: u64 = 10;

#[test]
fn a_gigabyte_is_read_in_little_memory_while_the_page_answers() {
    check(Shape::Portal, ROWS, "large.csv");
}

#[test]
fn a_gigabyte_of_json_lines_is_read_likewise() {
    check(Shape::JsonLines, RECORDS, "large.jsonl");
}

#[test]
fn a_gigabyte_in_one_json_document_is_read_likewise() {
    check(Shape::HuntingApi, RECORDS, "large.json");
}

/// A disk may have room for one of them, and not for all.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn check(shape: Shape, n_rows: u64, name: &str) {
    // What another of them panicked over does not concern this one.
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir_in(environment::scratch()).unwrap();
    let file = folder.path().join(name);
    let n_broken = generate(&file, shape, n_rows);
    let n_bytes = file.metadata().unwrap().len();
    assert!(n_bytes > 1_000_000_000, "{n_bytes} bytes");
    check_page(&file, n_bytes, n_rows, n_broken);
    check_command_line(folder.path(), name, n_rows, n_broken);
}

fn check_page(file: &Path, n_bytes: u64, n_rows: u64, n_broken: u64) {
    alone_in_a_browser(async |browser, driver| {
        let page = Page::open(browser, "").await;
        let mut memory = Memory::below(driver.process_id());
        let idle = memory.now();
        browser.begin_to_watch_frames().await;
        let start = Instant::now();
        page.choose_files(&[file]).await;

        let progress = page.wait_for_text(".card-reading .card-figures", " left").await;
        assert!(progress.contains(" rows/s · "), "{progress}");
        // A click is answered while the file is read.
        page.press("#keys-button").await;
        page.wait_for_text("#keys-dialog", "go to the filter").await;
        page.press_button("Close").await;
        page.wait_until_gone("#keys-dialog").await;
        assert_eq!(page.texts(".card-reading").await.len(), 1, "the reading still goes on");
        let n_frames_before = browser.n_frames().await;

        let mut most = 0;
        let ledger = wait_long_for("the whole file", PATIENCE, async || {
            most = most.max(memory.now());
            page.ledger().await
        })
        .await;
        let took = start.elapsed();
        let growth = most.max(memory.now()).saturating_sub(idle);
        let longest = browser.longest_frame().await;
        let n_frames = browser.n_frames().await - n_frames_before;
        println!(
            "{} MB in {:.1} s, memory grew by {} MB, longest frame {longest:.0} ms, {n_frames} frames",
            n_bytes / 1_000_000,
            took.as_secs_f64(),
            growth / 1_000_000,
        );

        let [buckets @ .., read] = ledger;
        let [.., rejected] = buckets;
        assert_eq!((read, rejected), (n_rows, n_broken), "rows read and rejected");
        assert_eq!(buckets.iter().sum::<u64>(), read, "the ledger adds up");
        assert!(growth < MOST_GROWTH, "memory grew by {growth} bytes");
        assert!(n_frames >= FEWEST_FRAMES, "the page was drawn {n_frames} times while it read");

        page.press_button("30 d").await;
        page.wait_for_text("#answer", "in the 30 days up to").await;
        page.assert_obeys_its_policy();
    });
}

fn check_command_line(folder: &Path, name: &str, n_rows: u64, n_broken: u64) {
    let mut child = Command::new(environment::command_line())
        .current_dir(folder)
        .args(["scan", "--format", "json", "--output", "summary.json", name])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pid = Pid::from_u32(child.id());
    let mut system = System::new().expect("this system tells of its processes");
    let mut most = 0;
    let status = loop {
        let memory = ProcessRefreshKind::nothing().with_memory();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, memory);
        most = most.max(system.process(pid).map_or(0, Process::memory));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::yield_now();
    };
    assert!(status.success(), "{status}");
    let summary: Value =
        serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap();
    let ledger = &summary["ledger"];
    assert_eq!((&ledger["read"], &ledger["rejected"]), (&n_rows.into(), &n_broken.into()));
    assert!((1..MOST_OF_COMMAND_LINE).contains(&most), "the command line had {most} bytes");
}

/// Writes the export and gives the number of its rows that cannot be used.
fn generate(path: &Path, shape: Shape, n_rows: u64) -> u64 {
    let mut file = File::create(path).unwrap();
    let mut generator = Generator::new(n_rows, 1, shape);
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
