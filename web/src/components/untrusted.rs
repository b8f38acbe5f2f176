//! Text from an export on the screen: as text, apart from the text around it, nothing hidden.

use std::rc::Rc;

use yew::{AttrValue, Classes, Html, Properties, component, html};

use crate::text::{Piece, pieces};

#[derive(Properties, PartialEq)]
pub(super) struct UntrustedProps {
    pub(super) text: AttrValue,
    /// Terms to mark in it.
    #[prop_or_default]
    pub(super) terms: Option<Rc<[String]>>,
    #[prop_or_default]
    pub(super) class: Classes,
}

/// A text whose directions cannot reach beyond it, with what hides spelled out.
#[component]
pub(super) fn Untrusted(props: &UntrustedProps) -> Html {
    let terms = props.terms.as_deref().unwrap_or_default();
    html! {
        <bdi class={props.class.clone()}>
            for piece in pieces(&props.text, terms) {
                { drawn(&piece) }
            }
        </bdi>
    }
}

fn drawn(piece: &Piece<'_>) -> Html {
    match piece {
        // A path may break behind each folder, and so does rather than within a name.
        Piece::Plain(text) => html! {
            for (idx, part) in text.split_inclusive('/').enumerate() {
                if idx > 0 {
                    <wbr />
                }
                { part }
            }
        },
        Piece::Marked(text) => html! { <mark>{ *text }</mark> },
        Piece::Token(token) => html! { <span class="token">{ token }</span> },
    }
}
