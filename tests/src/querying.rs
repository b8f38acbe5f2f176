//! A person brings a query along that is no hunt: its own rows and columns stand in the place of the devices.

use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::{eventually, in_a_browser};
use crate::command_line;
use crate::corpus::{self, copy_of_export, export, rows_of};
use crate::page::{Page, on_the_page};
use crate::surviving::REFUSE_WORKERS;

/// Other columns than the index keeps, of all files together.
const BY_ISSUER: &str = "DeviceFileCertificateInfo
| where Timestamp > ago(20d) and isnotempty(Signer)
| summarize Rows = count(), Devices = dcount(DeviceId), Last = max(Timestamp), Expires = min(CertificateExpirationTime)
    by Issuer, IsTrusted
| sort by Rows desc, Issuer asc, IsTrusted asc
";

/// More rows than the page shows at a time.
const ALL: &str = "DeviceFileCertificateInfo
| project DeviceName, Signer, ReportId, Timestamp
| sort by Timestamp desc, ReportId asc, DeviceName asc, Signer asc
";

/// A folder with queries and exports, as a person has them.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        fs::write(folder.path("issuers.kql"), BY_ISSUER).unwrap();
        fs::write(folder.path("all.kql"), ALL).unwrap();
        copy_of_export("sample", folder.0.path(), "sample.csv");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What the command line gives for a query over files, as lines of CSV.
    fn asked(&self, query: &str, files: &[&str]) -> String {
        command_line::scan(self.0.path(), &[&["-r", query, "-f", "csv"], files].concat())
    }
}

/// The cells of the table, row by row, joined as in CSV without quotes.
async fn rows_shown(page: &Page<'_>) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#query-table tr')]
        .map(row => [...row.cells].map(cell => cell.textContent).join('|')).join('\\n')";
    let text = page.browser.run(script, []).await;
    text.as_str().unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Lines of CSV as [`rows_shown`] gives them.
fn rows_in(csv: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for line in csv.lines() {
        let (mut row, mut is_quoted) = (String::new(), false);
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' if is_quoted && characters.next_if_eq(&'"').is_some() => row.push('"'),
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => row.push('|'),
                character => row.push(character),
            }
        }
        // Times are shown without what is zero, and with a space.
        rows.push(
            row.replace(".0000000Z", "")
                .replace("T0", " 0")
                .replace("T1", " 1")
                .replace("T2", " 2"),
        );
    }
    rows
}

async fn check(page: &Page<'_>, expected: &str) {
    eventually("the rows", rows_in(expected), async || rows_shown(page).await).await;
}

async fn read_sample(page: &Page<'_>, file: &Path) {
    page.choose_files(&[file]).await;
    page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
}

#[test]
fn a_query_shows_its_own_columns_and_the_hunt_comes_back() {
    let folder = Folder::new();
    on_the_page(async |page| {
        read_sample(page, &folder.path("sample.csv")).await;
        page.drop_files(&[folder.path("issuers.kql")]).await;
        let expected = folder.asked("issuers.kql", &["sample.csv"]);
        check(page, &expected).await;
        page.wait_for_answer(&format!("{} rows", expected.lines().count() - 1)).await;
        page.wait_for_text("#query-text", "summarize Rows = count()").await;
        page.wait_for_text("#answer-note", "Now is 2026-11-20").await;
        page.wait_for_text("#rule-name", "issuers.kql").await;
        assert_eq!(page.text("#device-table").await, None);

        page.choose_in_menu("download-menu", "download-csv").await;
        let (name, text) = page.browser.download().await;
        assert_eq!((name.as_str(), text), ("signerhunt-query-2026-11-20.exact.csv", expected));
        page.choose_in_menu("copy-menu", "copy-markdown").await;
        page.wait_for_text("#toast", "The answer copied").await;
        let copied = page.browser.clipboard().await;
        assert!(copied.starts_with("| Issuer | IsTrusted | Rows | Devices |"), "{copied}");

        page.press("#back-to-hunt").await;
        page.wait_for_rows(&rows_of(&corpus::summary("sample"))).await;
    });
}

