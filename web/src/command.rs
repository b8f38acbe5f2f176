//! What a person wants done outside the state: reading, saving, copying. The components say it, this
//! file does it and reports back as actions.

mod consulting;

use std::rc::Rc;

use js_sys::Uint8Array;
use signerhunt::{Expected, Hunt, Ticks};
use signerhunt_wasm::protocol::{Event, ExportId, SaveFormat, SavePurpose, Subject};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use consulting::{copy_query, import_rules, load_rules, run_query, save_table};

use crate::browser::files::{Dropped, NamedFile, text_of};
use crate::browser::marks::marks_in;
use crate::browser::{clipboard, download, frame, hash, told};
use crate::engine::{Content, Engine, OpenedEntry, Report};
use crate::permalink::{self, LinkedHunt};
use crate::reading::Said;
use crate::rule_text::is_rule_file;
use crate::state::{Action, AddedExport, DeviceKey, NoticeKind, Overlay, QueryAction, RuleAction};

/// Something to be done.
#[derive(Debug)]
pub(crate) enum Command {
    /// Read these files.
    Read(Vec<NamedFile>),
    /// Read what was dropped.
    ReadDropped(Dropped),
    /// Read the sample.
    ReadSample,
    /// Read an export again that failed.
    Retry(ExportId),
    /// Read an export that unpacks to more than is usual.
    ReadAnyway(ExportId),
    /// Cancel, remove or dismiss an export.
    Remove(ExportId),
    /// Say something about exports.
    Say {
        /// Which ones.
        exports: Vec<ExportId>,
        /// What.
        said: Said,
    },
    /// Show original records of a device.
    ShowRecords(DeviceKey),
    /// Let the answer leave the page.
    Save(SaveFormat, SavePurpose),
    /// Save what is marked as expected.
    SaveMarks(Rc<Expected>),
    /// Read marks from a file.
    ReadMarks(NamedFile),
    /// Show all rules, for picking some.
    ShowRules {
        /// They are there already.
        known: bool,
    },
    /// Have all rules there, without showing them.
    LoadRules,
    /// Hunt for what this rule asks for.
    ImportRule(String),
    /// Run a query that is no hunt, under this number, with what now is. `None`: none is wanted any more.
    RunQuery(Option<(u32, Rc<str>, Ticks)>),
    /// Show other rows of its answer.
    TurnTable {
        /// The number under which it was run.
        number: u32,
        /// How many rows to skip.
        offset: u32,
    },
    /// Let its answer leave the page.
    SaveTable {
        /// As what.
        format: SaveFormat,
        /// Whether it is downloaded or copied.
        purpose: SavePurpose,
        /// What now was.
        now: Ticks,
    },
    /// Copy the hunt as a query.
    CopyQuery {
        /// In which form.
        form: QueryForm,
        /// The hunt.
        hunt: Rc<Hunt>,
        /// What now was when it was answered.
        now: Ticks,
    },
    /// Copy a link to a hunt.
    CopyLink(LinkedHunt),
    /// Copy a text.
    Copy {
        /// The text.
        text: Rc<str>,
        /// What it is, for saying that it was copied.
        what: &'static str,
    },
}

/// How a hunt leaves the page as a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum QueryForm {
    /// For Kusto.
    Kql,
    /// For Spark.
    Spark,
    /// For DuckDB.
    DuckDb,
    /// A link that opens the one for Kusto in the Defender portal.
    PortalLink,
}

/// Does it.
pub(crate) fn carry_out(command: Command, engine: &Engine, act: &Callback<Action>) {
    match command {
        Command::Read(files) => read(files, engine, act),
        Command::ReadDropped(dropped) => {
            if !dropped.closed_folders.is_empty() {
                let text = closed_folders(&dropped.closed_folders, frame::is_opaque());
                act.emit(Action::Noted(NoticeKind::Warning, text));
            }
            read(dropped.files, engine, act);
        }
        Command::ReadSample => {
            let id = engine.read(Content::Sample);
            let name = "Sample".to_owned();
            act.emit(Action::Added(vec![AddedExport { id, name, bytes: 0.0 }]));
        }
        Command::Retry(old) => retry(old, false, engine, act),
        Command::ReadAnyway(old) => retry(old, true, engine, act),
        Command::Remove(export) => {
            engine.remove(export);
            act.emit(Action::Removed(export));
        }
        Command::Say { exports, said } => {
            // The state first: where the engine shares its thread, it may answer at once.
            act.emit(Action::Said { exports: exports.clone(), said });
            for export in exports {
                engine.say(export, said);
            }
        }
        Command::ShowRecords((device_id, device_name)) => {
            act.emit(Action::RecordsAsked((device_id.clone(), device_name.clone())));
            engine.show_records(device_id, device_name);
        }
        Command::Save(format, purpose) => engine.save(format, purpose),
        Command::SaveMarks(expected) => {
            let bytes = Uint8Array::from(expected.to_json().as_bytes());
            save("signerhunt-expected.json", "application/json", &bytes.into(), act);
        }
        Command::ReadMarks(file) => read_marks(file, act.clone()),
        Command::ShowRules { known } => {
            act.emit(Action::Rules(RuleAction::PickingBegun));
            if !known {
                load_rules(engine, act);
            }
        }
        Command::LoadRules => {
            act.emit(Action::Rules(RuleAction::CatalogueAsked));
            load_rules(engine, act);
        }
        Command::ImportRule(text) => {
            import_rules(vec![("Pasted rule".to_owned(), Ok(text))], engine, act);
        }
        Command::RunQuery(query) => run_query(query, engine, act.clone()),
        Command::TurnTable { number, offset } => {
            let act = act.clone();
            engine.consult(Subject::Rows, offset.to_string(), move |told| {
                act.emit(match told.and_then(|told| told::query_rows(&told)) {
                    Ok(rows) => Action::Query(QueryAction::RowsTold { number, offset, rows }),
                    Err(trouble) => Action::Noted(NoticeKind::Error, trouble),
                });
            });
        }
        Command::SaveTable { format, purpose, now } => {
            save_table(format, purpose, now, engine, act.clone());
        }
        Command::CopyQuery { form, hunt, now } => copy_query(form, &hunt, now, engine, act),
        Command::CopyLink(linked) => copy_link(&linked, act),
        Command::Copy { text, what } => copy(text, what, act.clone()),
    }
}

