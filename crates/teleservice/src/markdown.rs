//! A small subset of Markdown as HTML that is ours: nothing of the text passes unescaped, neither tags nor attributes.

use convention::ecriture::typographier;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A text ready to be shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendu {
    /// Its first title, which is not in the body.
    pub(crate) titre: String,
    /// Its body.
    pub(crate) html: String,
    /// The anchors of its parts, and their titles.
    pub(crate) parties: Vec<(String, String)>,
}

/// Renders a text.
pub(crate) fn rendre(source: &str) -> Rendu {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut redacteur = Redacteur::default();
    for evenement in Parser::new_ext(source, options) {
        redacteur.ecrire(evenement);
    }
    redacteur.rendu
}

#[derive(Default)]
struct Redacteur {
    rendu: Rendu,
    /// The heading being read, its level and its anchor.
    titre: Option<(HeadingLevel, String, String)>,
    /// Is this the head of a table?
    en_tete: bool,
    /// For each link open, was it written as one?
    liens: Vec<bool>,
}

impl Redacteur {
    fn ecrire(&mut self, evenement: Event<'_>) {
        match evenement {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let ancre = id.as_deref().filter(|id| est_une_ancre(id)).unwrap_or_default().to_owned();
                self.titre = Some((level, ancre, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.finir_un_titre(),
            Event::Start(balise) => self.ouvrir(&balise),
            Event::End(balise) => self.fermer(balise),
            // A tag written in the text is shown as it was written.
            Event::Text(texte) | Event::Html(texte) | Event::InlineHtml(texte) => self.texte(&texte),
            Event::Code(texte) => self.entourer("code", &texte),
            Event::SoftBreak => self.texte("\n"),
            Event::HardBreak => self.rendu.html.push_str("<br>"),
            Event::Rule => self.rendu.html.push_str("<hr>"),
            _ => {}
        }
    }

    fn ouvrir(&mut self, balise: &Tag<'_>) {
        let ecrit = match balise {
            Tag::Paragraph | Tag::HtmlBlock => "<p>",
            Tag::BlockQuote(_) => "<blockquote>",
            Tag::CodeBlock(_) => "<pre>",
            Tag::List(None) => "<ul class=\"puces\">",
            Tag::List(Some(_)) => "<ol class=\"numeros\">",
            Tag::Item => "<li>",
            Tag::Emphasis => "<em>",
            Tag::Strong => "<strong>",
            Tag::Table(_) => {
                // A table is titled by the part that it stands in.
                let partie = self.rendu.parties.last().map_or(self.rendu.titre.as_str(), |(_, titre)| titre.as_str());
                let partie = partie.to_owned();
                let html = &mut self.rendu.html;
                html.push_str("<div class=\"defile\"><table class=\"tableau\"><caption class=\"seul-lecteur\">");
                echapper(html, &partie);
                "</caption>"
            }
            Tag::TableHead => {
                self.en_tete = true;
                "<thead><tr>"
            }
            Tag::TableRow => "<tr>",
            Tag::TableCell if self.en_tete => "<th scope=\"col\">",
            Tag::TableCell => "<td>",
            Tag::Link { dest_url, .. } => return self.ouvrir_un_lien(dest_url),
            _ => return,
        };
        self.rendu.html.push_str(ecrit);
    }

    fn fermer(&mut self, balise: TagEnd) {
        let ecrit = match balise {
            TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</pre>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.en_tete = false;
                "</tr></thead>\n<tbody>"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.en_tete => "</th>",
            TagEnd::TableCell => "</td>",
            TagEnd::Link => match self.liens.pop() {
                Some(true) => "</a>",
                _ => "",
            },
            _ => "",
        };
        self.rendu.html.push_str(ecrit);
    }

    /// A link leads to one of our pages, to a secure address or to a letter box; otherwise only its words are shown.
    fn ouvrir_un_lien(&mut self, adresse: &CowStr<'_>) {
        let ici = adresse.starts_with('#') || (adresse.starts_with('/') && !adresse.starts_with("//"));
        let permis = ici || adresse.starts_with("https://") || adresse.starts_with("mailto:");
        self.liens.push(permis && self.titre.is_none());
        if permis && self.titre.is_none() {
            self.rendu.html.push_str("<a href=\"");
            echapper(&mut self.rendu.html, adresse);
            self.rendu.html.push_str("\">");
        }
    }

    fn texte(&mut self, texte: &str) {
        let texte = typographier(texte);
        match &mut self.titre {
            Some((_, _, titre)) => titre.push_str(&texte),
            None => echapper(&mut self.rendu.html, &texte),
        }
    }

    fn entourer(&mut self, balise: &str, texte: &str) {
        if self.titre.is_some() {
            return self.texte(texte);
        }
        self.rendu.html.push_str(&format!("<{balise}>"));
        echapper(&mut self.rendu.html, texte);
        self.rendu.html.push_str(&format!("</{balise}>"));
    }

    fn finir_un_titre(&mut self) {
        let Some((niveau, ancre, titre)) = self.titre.take() else { return };
        if niveau == HeadingLevel::H1 && self.rendu.titre.is_empty() {
            self.rendu.titre = titre;
            return;
        }
        let balise = if niveau <= HeadingLevel::H2 { "h2" } else { "h3" };
        let html = &mut self.rendu.html;
        html.push_str(&format!("<{balise}"));
        if !ancre.is_empty() {
            html.push_str(&format!(" id=\"{ancre}\""));
        }
        html.push('>');
        echapper(html, &titre);
        html.push_str(&format!("</{balise}>\n"));
        if balise == "h2" && !ancre.is_empty() {
            self.rendu.parties.push((ancre, titre));
        }
    }
}

fn est_une_ancre(texte: &str) -> bool {
    texte.starts_with(|c: char| c.is_ascii_lowercase())
        && texte.bytes().all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-')
}

fn echapper(sortie: &mut String, texte: &str) {
    for c in texte.chars() {
        match c {
            '&' => sortie.push_str("&amp;"),
            '<' => sortie.push_str("&lt;"),
            '>' => sortie.push_str("&gt;"),
            '"' => sortie.push_str("&quot;"),
            '\'' => sortie.push_str("&#39;"),
            c => sortie.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rendre;

    #[test]
    fn what_is_written_is_shown_and_never_run() {
        let texte = "# T\n\n<script>alert(1)</script>\n\nUn <b onclick=x>mot</b>, [un](javascript:alert(1)) \
             [deux](//ailleurs.example) [trois](/aide#suivi \"t\") ![i](https://x.example/i.png)\n\n\
             ## P {#suivi onclick=x .c}\n\n## Q {#Pas\"bon}\n";
        let html = rendre(texte).html;
        for interdit in
            ["<script", "<b ", "javascript", "//ailleurs", "onclick=\"", "<img", "class=\"c\"", "Pas\"bon\""]
        {
            assert!(!html.contains(interdit), "{interdit} dans {html}");
        }
        assert!(html.contains("&lt;script&gt;") && html.contains("<a href=\"/aide#suivi\">trois</a>"), "{html}");
        assert!(html.contains("<h2 id=\"suivi\">P</h2>"), "{html}");
    }

    #[test]
    fn a_text_has_a_title_parts_lists_and_tables() {
        let rendu =
            rendre("# Titre : un\n\nA **b** *c*.\n\n## Deux {#deux}\n\n- x\n- y\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        assert_eq!(rendu.titre, "Titre\u{a0}: un");
        assert_eq!(rendu.parties, [("deux".to_owned(), "Deux".to_owned())]);
        for attendu in [
            "<strong>b</strong>",
            "<li>x</li>",
            "<caption class=\"seul-lecteur\">Deux</caption>",
            "<th scope=\"col\">a</th>",
            "<td>2</td>",
        ] {
            assert!(rendu.html.contains(attendu), "{attendu} dans {}", rendu.html);
        }
    }
}
