//! The exports that are hunted in together. Whoever holds them here need not think of rows that are in
//! several of them.

use crate::answer::{Answer, Ready, SightingPlace};
use crate::export::Export;
use crate::hunt::Hunt;
use crate::summary::Summary;
use crate::time::Ticks;

/// Exports that are hunted in together.
#[derive(Debug, Default)]
pub struct Exports {
    exports: Vec<Export>,
    keeps_duplicates: bool,
    /// What hunts start from; `None` when something has changed since.
    ready: Option<Ready>,
}

impl Exports {
    /// No exports yet.
    pub fn new() -> Exports {
        Exports::default()
    }

    /// Adds one; the number of exports before it is its place.
    pub fn push(&mut self, export: Export) {
        self.exports.push(export);
        self.ready = None;
    }

    /// Takes one out.
    ///
    /// # Panics
    ///
    /// There is none at this place.
    pub fn remove(&mut self, place: usize) -> Export {
        self.ready = None;
        self.exports.remove(place)
    }

    /// Says which number is the day in the dates of one, see [`Export::set_day_first`].
    ///
    /// # Panics
    ///
    /// There is none at this place.
    pub fn set_day_first(&mut self, place: usize, day_first: bool) {
        self.exports[place].set_day_first(day_first);
        self.ready = None;
    }

    /// Whether rows that are in several exports count in each of them. They do not unless this is said.
    pub fn keep_duplicates(&mut self, keep: bool) {
        if self.keeps_duplicates != keep {
            self.keeps_duplicates = keep;
            self.ready = None;
        }
    }

    /// How many bytes of memory the indexes take.
    pub fn n_index_bytes(&self) -> usize {
        self.exports.iter().map(Export::n_index_bytes).sum()
    }

    /// The one at this place.
    ///
    /// # Panics
    ///
    /// There is none.
    pub fn at(&self, place: usize) -> &Export {
        &self.exports[place]
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Export> {
        self.exports.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.exports.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.exports.is_empty()
    }

    /// Runs the hunt over all of them. `clock` is the wall clock.
    ///
    /// What does not depend on the hunt is worked out when the first one comes, what depends only on its
    /// terms when these are new. So another window takes no longer than the rows inside it.
    ///
    /// An export whose date order is undecided is listed among the sources and takes no other part: its
    /// rows have no time until somebody says how to read them. Nor does one of which only rows for other terms were kept.
    pub fn hunt(&mut self, hunt: &Hunt, clock: Ticks) -> Answer {
        for export in &mut self.exports {
            let is_set_aside = !export.source.is_kept_for(&hunt.names());
            if export.is_set_aside != is_set_aside {
                export.is_set_aside = is_set_aside;
                self.ready = None;
            }
        }
        let ready = || Ready::of(&mut self.exports, self.keeps_duplicates);
        self.ready.get_or_insert_with(ready).hunt(&self.exports, hunt, clock)
    }

    /// Works out what hunts start from, before the first one comes: it takes as much less time then.
    pub fn make_ready(&mut self) {
        let ready = || Ready::of(&mut self.exports, self.keeps_duplicates);
        self.ready.get_or_insert_with(ready);
    }

    /// Where the rows of one begin that count, ascending: those that are no duplicates of another export's rows.
    /// `None`: it keeps only some of its rows, so nobody can tell.
    ///
    /// # Panics
    ///
    /// There is none at this place.
    pub fn rows_that_count(&mut self, place: usize) -> Option<Vec<u64>> {
        self.make_ready();
        let export = &self.exports[place];
        export.source.kept_terms.is_none().then(|| export.index.rows_that_count())
    }

    /// Where the sightings of a device stand that an answer is about, newest first. `None` when something has changed
    /// since the answer.
    pub fn places_of(
        &self,
        answer: &Answer,
        device_id: &str,
        device_name: &str,
    ) -> Option<Vec<SightingPlace>> {
        self.ready.as_ref()?.places_of(&self.exports, answer, device_id, device_name)
    }

    /// As [`Exports::hunt`], for somebody who wants the whole answer.
    pub fn summarize(&mut self, hunt: &Hunt, clock: Ticks) -> Summary {
        self.hunt(hunt, clock).summary()
    }
}

impl FromIterator<Export> for Exports {
    fn from_iter<I: IntoIterator<Item = Export>>(exports: I) -> Exports {
        Exports { exports: exports.into_iter().collect(), ..Exports::default() }
    }
}

impl<'a> IntoIterator for &'a Exports {
    type Item = &'a Export;
    type IntoIter = std::slice::Iter<'a, Export>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
