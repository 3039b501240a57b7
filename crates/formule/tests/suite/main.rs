//! The formula language through its front door: a programme in, values out.
#![allow(missing_docs)]

mod absences;
mod hasard;
mod montage;
mod nationaux;
mod oracle;
mod proprietes;
mod refus;
