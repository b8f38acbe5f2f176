//! The rows as delimited text: what portals, Kusto, PowerShell and Excel make of them.

use chrono::{Datelike, Duration, NaiveDateTime, Timelike};

use super::world::{Loss, MILLISECONDS, MINUTES, NOTHING, Row, SECONDS, iso};
use super::{Written, written};

/// How a program writes delimited text.
#[derive(Clone, Copy)]
struct Dialect {
    columns: &'static [&'static str],
    delimiter: char,
    line_end: &'static str,
    has_final_line_end: bool,
    /// What stands behind the names of time columns.
    time_mark: &'static str,
    quotes: Quotes,
    time: fn(NaiveDateTime) -> String,
    null_time: &'static str,
    bools: [&'static str; 2],
}

#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    /// Where they are needed.
    Needed,
    /// Around all that is not only letters and digits of ASCII.
    NotPlain,
    Always,
}

pub(super) const SCHEMA: [&str; 18] = [
    "Timestamp",
    "DeviceId",
    "DeviceName",
    "SHA1",
    "IsSigned",
    "SignatureType",
    "Signer",
    "SignerHash",
    "Issuer",
    "IssuerHash",
    "CertificateSerialNumber",
    "CrlDistributionPointUrls",
    "CertificateCreationTime",
    "CertificateExpirationTime",
    "CertificateCountersignatureTime",
    "IsTrusted",
    "IsRootSignerMicrosoft",
    "ReportId",
];

const LOG_ANALYTICS: [&str; 14] = [
    "TenantId",
    "CertificateCountersignatureTime",
    "CertificateExpirationTime",
    "CrlDistributionPointUrls",
    "DeviceId",
    "DeviceName",
    "IsTrusted",
    "ReportId",
    "SHA1",
    "Signer",
    "SignerHash",
    "TimeGenerated",
    "Timestamp",
    "Type",
];

const PORTAL: Dialect = Dialect {
    columns: &SCHEMA,
    delimiter: ',',
    line_end: "\r\n",
    has_final_line_end: false,
    time_mark: "",
    quotes: Quotes::Needed,
    time: |time| time.format("%b %-d, %Y %-I:%M:%S %p").to_string(),
    null_time: "Invalid date",
    bools: ["0", "1"],
};

const PORTAL_ANALYTICS: Dialect = Dialect {
    columns: &LOG_ANALYTICS,
    has_final_line_end: true,
    time_mark: " [UTC]",
    quotes: Quotes::NotPlain,
    time: |time| {
        let millis = time.nanosecond() / 1_000_000;
        format!("{}.{millis:03} {}", time.format("%-m/%-d/%Y, %-I:%M:%S"), time.format("%p"))
    },
    null_time: "",
    bools: ["false", "true"],
    ..PORTAL
};

const KUSTO: Dialect = Dialect {
    line_end: "\n",
    has_final_line_end: true,
    time: iso,
    null_time: "",
    bools: ["false", "true"],
    ..PORTAL
};

const POWERSHELL: Dialect =
    Dialect { line_end: "\r\n", quotes: Quotes::Always, bools: ["False", "True"], ..KUSTO };

const EXCEL: Dialect = Dialect {
    has_final_line_end: true,
    time: |time| time.format("%-m/%-d/%Y %-H:%M").to_string(),
    null_time: "",
    bools: ["FALSE", "TRUE"],
    ..PORTAL
};

impl Dialect {
    fn write(self, rows: &[Row], with_header: bool) -> String {
        let name = |column: &&str| match column.contains("Time") {
            true => format!("{column}{}", self.time_mark),
            false => (*column).to_owned(),
        };
        let header: Vec<String> = self.columns.iter().map(name).collect();
        let cells = rows.iter().map(|row| {
            self.columns.iter().map(|column| self.cell(row, column)).collect::<Vec<String>>()
        });
        let lines: Vec<String> = with_header
            .then_some(header)
            .into_iter()
            .chain(cells)
            .map(|cells| {
                let quoted: Vec<String> = cells.iter().map(|cell| self.quoted(cell)).collect();
                quoted.join(&self.delimiter.to_string())
            })
            .collect();
        let end = if self.has_final_line_end { self.line_end } else { "" };
        lines.join(self.line_end) + end
    }

