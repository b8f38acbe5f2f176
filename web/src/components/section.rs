//! A part of the sidebar: open on a wide page, folded to its heading and gist on a narrow one.

use yew::{AttrValue, Children, Html, Properties, component, html};

use super::icon::{Icon, Picture};

#[derive(Properties, PartialEq)]
pub(super) struct SectionProps {
    pub(super) id: AttrValue,
    pub(super) heading: AttrValue,
    /// What is in it, in a word or two, for when it is folded.
    pub(super) gist: AttrValue,
    pub(super) narrow: bool,
    pub(super) children: Children,
}

/// A part that folds.
#[component]
pub(super) fn Section(props: &SectionProps) -> Html {
    html! {
        <details class="section" id={props.id.clone()} open={!props.narrow}>
            <summary>
                <Icon picture={Picture::Chevron} />
                <h2>{ props.heading.clone() }</h2>
                <span class="gist">{ props.gist.clone() }</span>
            </summary>
            <div class="section-body">{ props.children.clone() }</div>
        </details>
    }
}
