//! Reading a drawing back: it must be well formed, and nothing of its texts may be anything else.

/// The texts of a class, in their order.
pub(crate) fn textes(svg: &str, classe: &str) -> Vec<String> {
    let mut textes = Vec::new();
    for morceau in svg.split("<text ").skip(1) {
        let (attributs, suite) = morceau.split_once('>').unwrap();
        let classes = attribut(attributs, "class");
        if classes.split(' ').any(|c| c == classe) {
            textes.push(rendre(suite.split('<').next().unwrap()));
        }
    }
    textes
}

pub(crate) fn attribut<'a>(attributs: &'a str, nom: &str) -> &'a str {
    let cle = format!("{nom}=\"");
    attributs.split_once(&cle).map_or("", |(_, suite)| suite.split('"').next().unwrap())
}

pub(crate) fn rendre(texte: &str) -> String {
    texte.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Checks what every drawing must have, and that its elements open and close each other.
pub(crate) fn verifier(svg: &str, id: &str) {
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
    assert!(svg.contains("role=\"img\"") && svg.contains(&format!("aria-labelledby=\"{id}-t {id}-d\"")));
    assert!(svg.contains(&format!("<title id=\"{id}-t\">")) && svg.contains(&format!("<desc id=\"{id}-d\">")));
    for interdit in ["style=", "<style", "<script", " on", "href", "<foreignObject", "NaN"] {
        let hors_textes: String =
            svg.split('<').map(|m| m.split_once('>').map_or(m, |(balise, _)| balise)).collect::<Vec<_>>().join("<");
        assert!(!format!("<{hors_textes}").contains(interdit), "{interdit} : {svg}");
    }
    let mut ouvertes = Vec::new();
    for morceau in svg.split('<').skip(1) {
        let (balise, _) = morceau.split_once('>').unwrap();
        let nom = balise.split([' ', '/']).find(|n| !n.is_empty()).unwrap();
        if balise.starts_with('/') {
            assert_eq!(ouvertes.pop(), Some(nom), "{svg}");
        } else if !balise.ends_with('/') {
            ouvertes.push(nom);
        }
    }
    assert!(ouvertes.is_empty(), "{svg}");
    // Every pattern that is used exists, under an id of this drawing.
    for usage in svg.split("url(#").skip(1) {
        let motif = usage.split(')').next().unwrap();
        assert!(motif.starts_with(id) && svg.contains(&format!("<pattern id=\"{motif}\"")), "{motif}");
    }
    let mut ids: Vec<&str> = svg.split(" id=\"").skip(1).map(|m| m.split('"').next().unwrap()).collect();
    let nombre = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), nombre, "{svg}");
}
