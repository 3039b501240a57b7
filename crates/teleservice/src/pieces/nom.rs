//! The name of a file: what a browser sends is text from elsewhere, and becomes a name that can be shown.

/// Beyond, the middle of the name is of no use to anybody.
const LONGUEUR: usize = 200;

/// Why a name cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NomRefuse {
    /// It holds characters that one does not see, which may make it read as another.
    Invisible,
    /// Nothing is left of it.
    Vide,
}

/// The name to keep: without the folders before it, of a reasonable length, its extension last.
pub(crate) fn nettoyer(brut: &str) -> Result<String, NomRefuse> {
    let brut = decoder(brut);
    // Some browsers send the whole path, with the separator of their system.
    let nom = brut.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if nom.chars().any(invisible) {
        return Err(NomRefuse::Invisible);
    }
    let (debut, extension) = nom.rsplit_once('.').unwrap_or((nom, ""));
    if debut.trim_matches(['.', ' ']).is_empty() {
        return Err(NomRefuse::Vide);
    }
    if nom.chars().count() <= LONGUEUR {
        return Ok(nom.to_owned());
    }
    let place = LONGUEUR.saturating_sub(extension.chars().count() + 1);
    let debut: String = debut.chars().take(place).collect();
    Ok(format!("{debut}.{extension}").chars().take(LONGUEUR).collect())
}

/// The same name, for a sentence that refuses it.
pub(crate) fn montrer(brut: &str) -> String {
    let brut = decoder(brut);
    let nom = brut.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = nom.chars().filter(|c| !invisible(*c)).take(80).collect();
    if visible.trim().is_empty() { "Fichier sans nom".to_owned() } else { visible }
}

/// Browsers write these three so in the header of a part.
fn decoder(brut: &str) -> String {
    brut.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// Control characters, marks of direction and characters without width.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// « 412 Ko », « 1,2 Mo ».
pub(crate) fn taille(octets: i64) -> String {
    const KO: i64 = 1024;
    match octets {
        ..=1 => "1\u{a0}octet".to_owned(),
        2..KO => format!("{octets}\u{a0}octets"),
        KO..1_047_553 => format!("{}\u{a0}Ko", (octets + KO / 2) / KO),
        _ => {
            let dixiemes = (octets * 10 + KO * KO / 2) / (KO * KO);
            format!("{},{}\u{a0}Mo", dixiemes / 10, dixiemes % 10)
        }
    }
}

/// The value of the header that names a download, for browsers of all ages (RFC 6266, RFC 8187).
pub(crate) fn disposition(nom: &str) -> String {
    let simple: String =
        nom.chars().map(|c| if c.is_ascii_alphanumeric() || ". -_()".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{}", pour_adresse(nom))
}

/// A text inside an address.
pub(crate) fn pour_adresse(texte: &str) -> String {
    texte
        .bytes()
        .map(|octet| match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(octet).to_string(),
            _ => format!("%{octet:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_keeps_its_extension() {
        assert_eq!(nettoyer("C:\\Bureau\\facture é.pdf").as_deref(), Ok("facture é.pdf"));
        assert_eq!(nettoyer("../../etc/facture.pdf").as_deref(), Ok("facture.pdf"));
        let long = nettoyer(&format!("{}.pdf", "é".repeat(300))).unwrap_or_default();
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with("é.pdf"));
    }

    #[test]
    fn a_name_that_does_not_read_as_it_is_is_refused() {
        for brut in ["a\u{202e}fdp.exe", "a\tb.pdf", "a%0Ab.pdf", "a\u{200b}.pdf", "a\0.pdf"] {
            assert_eq!(nettoyer(brut), Err(NomRefuse::Invisible), "{brut:?}");
        }
        for brut in ["", ".pdf", "..", "dossier/", " .pdf"] {
            assert_eq!(nettoyer(brut), Err(NomRefuse::Vide), "{brut:?}");
        }
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let dites = [1, 1023, 1024, 421_888, 1_047_552, 1_047_553, 1_258_291, 10_485_760].map(taille);
        let attendues = ["1 octet", "1023 octets", "1 Ko", "412 Ko", "1023 Ko", "1,0 Mo", "1,2 Mo", "10,0 Mo"];
        assert_eq!(dites.map(|dite| dite.replace('\u{a0}', " ")), attendues);
    }

    #[test]
    fn a_download_keeps_its_name_and_cannot_forge_a_header() {
        assert_eq!(
            disposition("été \"1\".pdf"),
            "attachment; filename=\"_t_ _1_.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.pdf"
        );
    }
}
