//! Chance as an argument: the same seed gives the same department on every machine.

/// Draws that depend on nothing but the seed, the rank of a beneficiary and a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hasard {
    graine: u64,
}

impl Hasard {
    pub(super) const fn new(graine: u64) -> Self {
        Self { graine }
    }

    /// 64 bits for somebody and something: FNV-1a over the name, then the finaliser of SplitMix64.
    fn bits(self, qui: usize, quoi: &str) -> u64 {
        let nom = quoi
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, octet| (h ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3));
        let mut x = (self.graine ^ nom).wrapping_add((qui as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A whole number from `de` to `a`, both included.
    pub(super) fn entre(self, qui: usize, quoi: &str, de: i64, a: i64) -> i64 {
        let largeur = (i128::from(a) - i128::from(de)).max(0) as u128 + 1;
        let pas = (u128::from(self.bits(qui, quoi)) * largeur) >> 64;
        i64::try_from(i128::from(de) + pas as i128).unwrap_or(de)
    }

    /// True this many times out of ten thousand.
    pub(super) fn arrive(self, qui: usize, quoi: &str, sur_dix_mille: i64) -> bool {
        sur_dix_mille > 0 && self.entre(qui, quoi, 0, 9_999) < sur_dix_mille
    }
}
