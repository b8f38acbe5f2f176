//! The engine in a Web Worker: messages in, messages out, and a last word when it breaks down.
//!
//! What the messages say is [`crate::protocol`]; what is done about them is [`crate::session`].

use std::panic::PanicHookInfo;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::crossing;
use crate::protocol::{Event, Request};
use crate::session::{Pace, Session};

/// Takes over the worker this runs in: listens for requests and says that it is ready.
///
/// Does nothing when this is not a dedicated worker.
pub fn start_worker() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    std::panic::set_hook(Box::new(say_last_word));
    let session = Session::new(Rc::new(|event| post(&event)), Pace::Worker);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match crossing::from_value::<Request>(&message.data()) {
            Some(request) => session.handle(request),
            None => post(&Event::Failed {
                message: "a request was not understood; reload the page".to_owned(),
            }),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    post(&Event::Ready);
}

/// The name under which an engine that breaks down says why: `{lastWord: "text"}`, which is no message.
pub const LAST_WORD: &str = "lastWord";

/// A panic ends the worker; without this the page would only hear "unreachable".
fn say_last_word(info: &PanicHookInfo<'_>) {
    let word = Object::new();
    // A new object takes whatever is set.
    let _ = Reflect::set(&word, &LAST_WORD.into(), &info.to_string().into());
    post_value(&word);
}

fn post(event: &Event) {
    post_value(&crossing::to_value(event));
}

fn post_value(value: &JsValue) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    if let Err(error) = scope.post_message(value) {
        // The page would wait for ever for a message that is lost; an error reaches it.
        wasm_bindgen::throw_val(error);
    }
}
