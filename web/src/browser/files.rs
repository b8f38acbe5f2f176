//! Files that are dropped or chosen, folders included.
//!
//! Nothing of an export is read here: the engine gets its handle. Only rules and marks are, which are short.

use std::mem;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

/// A file, and what to call it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct NamedFile {
    /// Its name, or its path within a folder.
    pub(crate) name: String,
    /// Its handle.
    pub(crate) file: File,
}

/// What was dropped.
#[derive(Debug, Default)]
pub(crate) struct Dropped {
    /// The files, those of folders included.
    pub(crate) files: Vec<NamedFile>,
    /// Folders that could not be opened: some frames refuse it.
    pub(crate) closed_folders: Vec<String>,
}

/// Whether something dragged over the page brings files.
pub(crate) fn brings_files(transfer: &DataTransfer) -> bool {
    transfer.types().includes(&"Files".into(), 0)
}

/// The files chosen in an input. The input is emptied, so that the same file can be chosen again.
pub(crate) fn chosen(input: &HtmlInputElement) -> Vec<NamedFile> {
    let files = input.files().map(named_files).unwrap_or_default();
    input.set_value("");
    files
}

/// What was dropped. The entries are taken at once, since a drop's data is gone after its event;
/// the future goes through the folders.
pub(crate) fn dropped(transfer: &DataTransfer) -> impl Future<Output = Dropped> + use<> {
    let mut dropped = Dropped::default();
    let mut folders = Vec::new();
    let items = transfer.items();
    for idx in 0..items.length() {
        let Some(item) = items.get(idx) else { continue };
        if item.kind() != "file" {
            continue;
        }
        let entry = item.webkit_get_as_entry().ok().flatten();
        match entry {
            Some(entry) if entry.is_directory() => folders.push(entry),
            // A plain file is taken as such: its entry cannot be opened in every frame.
            _ => {
                if let Ok(Some(file)) = item.get_as_file() {
                    let name = file.name();
                    dropped.files.push(NamedFile { name, file });
                }
            }
        }
    }
    async move {
        for folder in folders {
            let mut files = Vec::new();
            if open_folder(folder.clone(), &mut files).await.is_err() {
                dropped.closed_folders.push(folder.name());
            }
            // Folders tell their files in any order; ours is by name.
            order_by_name(&mut files);
            dropped.files.append(&mut files);
        }
        dropped
    }
}

async fn open_folder(folder: FileSystemEntry, files: &mut Vec<NamedFile>) -> Result<(), JsValue> {
    let mut still_closed = vec![folder];
    while let Some(folder) = still_closed.pop() {
        let folder: FileSystemDirectoryEntry = folder.unchecked_into();
        let reader = folder.create_reader();
        loop {
            // A folder tells its entries in batches; an empty one is the end.
            let batch: Array = next_batch(&reader).await?.unchecked_into();
            if batch.length() == 0 {
                break;
            }
            for entry in batch.iter() {
                let entry: FileSystemEntry = entry.unchecked_into();
                if entry.is_directory() {
                    still_closed.push(entry);
                } else if !is_housekeeping(&entry.name()) {
                    let path = entry.full_path();
                    let file: File = file_of(entry.unchecked_into()).await?.unchecked_into();
                    let name = path.trim_start_matches('/').to_owned();
                    files.push(NamedFile { name, file });
                }
            }
        }
    }
    Ok(())
}

async fn next_batch(reader: &FileSystemDirectoryReader) -> Result<JsValue, JsValue> {
    let mut refused = None;
    let batch = Promise::new(&mut |resolve, reject| {
        let asked = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        refused = asked.err();
    });
    match refused {
        Some(error) => Err(error),
        None => JsFuture::from(batch).await,
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Result<JsValue, JsValue> {
    let file = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(file).await
}

/// The text of a short file, whatever is not UTF-8 in it replaced.
pub(crate) async fn text_of(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

fn named_files(list: FileList) -> Vec<NamedFile> {
    let mut files: Vec<NamedFile> = (0..list.length())
        .filter_map(|idx| list.get(idx))
        .map(|file| NamedFile { name: path_of(&file), file })
        .filter(|named| !is_housekeeping(&named.file.name()))
        .collect();
    order_by_name(&mut files);
    files
}

/// Puts each file in its place: files are few, and a sort of the library's would be 5 kB more to load.
fn order_by_name(files: &mut Vec<NamedFile>) {
    for file in mem::take(files) {
        let place = files.partition_point(|before| before.name <= file.name);
        files.insert(place, file);
    }
}

/// The path within a chosen folder, or the name of a file chosen alone.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into());
    let path = path.ok().as_ref().and_then(JsValue::as_string).unwrap_or_default();
    if path.is_empty() { file.name() } else { path }
}

/// Files that desktops leave in folders without being asked.
fn is_housekeeping(name: &str) -> bool {
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}

#[cfg(test)]
mod tests {
    use super::is_housekeeping;

    #[test]
    fn desktop_leftovers_are_not_exports() {
        assert!(is_housekeeping(".DS_Store"));
        assert!(is_housekeeping("Thumbs.db"));
        assert!(!is_housekeeping("New query.csv"));
    }
}
