//! The exports' warnings: each told once, however many files it is about.

use signerhunt_wasm::protocol::ExportId;
use yew::{Callback, Html, html};

use super::banners::banner;
use super::icon::{Picture, icon};
use super::untrusted::{untrusted, untrusted_as};
use super::zone_picker::zone_picker;
use crate::command::Command;
use crate::format::{count, counted};
use crate::reading::Said;
use crate::state::{ExportCard, NoticeKind};

/// So many warnings are shown at once; the rest is folded.
const WARNINGS_SHOWN: usize = 3;

/// So many of the files that have the same are listed.
const FILES_LISTED: usize = 100;

/// What the engine says where times are in a zone that only the exporter knows.
const OF_LOCAL_TIME: &str = "local time";

/// The warnings, the first of them open.
pub(super) fn warnings(exports: &[ExportCard], wish: &Callback<Command>) -> Html {
    let warnings: Vec<Html> = grouped(exports)
        .into_iter()
        .enumerate()
        .map(|(idx, (warning, cards))| drawn(idx, warning, &cards, wish))
        .collect();
    let (shown, folded) = warnings.split_at(warnings.len().min(WARNINGS_SHOWN));
    html! {
        <>
            for warning in shown {
                { warning.clone() }
            }
            if !folded.is_empty() {
                <details class="more-warnings">
                    <summary>{ icon(Picture::Chevron) }{ format!("{} more", counted(folded.len() as u64, "warning")) }</summary>
                    for warning in folded {
                        { warning.clone() }
                    }
                </details>
            }
        </>
    }
}

/// Every warning with the exports that have it, in the order in which they were read.
fn grouped(exports: &[ExportCard]) -> Vec<(&str, Vec<&ExportCard>)> {
    let mut groups: Vec<(&str, Vec<&ExportCard>)> = Vec::new();
    for card in exports {
        for warning in card.known_source().iter().flat_map(|source| &source.warnings) {
            match groups.iter_mut().find(|(known, _)| known == warning) {
                Some((_, cards)) => cards.push(card),
                None => groups.push((warning, vec![card])),
            }
        }
    }
    groups
}

fn drawn(idx: usize, warning: &str, cards: &[&ExportCard], wish: &Callback<Command>) -> Html {
    banner(
        NoticeKind::Warning,
        html! {
            <div>
                <p>
                    { subject(cards) }{ ": " }{ untrusted(warning) }
                </p>
                if is_of_local_time(warning, cards) {
                    { which_zone(idx, cards, wish) }
                }
                { which_files(cards) }
            </div>
        },
    )
}

/// The warning with which a choice of the zone helps.
fn is_of_local_time(warning: &str, cards: &[&ExportCard]) -> bool {
    let mut sources = cards.iter().filter_map(|card| card.known_source());
    warning.contains(OF_LOCAL_TIME) && sources.any(|source| source.is_zone_open())
}

/// The name of the export, or how many there are.
pub(super) fn subject(cards: &[&ExportCard]) -> Html {
    match cards {
        [card] => html! { { untrusted_as("file-name", &card.name) } },
        _ => html! { <span class="file-name">{ counted(cards.len() as u64, "file") }</span> },
    }
}

/// The names of several exports, folded.
pub(super) fn which_files(cards: &[&ExportCard]) -> Html {
    if cards.len() < 2 {
        return html! {};
    }
    let unlisted = cards.len().saturating_sub(FILES_LISTED);
    html! {
        <details class="which-files">
            <summary>{ icon(Picture::Chevron) }{ "Which files" }</summary>
            <ul>
                for card in cards.iter().take(FILES_LISTED) {
                    <li key={card.id}>{ untrusted(&card.name) }</li>
                }
                if unlisted > 0 {
                    <li>{ format!("and {} more", count(unlisted as u64)) }</li>
                }
            </ul>
        </details>
    }
}

/// A choice of the zone for all exports that a warning is about.
fn which_zone(idx: usize, cards: &[&ExportCard], wish: &Callback<Command>) -> Html {
    const LABEL: &str = "The zone of these times";
    let exports: Vec<ExportId> = cards.iter().map(|card| card.id).collect();
    let chosen = wish.reform(move |minutes| Command::Say {
        exports: exports.clone(),
        said: Said::Zone(minutes),
    });
    let said = cards.first().and_then(|card| card.reading.utc_offset_minutes);
    html! {
        <p class="which-zone">
            { LABEL }{ ": " }
            { zone_picker(format!("warned-zone-{idx}"), LABEL.to_owned(), said, chosen) }
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::card_with_warnings;

    #[test]
    fn a_warning_is_told_once() {
        let cards = [
            card_with_warnings(1, &["cut", "minutes"]),
            card_with_warnings(2, &["cut"]),
            card_with_warnings(3, &[]),
        ];
        let grouped: Vec<(&str, Vec<ExportId>)> = grouped(&cards)
            .into_iter()
            .map(|(warning, cards)| (warning, cards.iter().map(|card| card.id).collect()))
            .collect();
        assert_eq!(grouped, [("cut", vec![1, 2]), ("minutes", vec![1])]);
    }
}
