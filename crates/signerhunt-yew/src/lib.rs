//! Yew as the page uses it: all that Yew has, but `html!` makes its elements, texts and children by the functions here.
//!
//! The macro calls whatever stands under `::yew` by the names below, and Yew's own functions are put anew into every place
//! that has an element, some four hundred times: all fields of the element, the most of them empty, then the copy of it
//! into memory of its own. Here that happens once, and a place that has an element hands over what is its own. It is
//! not a layer above Yew: there are no other names, types or rules than Yew's.

pub use yew::*;

mod element;
mod list;

/// Yew's, but for what the macro calls to make nodes.
pub mod virtual_dom {
    pub use yew::virtual_dom::*;

    pub use crate::element::VTag;
    pub use crate::list::VText;
}

/// Yew's, but for what the macro calls to make several children one node.
pub mod html {
    pub use yew::html::*;

    pub use crate::list::ChildrenRenderer;
}
