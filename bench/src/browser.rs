//! stub
use crate::arguments::Measuring;
use crate::report::Section;
use crate::trouble::Trouble;
pub(crate) fn measure(_: &Measuring) -> Result<Section, Trouble> {
    Err(Trouble::new("not yet"))
}