#[test]
fn a_query_that_came_first_is_run_over_what_is_dropped_then() {
    let folder = Folder::new();
    copy_of_export("portal", folder.0.path(), "portal.csv");
    on_the_page(async |page| {
        page.choose_files(&[folder.path("issuers.kql")]).await;
        page.wait_for_text("#hunt-in-words", "issuers.kql has columns of its own").await;
        page.choose_files(&[folder.path("sample.csv")]).await;
        check(page, &folder.asked("issuers.kql", &["sample.csv"])).await;
        // Another export, and the same one again, whose rows count once.
        copy_of_export("sample", folder.0.path(), "again.csv");
        page.choose_files(&[folder.path("portal.csv"), folder.path("again.csv")]).await;
        let all = folder.asked("issuers.kql", &["sample.csv", "portal.csv", "again.csv"]);
        check(page, &all).await;
        page.press("#files-panel [aria-label^='Remove portal.csv']").await;
        check(page, &folder.asked("issuers.kql", &["sample.csv"])).await;
    });
}

#[test]
fn many_rows_come_in_pages() {
    let folder = Folder::new();
    on_the_page(async |page| {
        read_sample(page, &folder.path("sample.csv")).await;
        page.paste(ALL, "body").await;
        let all = folder.asked("all.kql", &["sample.csv"]);
        let page_at = |n_skipped: usize| {
            let (header, rows) = all.split_once('\n').unwrap();
            let rows = rows.lines().skip(n_skipped).take(100);
            [header].into_iter().chain(rows).collect::<Vec<&str>>().join("\n")
        };
        check(page, &page_at(0)).await;
        page.wait_for_text("#query-panel", "Pasted rule").await;
        let n_rows = all.lines().count() - 1;
        let of_all = format!("{},{:03}", n_rows / 1000, n_rows % 1000);
        page.wait_for_text("#page-range", &format!("1–100 of {of_all}")).await;
        page.press("#page-after").await;
        check(page, &page_at(100)).await;
        page.wait_for_text("#page-range", &format!("101–200 of {of_all}")).await;
        page.press("#page-before").await;
        check(page, &page_at(0)).await;
    });
}

#[test]
fn what_a_query_lacks_is_said() {
    let folder = Folder::new();
    let lines = "Timestamp,DeviceName,Signer\n5/6/2026 10:00,a,x\n6/5/2026 10:00,b,y\n";
    fs::write(folder.path("undecided.csv"), lines).unwrap();
    on_the_page(async |page| {
        page.choose_files(&[folder.path("issuers.kql"), folder.path("undecided.csv")]).await;
        page.wait_for_text("#query-notes", "undecided.csv is left out until somebody says").await;
        page.wait_for_answer("0 rows").await;
        page.press_button("5 June (day first)").await;
        page.wait_for_text("#query-notes", "undecided.csv has no DeviceId, Issuer").await;
        page.wait_for_answer("1 row").await;
    });
}

#[test]
fn a_query_is_run_where_workers_are_refused() {
    let folder = Folder::new();
    in_a_browser(async |browser| {
        browser.before_every_page(REFUSE_WORKERS).await;
        let page = Page::open(browser, "").await;
        page.choose_files(&[folder.path("issuers.kql"), folder.path("sample.csv")]).await;
        check(&page, &folder.asked("issuers.kql", &["sample.csv"])).await;
    });
}

#[test]
fn a_file_that_changed_since_it_was_read_is_told() {
    let folder = Folder::new();
    on_the_page(async |page| {
        read_sample(page, &folder.path("sample.csv")).await;
        fs::write(folder.path("sample.csv"), fs::read(export("portal")).unwrap()).unwrap();
        page.drop_files(&[folder.path("issuers.kql")]).await;
        page.wait_for_answer("The query could not be run").await;
        page.wait_for_text("#query-trouble", "sample.csv").await;
    });
}
