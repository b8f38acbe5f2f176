//! What an export is packed in. gzip is unpacked on the way in where the engine was built to; where it was not, whoever
//! feeds it has unpacked before.

#[cfg(feature = "gzip")]
pub(crate) use signerhunt_gzip::Unpacker;

/// Lets everything pass through as it is.
#[cfg(not(feature = "gzip"))]
pub(crate) struct Unpacker;

#[cfg(not(feature = "gzip"))]
impl Unpacker {
    pub(crate) fn new(_max_unpacked_bytes: u64) -> Unpacker {
        Unpacker
    }

    pub(crate) fn passing() -> Unpacker {
        Unpacker
    }

    pub(crate) fn feed<E>(
        &mut self,
        piece: &[u8],
        on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        on_bytes(piece)
    }

    pub(crate) fn finish<E>(
        &mut self,
        _on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<String>, E> {
        Ok(None)
    }

    pub(crate) fn failure(&self, _trouble: Option<&str>) -> Option<String> {
        None
    }

    pub(crate) fn n_unpacked(&self) -> Option<u64> {
        None
    }

    pub(crate) fn is_plain(&self) -> bool {
        true
    }

    pub(crate) fn is_gzip(&self) -> bool {
        false
    }
}
