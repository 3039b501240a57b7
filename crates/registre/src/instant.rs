//! A moment, given by the caller.

use std::time::Duration;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. The time of the law (Europe/Paris) is a matter of display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment this much later.
    #[must_use]
    pub fn plus(self, duree: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(duree)))
    }

    /// The moment this much earlier.
    #[must_use]
    pub fn minus(self, duree: Duration) -> Self {
        Self(self.0.saturating_sub(milliseconds(duree)))
    }
}

fn milliseconds(duree: Duration) -> i64 {
    i64::try_from(duree.as_millis()).unwrap_or(i64::MAX)
}
