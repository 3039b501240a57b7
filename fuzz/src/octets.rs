//! Bytes spent one after the other; zeros once there are none left, so that a short input is a valid one.

pub(crate) struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    pub(crate) fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    pub(crate) fn octet(&mut self) -> u8 {
        let Some((premier, reste)) = self.0.split_first() else { return 0 };
        self.0 = reste;
        *premier
    }

    pub(crate) fn epuises(&self) -> bool {
        self.0.is_empty()
    }

    /// A rank under `n`, which is at most 256.
    pub(crate) fn sous(&mut self, n: usize) -> usize {
        usize::from(self.octet()) % n
    }

    /// Once in `n`; never when there are no bytes left.
    pub(crate) fn une_fois_sur(&mut self, n: usize) -> bool {
        self.sous(n) == n - 1
    }

    pub(crate) fn parmi<T: Copy>(&mut self, liste: &[T]) -> T {
        liste[self.sous(liste.len())]
    }

    pub(crate) fn entier(&mut self) -> i64 {
        (0..8).fold(0, |n, _| n << 8 | i64::from(self.octet()))
    }
}
