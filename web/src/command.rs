//! What a person wants done outside the state: reading, saving, copying. The components say it, this
//! file does it and reports back as actions.

use std::rc::Rc;

use js_sys::Uint8Array;
use signerhunt::Expected;
use signerhunt_wasm::protocol::{Event, ExportId, SaveFormat, SavePurpose};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use crate::browser::files::{Dropped, NamedFile};
use crate::browser::marks::marks_in;
use crate::browser::{clipboard, download, frame};
use crate::engine::{Content, Engine, OpenedEntry, Report};
use crate::reading::Said;
use crate::state::{Action, AddedExport, DeviceKey, NoticeKind, Overlay};

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
    SaveMarks(Expected),
    /// Read marks from a file.
    ReadMarks(NamedFile),
    /// Copy a text.
    Copy {
        /// The text.
        text: Rc<str>,
        /// What it is, for saying that it was copied.
        what: &'static str,
    },
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

fn read(files: Vec<NamedFile>, engine: &Engine, act: &Callback<Action>) {
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
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let marks = text.ok_or_else(|| "could not be read; choose it again".to_owned());
        act.emit(match marks.and_then(|text| marks_in(&text)) {
            Ok(expected) => Action::MarksTaken(expected),
            Err(words) => Action::Noted(NoticeKind::Error, format!("{name} {words}")),
        });
    });
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
