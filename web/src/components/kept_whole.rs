//! A sentence whose dates are not torn apart at the ends of lines.

use yew::{Html, html};

/// A sentence of our own words; text from an export is shown by `untrusted`. Browsers break lines behind
/// hyphens, which dates are full of.
pub(super) fn kept_whole(sentence: &str) -> Html {
    html! {
        for (idx, word) in sentence.split(' ').enumerate() {
            if idx > 0 {
                { " " }
            }
            if word.contains('-') {
                <span class="kept-whole">{ word }</span>
            } else {
                { word }
            }
        }
    }
}
