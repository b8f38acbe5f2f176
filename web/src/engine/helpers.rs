//! The workers that help the engine to read. The page makes them when the engine asks, and ends them when
//! nothing is being read; what they do is up to the engine.

use std::rc::Rc;

use js_sys::Array;
use signerhunt_wasm::protocol::{Event, Request};
use web_sys::MessageChannel;

use super::host::{Host, Signal};

/// Running helpers. Dropping them ends them.
pub(super) struct Helpers {
    _hosts: Vec<Host>,
    /// The engine's ends of the lines to them.
    pub(super) ports: Array,
}

impl Helpers {
    /// Starts up to so many. `lose` hears the place of each that does not start or breaks down.
    pub(super) fn start(n_helpers: u32, lose: &Rc<dyn Fn(u32)>) -> Helpers {
        let mut helpers = Helpers { _hosts: Vec::new(), ports: Array::new() };
        for idx in 0..n_helpers {
            let lose = lose.clone();
            let hear: Rc<dyn Fn(Signal)> = Rc::new(move |signal| {
                let is_gone = match signal {
                    Signal::Told(event) => matches!(*event, Event::Crashed { .. }),
                    Signal::CouldNotStart { .. } | Signal::Broke { .. } => true,
                };
                if is_gone {
                    lose(idx);
                }
            });
            // Fewer do as well.
            let (Ok(channel), Some(host)) = (MessageChannel::new(), Host::worker(&hear)) else {
                break;
            };
            host.send(Request::Help { port: channel.port1() });
            helpers.ports.push(&channel.port2());
            helpers._hosts.push(host);
        }
        helpers
    }
}
