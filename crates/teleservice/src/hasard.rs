//! Chance, straight from the operating system.

use crate::refus::Refus;

/// 256 bits.
pub(crate) fn tirer() -> Result<[u8; 32], Refus> {
    let mut octets = [0_u8; 32];
    getrandom::fill(&mut octets).map_err(|_| Refus::panne("tirer au hasard : le système ne répond pas"))?;
    Ok(octets)
}

/// An opaque identifier of 128 bits, for what stands in addresses.
pub(crate) fn identifiant() -> Result<String, Refus> {
    Ok(ecrire(&tirer()?[..16]))
}

/// Bytes as hexadecimal digits.
pub(crate) fn ecrire(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// The 32 bytes of 64 hexadecimal digits.
pub(crate) fn lire(texte: &str) -> Option<[u8; 32]> {
    if texte.len() != 64 || !texte.bytes().all(|octet| octet.is_ascii_hexdigit()) {
        return None;
    }
    let mut octets = [0_u8; 32];
    for (octet, rang) in octets.iter_mut().zip((0..64).step_by(2)) {
        *octet = u8::from_str_radix(texte.get(rang..rang + 2)?, 16).ok()?;
    }
    Some(octets)
}
