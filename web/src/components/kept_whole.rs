//! A sentence whose dates are not torn apart at the ends of lines.

use yew::{AttrValue, Html, Properties, component, html};

#[derive(Properties, PartialEq)]
pub(super) struct KeptWholeProps {
    /// Our own words; text from an export is shown by `untrusted`.
    pub(super) sentence: AttrValue,
}

/// Browsers break lines behind hyphens, which dates are full of.
#[component]
pub(super) fn KeptWhole(props: &KeptWholeProps) -> Html {
    html! {
        for (idx, word) in props.sentence.split(' ').enumerate() {
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