    fn cell(self, row: &Row, column: &str) -> String {
        let time =
            |time: Option<NaiveDateTime>| time.map_or_else(|| self.null_time.to_owned(), self.time);
        match column {
            "Timestamp" | "TimeGenerated" => time(Some(row.timestamp)),
            "CertificateCountersignatureTime" => time(row.countersigned),
            "CertificateCreationTime" | "CertificateExpirationTime" => {
                let years = if column.contains("Creation") { -1 } else { 2 };
                let midnight = row.timestamp.date().and_hms_opt(0, 0, 0).unwrap();
                time(Some(midnight + Duration::days(365 * years)))
            }
            "IsSigned" => self.bools[usize::from(row.is_signed)].to_owned(),
            "IsTrusted" | "IsRootSignerMicrosoft" => {
                self.bools[usize::from(row.is_trusted)].to_owned()
            }
            other => super::text_of(row, other),
        }
    }

    fn quoted(self, cell: &str) -> String {
        let is_needed = cell.contains(['"', '\n', '\r', self.delimiter]);
        let is_plain = cell.chars().all(|letter| letter.is_ascii_alphanumeric());
        match self.quotes {
            Quotes::Needed if !is_needed => cell.to_owned(),
            Quotes::NotPlain if is_plain => cell.to_owned(),
            _ => format!("\"{}\"", cell.replace('"', "\"\"")),
        }
    }
}

/// A program that writes times otherwise.
fn portal_in(time: fn(NaiveDateTime) -> String, null_time: &'static str) -> Dialect {
    Dialect { time, null_time, ..PORTAL }
}

fn with_mark(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").into_bytes()
}

fn windows_1252(text: &str) -> Vec<u8> {
    // Of the letters that occur, all are the same in Latin-1.
    text.chars().map(|letter| u8::try_from(letter as u32).unwrap()).collect()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(to_bytes).collect()
}

const GERMAN_MONTHS: [&str; 12] = [
    "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
];

fn german(time: NaiveDateTime) -> String {
    let month = GERMAN_MONTHS[time.month0() as usize];
    format!("{}. {month} {}", time.day(), time.format("%Y %H:%M:%S"))
}

fn japanese(time: NaiveDateTime) -> String {
    time.format("%Y年%-m月%-d日 %H:%M:%S").to_string()
}

fn spanish(time: NaiveDateTime) -> String {
    let months =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
    let month = months[time.month0() as usize];
    format!("{} de {month}. de {}", time.day(), time.format("%Y %H:%M:%S"))
}

