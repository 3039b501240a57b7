//! Values beside a value: one cent, one point of percentage, one count away.

/// What may stand in the place of a value of a rule file. `ancien` and the results are as written in TOML.
pub(crate) fn near(genre: &str, ancien: &str) -> Vec<String> {
    match ancien {
        "true" => return vec!["false".to_owned()],
        "false" => return vec!["true".to_owned()],
        "\"inconnu\"" => return zero(genre).map(str::to_owned).into_iter().collect(),
        _ => {}
    }
    let (texte, entre_guillemets) = match ancien.strip_prefix('"').and_then(|reste| reste.strip_suffix('"')) {
        Some(texte) => (texte, true),
        None => (ancien, false),
    };
    let quote = |texte: String| if entre_guillemets { format!("\"{texte}\"") } else { texte };
    if let Some((numerateur, denominateur)) = texte.split_once('/') {
        let Some(nombre) = Nombre::read(numerateur) else { return Vec::new() };
        return nombre.beside(0).into_iter().map(|n| quote(format!("{n}/{denominateur}"))).collect();
    }
    let (quantite, suffixe, decimales) = if let Some(euros) = texte.trim_end().strip_suffix('€') {
        (euros, " €", 2)
    } else if let Some(taux) = texte.trim_end().strip_suffix('%') {
        (taux, " %", 0)
    } else {
        (texte, "", 0)
    };
    let Some(nombre) = Nombre::read(quantite) else { return Vec::new() };
    nombre.beside(decimales).into_iter().map(|n| quote(format!("{n}{suffixe}"))).collect()
}

/// Bounds of a range key (`">= 3"`, `"90..94"`), one step away.
pub(crate) fn near_range(ancien: &str) -> Vec<String> {
    let texte = ancien.trim_matches('"');
    if let Some((bas, haut)) = texte.split_once("..") {
        let (Some(b), Some(h)) = (Nombre::read(bas), Nombre::read(haut)) else { return Vec::new() };
        return h
            .beside(0)
            .iter()
            .map(|h| format!("\"{bas}..{h}\""))
            .chain(b.beside(0).iter().map(|b| format!("\"{b}..{haut}\"")))
            .collect();
    }
    for signe in [">=", "<=", ">", "<"] {
        if let Some(borne) = texte.strip_prefix(signe) {
            let Some(nombre) = Nombre::read(borne) else { return Vec::new() };
            return nombre.beside(0).into_iter().map(|n| format!("\"{signe} {n}\"")).collect();
        }
    }
    Vec::new()
}

/// A value for what is unknown: a case that says « incomplet » must notice that it is no longer so.
fn zero(genre: &str) -> Option<&'static str> {
    match genre.split(' ').next().unwrap_or_default() {
        "montant" => Some("\"0 €\""),
        "taux" => Some("\"0 %\""),
        "nombre" => Some("0"),
        "oui_non" => Some("false"),
        _ => None,
    }
}

/// A decimal number as the rules write it: `1 225`, `0,064`, `5_000`.
struct Nombre {
    unites: i128,
    decimales: usize,
}

impl Nombre {
    fn read(texte: &str) -> Option<Self> {
        let nu: String = texte.chars().filter(|c| !matches!(c, ' ' | '_' | '\u{a0}' | '\u{202f}')).collect();
        let (entier, fraction) = nu.split_once(',').unwrap_or((&nu, ""));
        let decimales = fraction.len();
        format!("{entier}{fraction}").parse().ok().map(|unites| Self { unites, decimales })
    }

    /// One step above and one below, a step being the last digit written or `decimales`, whichever is finer.
    fn beside(&self, decimales: usize) -> Vec<String> {
        let fin = self.decimales.max(decimales);
        let unites = self.unites * 10_i128.pow((fin - self.decimales) as u32);
        [unites + 1, unites - 1].into_iter().filter(|n| *n >= 0 || self.unites < 0).map(|n| write(n, fin)).collect()
    }
}

fn write(unites: i128, decimales: usize) -> String {
    if decimales == 0 {
        return unites.to_string();
    }
    let signe = if unites < 0 { "-" } else { "" };
    let pas = 10_i128.pow(decimales as u32);
    format!("{signe}{},{:0decimales$}", unites.abs() / pas, unites.abs() % pas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_moves_by_a_cent_or_by_its_last_digit() {
        assert_eq!(near("montant", "\"1 225 €\""), ["\"1225,01 €\"", "\"1224,99 €\""]);
        assert_eq!(near("montant par FSE", "\"0,064 €\""), ["\"0,065 €\"", "\"0,063 €\""]);
        assert_eq!(near("montant", "\"0 €\""), ["\"0,01 €\""]);
    }

    #[test]
    fn rates_counts_and_fractions_move_by_one() {
        assert_eq!(near("taux", "\"95 %\""), ["\"96 %\"", "\"94 %\""]);
        assert_eq!(near("taux", "\"0,06 %\""), ["\"0,07 %\"", "\"0,05 %\""]);
        assert_eq!(near("taux", "\"1/3\""), ["\"2/3\"", "\"0/3\""]);
        assert_eq!(near("nombre FSE", "5_000"), ["5001", "4999"]);
        assert_eq!(near("oui_non", "true"), ["false"]);
    }

    #[test]
    fn the_unknown_becomes_known() {
        assert_eq!(near("montant par patient", "\"inconnu\""), ["\"0 €\""]);
        assert!(near("choix", "\"inconnu\"").is_empty());
    }

    #[test]
    fn the_bounds_of_a_range_key_move() {
        assert_eq!(near_range("\">= 3\""), ["\">= 4\"", "\">= 2\""]);
        assert_eq!(near_range("\"90..94\""), ["\"90..95\"", "\"90..93\"", "\"91..94\"", "\"89..94\""]);
        assert!(near_range("\"alpha\"").is_empty());
    }
}