/// Takes in what the engine reports.
pub(crate) fn take_in(report: Report, act: &Callback<Action>) {
    match report {
        Report::Told(event) => match *event {
            Event::Saved { purpose: SavePurpose::Download, file_name, media_type, bytes } => {
                save(&file_name, &media_type, &bytes, act);
            }
            Event::Saved { purpose: SavePurpose::Copy, bytes, .. } => {
                let bytes = Uint8Array::new(&bytes).to_vec();
                copy(String::from_utf8_lossy(&bytes).into(), "The answer", act.clone());
            }
            event => act.emit(Action::Told(event)),
        },
        Report::Opened { archive, entries, skipped } => {
            let entries = entries.into_iter().map(|OpenedEntry { id, name, bytes }| AddedExport {
                id,
                name,
                bytes,
            });
            act.emit(Action::Opened { archive, entries: entries.collect(), skipped });
        }
        Report::BrokeDown { reading, message } => {
            act.emit(Action::BrokeDown { reading, message });
        }
        Report::WorkersRefused => act.emit(Action::WorkersRefused),
    }
}

/// Reads exports and imports rules.
fn read(files: Vec<NamedFile>, engine: &Engine, act: &Callback<Action>) {
    let (rules, files): (Vec<NamedFile>, Vec<NamedFile>) =
        files.into_iter().partition(|named| is_rule_file(&named.name));
    if !rules.is_empty() {
        let (engine, act) = (engine.clone(), act.clone());
        spawn_local(async move {
            let mut texts = Vec::new();
            for NamedFile { name, file } in rules {
                texts.push((name, text_of_rule(&file).await));
            }
            import_rules(texts, &engine, &act);
        });
    }
    let added: Vec<AddedExport> = files
        .into_iter()
        .map(|NamedFile { name, file }| {
            let bytes = file.size();
            let content = Content::File { name: name.clone(), file: file.into(), entry: None };
            let id = engine.read(content);
            AddedExport { id, name, bytes }
        })
        .collect();
    if !added.is_empty() {
        act.emit(Action::Added(added));
    }
}

fn read_marks(NamedFile { name, file }: NamedFile, act: Callback<Action>) {
    spawn_local(async move {
        let marks =
            text_of(&file).await.ok_or_else(|| "could not be read; choose it again".to_owned());
        act.emit(match marks.and_then(|text| marks_in(&text)) {
            Ok(expected) => Action::MarksTaken(expected),
            Err(words) => Action::Noted(NoticeKind::Error, format!("{name} {words}")),
        });
    });
}

/// Longer files are not rules, whatever their name.
const LONGEST_RULE: f64 = 1e6;

async fn text_of_rule(file: &web_sys::File) -> Result<String, String> {
    if file.size() > LONGEST_RULE {
        return Err("this is too long for a rule".to_owned());
    }
    text_of(file).await.ok_or_else(|| "the browser did not read this file".to_owned())
}

fn retry(old: ExportId, any_size: bool, engine: &Engine, act: &Callback<Action>) {
    if let Some(new) = engine.read_again(old, any_size) {
        act.emit(Action::Retried { old, new });
    }
}

fn save(file_name: &str, media_type: &str, bytes: &JsValue, act: &Callback<Action>) {
    act.emit(match download::download(file_name, media_type, bytes) {
        Ok(()) if frame::may_refuse_downloads() => Action::Noted(
            NoticeKind::Warning,
            format!("If {file_name} does not appear among your downloads, the frame around this page forbids them: use Copy."),
        ),
        Ok(()) => Action::Noted(NoticeKind::Done, format!("Downloaded as {file_name}")),
        Err(_) => Action::Noted(
            NoticeKind::Error,
            format!("{file_name} could not be downloaded: the browser refused it. Use Copy."),
        ),
    });
}

/// Longer links are cut by programs that they are sent with.
const LONGEST_LINK: usize = 8_000;

fn copy_link(linked: &LinkedHunt, act: &Callback<Action>) {
    let link = hash::link(&permalink::write(linked));
    if linked.marks.is_some() && link.len() > LONGEST_LINK {
        act.emit(Action::Noted(NoticeKind::Error, TOO_MANY_MARKS.to_owned()));
    } else {
        copy(link.into(), "The link", act.clone());
    }
}

const TOO_MANY_MARKS: &str = "There are too many marks for a link: it would be cut on its way. \
    Choose “Save marks” under “Expected”, and send the file along with a link to the hunt.";

fn copy(text: Rc<str>, what: &'static str, act: Callback<Action>) {
    spawn_local(async move {
        if clipboard::copy(&text).await {
            act.emit(Action::Noted(NoticeKind::Done, format!("{what} copied")));
        } else {
            act.emit(Action::OverlayChanged(Some(Overlay::CopyByHand(text))));
        }
    });
}

fn closed_folders(names: &[String], frame_is_opaque: bool) -> String {
    let names = crate::wording::list(names);
    let why = if frame_is_opaque {
        "this frame does not let the page open"
    } else {
        "the browser did not open"
    };
    format!(
        "{names}: {why} a dropped folder. Use “Choose folder” instead, or drop the files themselves."
    )
}
