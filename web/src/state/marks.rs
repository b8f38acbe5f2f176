//! Marks of what is expected: a person sets them and takes them away. What follows from them is the engine's business.

use std::rc::Rc;

use signerhunt::{Expected, ExpectedDevice};
use signerhunt_wasm::protocol::Expectation;

use super::{DeviceKey, State};

/// Something that can be marked as expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// A tool.
    Tool(String),
    /// A signer.
    Signer(String),
    /// A device.
    Device(DeviceKey),
}

impl State {
    /// Marks it, or takes the mark away.
    pub(super) fn toggle_mark(&mut self, mark: Mark) {
        let expected = Rc::make_mut(&mut self.expected);
        match mark {
            Mark::Tool(tool) => toggle(&mut expected.tools, tool),
            Mark::Signer(signer) => toggle(&mut expected.signers, signer),
            Mark::Device((device_id, device_name)) => {
                toggle(&mut expected.devices, ExpectedDevice { device_id, device_name });
            }
        }
        self.marks_changed();
    }

    /// Other marks take the place of all that were there.
    pub(super) fn take_marks(&mut self, expected: Expected) {
        self.expected = Rc::new(expected);
        self.marks_changed();
    }

    fn marks_changed(&mut self) {
        if self.expected.is_empty() {
            // Nothing would be left to choose from.
            self.view.expectation = Expectation::Any;
        }
        self.ask(false);
    }

    /// How many marks there are.
    pub(crate) fn n_marks(&self) -> usize {
        let Expected { tools, signers, devices } = &*self.expected;
        tools.len() + signers.len() + devices.len()
    }
}

/// Puts it in, or takes it out if it is there.
fn toggle<T: PartialEq>(marked: &mut Vec<T>, item: T) {
    match marked.iter().position(|known| *known == item) {
        Some(place) => drop(marked.remove(place)),
        None => marked.push(item),
    }
}
