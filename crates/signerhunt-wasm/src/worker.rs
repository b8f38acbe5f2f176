//! The engine in a Web Worker: messages in, messages out, and a last word when it breaks down.
//!
//! What the messages say is [`crate::protocol`]; what is done about them is [`crate::session`].

use std::panic::PanicHookInfo;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

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
        match serde_wasm_bindgen::from_value::<Request>(message.data()) {
            Ok(request) => session.handle(request),
            Err(error) => post(&Event::Failed {
                message: format!("a request was not understood ({error}); reload the page"),
            }),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    post(&Event::Ready);
}

/// A panic ends the worker; without this the page would only hear "unreachable".
fn say_last_word(info: &PanicHookInfo<'_>) {
    post(&Event::Crashed { message: info.to_string() });
}

fn post(event: &Event) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let posted = event
        .serialize(&serde_wasm_bindgen::Serializer::new())
        .map_err(JsValue::from)
        .and_then(|message| scope.post_message(&message));
    if let Err(error) = posted {
        // The page would wait for ever for a message that is lost; an error reaches it.
        wasm_bindgen::throw_val(error);
    }
}
