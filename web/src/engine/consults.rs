//! Questions about rules that were asked and not answered yet. What they are about, and what the replies mean, is not known here.

/// What is done with a reply, or with the reason why there is none.
pub(super) type Then = Box<dyn FnOnce(Result<String, String>)>;

/// The questions, by number.
#[derive(Default)]
pub(super) struct Consults {
    waiting: Vec<(u32, Then)>,
    last: u32,
}

impl Consults {
    /// Takes one in, under a new number.
    pub(super) fn put(&mut self, then: Then) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.waiting.push((self.last, then));
        self.last
    }

    /// Takes one out.
    pub(super) fn take(&mut self, number: u32) -> Option<Then> {
        let place = self.waiting.iter().position(|(waiting, _)| *waiting == number)?;
        Some(self.waiting.swap_remove(place).1)
    }

    /// Takes all out. Their numbers are not used again.
    pub(super) fn take_all(&mut self) -> Vec<Then> {
        self.waiting.drain(..).map(|(_, then)| then).collect()
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
