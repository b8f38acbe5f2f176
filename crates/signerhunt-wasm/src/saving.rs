//! Writes the last answer out, as somebody wants to have it.

use signerhunt::{Summary, output};

use crate::hash;
use crate::protocol::{Event, ExportId, SaveFormat, SavePurpose};
use crate::read::Input;
use crate::session::Pace;

/// The written-out answer, or what went wrong. `inputs` are what its sources came from.
pub(crate) async fn written(
    mut summary: Summary,
    inputs: &[Input],
    format: SaveFormat,
    purpose: SavePurpose,
    pace: Pace,
) -> Event {
    if format == SaveFormat::Json
        && let Err(message) = add_digests(&mut summary, inputs, pace).await
    {
        return Event::Failed { message };
    }
    let text = match format {
        SaveFormat::CsvSpreadsheet => output::csv_for_spreadsheets(&summary),
        SaveFormat::Csv => output::csv(&summary),
        SaveFormat::Json => output::json(&summary),
        SaveFormat::Markdown => output::markdown(&summary),
    };
    let (extension, media_type) = format.ending();
    Event::Saved {
        purpose,
        file_name: format!("signerhunt-{}.{extension}", &summary.hunt.to.to_string()[..10]),
        media_type: media_type.to_owned(),
        bytes: js_sys::Uint8Array::from(text.as_bytes()).into(),
    }
}

/// Reads every export once more for its SHA-256; nothing in the page needs it before.
async fn add_digests(summary: &mut Summary, inputs: &[Input], pace: Pace) -> Result<(), String> {
    // Of archives. There are few, and a map would weigh more.
    let mut known: Vec<(ExportId, String)> = Vec::new();
    for (source, input) in summary.sources.iter_mut().zip(inputs) {
        let archive = match input {
            Input::File { entry: Some(at), .. } => Some(at.archive),
            _ => None,
        };
        let digest = match known.iter().find(|(id, _)| archive == Some(*id)) {
            Some((_, digest)) => digest.clone(),
            None => hash::sha256(input, pace).await?,
        };
        known.extend(archive.map(|archive| (archive, digest.clone())));
        source.sha256 = Some(digest);
    }
    Ok(())
}
