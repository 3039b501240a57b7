//! The formula language through its front door: a programme in, values out.
#![allow(missing_docs)]
// A test that cannot build its programme has failed: unwrapping says so at the right place.
#![allow(clippy::unwrap_used)]

mod absences;
mod hasard;
mod langage;
mod montage;
mod nationaux;
mod oracle;
mod partitions;
mod proprietes;
mod refus;
mod tombees;
