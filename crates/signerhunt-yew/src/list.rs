//! What `html!` calls for texts and for several children. Elements are made in [`crate::element`].

use std::mem;

use yew::html::{ChildrenRenderer as Renderer, IntoPropValue};
use yew::virtual_dom::{AttrValue, VNode, VText as Text};

/// Makes texts. Has the name that the macro asks for, and gives what it turns them into.
#[derive(Debug)]
pub enum VText {}

impl VText {
    /// A text that stands in the macro.
    // That it is constant is only seen where the call is.
    #[inline(always)]
    #[expect(clippy::new_ret_no_self, reason = "the macro asks for this name")]
    pub fn new(text: AttrValue) -> VNode {
        let AttrValue::Static(constant) = text else {
            return Text::new(text).into();
        };
        mem::forget(text);
        constant_text(constant)
    }
}

#[inline(never)]
fn constant_text(text: &'static str) -> VNode {
    Text::new(text).into()
}

/// Makes the children of an element one node, likewise.
#[derive(Debug)]
pub enum ChildrenRenderer {}

impl ChildrenRenderer {
    /// The node.
    #[inline(never)]
    #[expect(clippy::new_ret_no_self, reason = "the macro asks for this name")]
    pub fn new(children: Vec<VNode>) -> VNode {
        IntoPropValue::<VNode>::into_prop_value(Renderer::new(children))
    }
}
