//! What `html!` calls for an element. Texts and lists are made in [`crate::list`].

use std::mem;

use yew::NodeRef;
use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, Key, Listeners, VNode, VTag as Element,
};

/// Makes elements. Has the name that the macro asks for, and gives what it turns them into.
#[derive(Debug)]
pub enum VTag {}

impl VTag {
    /// Any element but the two below.
    // What is constant is only seen to be so where the call is.
    #[inline(always)]
    pub fn __new_other(
        tag: AttrValue,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
        children: VNode,
    ) -> VNode {
        let AttrValue::Static(name) = tag else {
            return Element::__new_other(tag, node_ref, key, attributes, listeners, children)
                .into();
        };
        // What is constant has nothing to give back. To know that, the compiler would have to look into how.
        mem::forget(tag);
        match (&attributes, &key, &listeners) {
            (&Attributes::Static(constant), None, Listeners::None) => {
                mem::forget((attributes, key, listeners));
                plain(name, constant, node_ref, children)
            }
            _ => full(name, node_ref, key, attributes, listeners, children),
        }
    }

    /// An `input`.
    #[inline(never)]
    pub fn __new_input(
        value: Option<AttrValue>,
        checked: Option<bool>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        Element::__new_input(value, checked, node_ref, key, attributes, listeners).into()
    }

    /// A `textarea`.
    #[inline(never)]
    pub fn __new_textarea(
        value: Option<AttrValue>,
        default_value: Option<AttrValue>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        Element::__new_textarea(value, default_value, node_ref, key, attributes, listeners).into()
    }
}

/// Most are so: nothing about them changes but what is in them.
#[inline(never)]
fn plain(
    tag: &'static str,
    attributes: &'static [(&'static str, AttributeOrProperty)],
    node_ref: NodeRef,
    children: VNode,
) -> VNode {
    full(tag, node_ref, None, Attributes::Static(attributes), Listeners::None, children)
}

#[inline(never)]
fn full(
    tag: &'static str,
    node_ref: NodeRef,
    key: Option<Key>,
    attributes: Attributes,
    listeners: Listeners,
    children: VNode,
) -> VNode {
    let tag = AttrValue::Static(tag);
    Element::__new_other(tag, node_ref, key, attributes, listeners, children).into()
}