/// All of them.
pub(super) fn all(rows: &[Row]) -> Vec<Written> {
    let ascii = Loss { letters: true, ..NOTHING };
    let portal = PORTAL.write(rows, true);
    let analytics = PORTAL_ANALYTICS;
    let british = Dialect {
        time_mark: " [Local Time]",
        time: |time| {
            let local = time + Duration::hours(1);
            format!("{},{:03}", local.format("%d/%m/%Y, %H:%M:%S"), local.nanosecond() / 1_000_000)
        },
        ..analytics
    };
    let type_line = "#TYPE System.Management.Automation.PSCustomObject\r\n";
    let clipboard = Dialect { delimiter: '\t', line_end: "\n", ..PORTAL };
    vec![
        written("portal", "Defender portal CSV", "UTF-8 with BOM", SECONDS, with_mark(&portal)),
        written(
            "portal until 2023",
            "Defender portal CSV",
            "UTF-8 with BOM",
            NOTHING,
            with_mark(&Dialect { time: iso, null_time: "", ..PORTAL }.write(rows, true)),
        ),
        written(
            "portal in German",
            "Defender portal CSV",
            "UTF-8 with BOM",
            SECONDS,
            with_mark(&portal_in(german, "Invalid date").write(rows, true)),
        ),
        written(
            "portal in Spanish",
            "Defender portal CSV",
            "UTF-8 with BOM",
            SECONDS,
            with_mark(&portal_in(spanish, "Fecha inválida").write(rows, true)),
        ),
        written(
            "portal in Japanese",
            "Defender portal CSV",
            "UTF-8 with BOM",
            SECONDS,
            with_mark(&portal_in(japanese, "Invalid date").write(rows, true)),
        ),
        written(
            "portal in local time",
            "Defender portal CSV",
            "UTF-8",
            MILLISECONDS,
            Dialect {
                time_mark: " Local time",
                time: |time| {
                    let local = time + Duration::hours(10);
                    let millis = local.nanosecond() / 1_000_000;
                    let noon = local.format("%P");
                    format!("{}.{millis:03} {noon}", local.format("%d/%m/%Y, %-I:%M:%S"))
                },
                ..PORTAL
            }
            .write(rows, true)
            .into_bytes(),
        )
        .east(600),
        written(
            "Log Analytics",
            "Log Analytics CSV",
            "UTF-8 with BOM",
            MILLISECONDS,
            with_mark(&analytics.write(rows, true)),
        ),
        written(
            "Log Analytics in local time",
            "Log Analytics CSV",
            "UTF-8 with BOM",
            MILLISECONDS,
            with_mark(&british.write(rows, true)),
        )
        .east(60),
        written(
            "Kusto with header",
            "Defender portal CSV",
            "UTF-8",
            NOTHING,
            KUSTO.write(rows, true).into_bytes(),
        ),
        written(
            "Kusto without header",
            "Kusto export without header",
            "UTF-8",
            NOTHING,
            KUSTO.write(rows, false).into_bytes(),
        ),
        written(
            "Kusto Explorer",
            "delimited text",
            "UTF-8",
            NOTHING,
            Dialect { delimiter: '\t', ..KUSTO }.write(rows, true).into_bytes(),
        ),
        written(
            "clipboard",
            "delimited text",
            "UTF-8",
            SECONDS,
            clipboard.write(rows, true).into_bytes(),
        ),
        written(
            "PowerShell 5.1",
            "PowerShell CSV",
            "UTF-8",
            ascii,
            (type_line.to_owned() + &ascii.text(&POWERSHELL.write(rows, true))).into_bytes(),
        ),
        written(
            "PowerShell 5.1 redirected",
            "delimited text",
            "UTF-16 LE",
            NOTHING,
            utf16(&POWERSHELL.write(rows, true), u16::to_le_bytes),
        ),
        written(
            "PowerShell 7 in the culture of Germany",
            "delimited text",
            "UTF-8",
            SECONDS,
            Dialect {
                delimiter: ';',
                time: |time| time.format("%d.%m.%Y %H:%M:%S").to_string(),
                ..POWERSHELL
            }
            .write(rows, true)
            .into_bytes(),
        ),
        written(
            "PowerShell 7",
            "delimited text",
            "UTF-8",
            SECONDS,
            Dialect { time: |time| time.format("%m/%d/%Y %H:%M:%S").to_string(), ..POWERSHELL }
                .write(rows, true)
                .into_bytes(),
        ),
        written(
            "Excel",
            "Defender portal CSV",
            "Windows-1252 (assumed)",
            MINUTES,
            windows_1252(&EXCEL.write(rows, true)),
        ),
        written(
            "Excel in Germany",
            "delimited text",
            "Windows-1252 (assumed)",
            MINUTES,
            windows_1252(
                &Dialect {
                    delimiter: ';',
                    time: |time| time.format("%d.%m.%Y %H:%M").to_string(),
                    bools: ["FALSCH", "WAHR"],
                    ..EXCEL
                }
                .write(rows, true),
            ),
        ),
        written(
            "Excel with sep=",
            "delimited text",
            "UTF-8 with BOM",
            MINUTES,
            with_mark(&format!(
                "sep=;\r\n{}",
                Dialect { delimiter: ';', ..EXCEL }.write(rows, true)
            )),
        ),
        written(
            "Unicode text",
            "delimited text",
            "UTF-16 LE",
            MINUTES,
            utf16(&Dialect { delimiter: '\t', ..EXCEL }.write(rows, true), u16::to_le_bytes),
        ),
        written(
            "UTF-16 with the high byte first",
            "delimited text",
            "UTF-16 BE",
            NOTHING,
            utf16(&POWERSHELL.write(rows, true), u16::to_be_bytes),
        ),
    ]
}
