//! A part of the sidebar: open on a wide page, folded to its heading and gist on a narrow one.

use yew::{AttrValue, Html, html};

use super::icon::{Picture, icon};

/// What stands above such a part.
pub(super) struct Heading {
    pub(super) id: &'static str,
    pub(super) text: &'static str,
    /// What is in the part, in a word or two, for when it is folded.
    pub(super) gist: AttrValue,
}

/// A part that folds.
pub(super) fn section(heading: Heading, narrow: bool, body: Html) -> Html {
    html! {
        <details class="section" id={heading.id} open={!narrow}>
            <summary>
                { icon(Picture::Chevron) }
                <h2>{ heading.text }</h2>
                <span class="gist">{ heading.gist }</span>
            </summary>
            <div class="section-body">{ body }</div>
        </details>
    }
}
