//! Text from an export on the screen: as text, apart from the text around it, nothing hidden.

use yew::{Html, html};

use crate::text::{Piece, pieces};

/// A text whose directions cannot reach beyond it, with what hides spelled out.
pub(super) fn untrusted(text: &str) -> Html {
    shown(text, None, &[])
}

/// The same in the look of a class.
pub(super) fn untrusted_as(class: &'static str, text: &str) -> Html {
    shown(text, Some(class), &[])
}

/// The same with terms marked in it.
pub(super) fn untrusted_with_marks(text: &str, terms: &[String]) -> Html {
    shown(text, None, terms)
}

fn shown(text: &str, class: Option<&'static str>, terms: &[String]) -> Html {
    html! {
        <bdi {class}>
            for piece in pieces(text, terms) {
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
