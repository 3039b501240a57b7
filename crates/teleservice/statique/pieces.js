
// Pieces are sent as soon as they are chosen or dropped, one request per file, with its progress and a way to cancel.
// Everything is said again by the server, which alone decides.
(() => {
  const lisible = (octets) => `${(octets / 1048576).toFixed(1).replace(".", ",")}\u00a0Mo`;

  // What is over the limit is never said with the words of the limit.
  const enTrop = (octets, limite) => (lisible(octets) === lisible(limite) ? "un peu plus de 10\u00a0Mo" : lisible(octets));

  // Known before anything is sent: the size, and the end of the name.
  const refuser = (fichier, champ, limite) => {
    const nom = fichier.name.toLowerCase();
    const accepte = champ.accept.split(",").some((fin) => nom.endsWith(fin.trim()));
    if (!accepte) return `ce format n'est pas accepté. Enregistrez ce document en PDF, puis joignez-le à nouveau. Formats acceptés\u00a0: ${champ.accept}.`;
    if (fichier.size === 0) return "ce fichier est vide. Vérifiez qu'il s'ouvre sur votre ordinateur, puis joignez-le à nouveau.";
    if (fichier.size > limite) return `ce fichier fait ${enTrop(fichier.size, limite)}, pour 10\u00a0Mo au plus. Réduisez-le ou partagez-le en plusieurs fichiers, puis joignez-les.`;
    return null;
  };

  const remplacer = (texte, focus) => {
    const recu = new DOMParser().parseFromString(texte, "text/html");
    for (const neuf of recu.querySelectorAll("[data-pieces]")) {
      const ancien = document.getElementById(neuf.id);
      // A block in which another file is still being sent is left as it is.
      if (!ancien || ancien.querySelector(".pieces-envois progress")) continue;
      const ici = ancien.contains(document.activeElement);
      ancien.replaceWith(document.adoptNode(neuf));
      if (ici || neuf.dataset.pieces === focus) neuf.querySelector("input[type=file]")?.focus();
    }
  };

  const envoyer = (bloc, fichier, ligne, dire) => new Promise((fini) => {
    const champ = bloc.querySelector("input[type=file]");
    const donnees = new FormData();
    donnees.append("jeton", champ.form.elements.namedItem("jeton").value);
    for (const case_ of bloc.querySelectorAll("input[type=checkbox]:checked")) donnees.append(case_.name, case_.value);
    donnees.append(champ.name, fichier);
    const requete = new XMLHttpRequest();
    const barre = ligne.querySelector("progress");
    const texte = ligne.querySelector("[data-etat]");
    let dit = 0;
    requete.upload.addEventListener("progress", (e) => {
      if (!e.lengthComputable) return;
      const part = Math.floor((e.loaded / e.total) * 100);
      barre.value = part;
      texte.textContent = part < 100 ? `${part}\u00a0% envoyés` : "Vérification en cours";
      if (part >= dit + 25) { dit = part; dire(`${fichier.name}\u00a0: ${texte.textContent}`); }
    });
    const rater = (phrase) => fini({ nom: fichier.name, phrase });
    requete.addEventListener("load", () => {
      const page = requete.responseText;
      if (requete.status === 200 || (requete.status === 422 && page.includes("data-pieces"))) return fini({ page });
      const phrase = new DOMParser().parseFromString(page, "text/html").querySelector("h1")?.textContent;
      return rater(`${phrase ?? "le service n'a pas répondu. Recommencez dans une minute"}.`);
    });
    requete.addEventListener("error", () => rater("la connexion s'est coupée et rien n'a été gardé. Vérifiez-la, puis joignez le fichier à nouveau."));
    requete.addEventListener("abort", () => fini({ annule: true }));
    ligne.querySelector("button").addEventListener("click", () => requete.abort());
    requete.open("POST", bloc.querySelector("[data-joindre]").formAction);
    requete.setRequestHeader("x-fragment", "1");
    requete.send(donnees);
  });

  const ligneDe = (nom) => {
    const ligne = document.createElement("li");
    const texte = (balise, contenu) => Object.assign(document.createElement(balise), { textContent: contenu });
    const barre = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    barre.setAttribute("aria-label", `Envoi de ${nom}`);
    const etat = texte("span", "En attente");
    etat.dataset.etat = "";
    const annuler = Object.assign(texte("button", "Annuler"), { type: "button", className: "bouton-lien" });
    annuler.setAttribute("aria-label", `Annuler l'envoi de ${nom}`);
    ligne.append(texte("strong", nom), barre, etat, annuler);
    return ligne;
  };

  const plainte = (nom, phrase) => {
    const ligne = document.createElement("p");
    ligne.append(Object.assign(document.createElement("strong"), { textContent: `«\u00a0${nom}\u00a0» n'a pas été joint\u00a0: ` }), phrase);
    return ligne;
  };

  const joindre = async (bloc, fichiers) => {
    const code = bloc.dataset.pieces;
    const champ = bloc.querySelector("input[type=file]");
    const liste = bloc.querySelector(".pieces-envois");
    const annonce = bloc.querySelector("[data-annonce]");
    const dire = (phrase) => { annonce.textContent = phrase; };
    const bons = [], plaintes = [];
    for (const fichier of fichiers) {
      const raison = refuser(fichier, champ, Number(bloc.dataset.limite));
      if (raison) plaintes.push(plainte(fichier.name, raison));
      else bons.push({ fichier, ligne: ligneDe(fichier.name) });
    }
    champ.value = "";
    bloc.querySelector(".pieces-refus")?.remove();
    liste.append(...bons.map((bon) => bon.ligne));
    liste.hidden = bons.length === 0;
    let page = null, gardes = 0;
    for (const { fichier, ligne } of bons) {
      if (!ligne.isConnected) continue;
      const fait = await envoyer(bloc, fichier, ligne, dire);
      ligne.remove();
      if (fait.page) {
        page = fait.page;
        const refus = new DOMParser().parseFromString(page, "text/html").querySelectorAll(`#pieces-${CSS.escape(code)}-refus p`);
        plaintes.push(...refus);
        if (refus.length === 0) gardes += 1;
      }
      if (fait.annule) dire(`L'envoi de ${fichier.name} est annulé.`);
      if (fait.phrase) plaintes.push(plainte(fait.nom, fait.phrase));
    }
    liste.hidden = true;
    if (page) remplacer(page, code);
    const ici = document.getElementById(`pieces-${code}`);
    if (gardes > 0) ici.querySelector("[data-annonce]").textContent = gardes === 1 ? "Une pièce est jointe." : `${gardes} pièces sont jointes.`;
    if (plaintes.length === 0) return;
    ici.querySelector(".pieces-refus")?.remove();
    const alerte = Object.assign(document.createElement("div"), { className: "pieces-refus", id: `pieces-${code}-refus` });
    alerte.setAttribute("role", "alert");
    ici.querySelector(".pieces-depot").before(alerte);
    alerte.append(...plaintes.map((p) => document.adoptNode(p)));
    const entree = ici.querySelector("input[type=file]");
    entree.setAttribute("aria-invalid", "true");
    entree.setAttribute("aria-describedby", `pieces-${code}-aide pieces-${code}-refus`);
  };

  document.addEventListener("change", (e) => {
    const bloc = e.target.closest("[data-pieces]");
    if (!bloc || e.target.type !== "file" || e.target.files.length === 0) return;
    e.stopPropagation();
    joindre(bloc, [...e.target.files]);
  }, true);

  // A file dropped beside its zone must not replace the page.
  const zone = (e) => e.target.closest?.("[data-pieces]")?.querySelector(".pieces-fichier");
  const survoler = (e, oui) => {
    for (const autre of document.querySelectorAll(".pieces-fichier.survol")) autre.classList.remove("survol");
    if (oui) zone(e)?.classList.add("survol");
  };
  document.addEventListener("dragover", (e) => {
    if (!document.querySelector("[data-pieces]") || !e.dataTransfer?.types.includes("Files")) return;
    e.preventDefault();
    e.dataTransfer.dropEffect = zone(e) ? "copy" : "none";
    survoler(e, true);
  });
  document.addEventListener("dragleave", (e) => survoler(e, false));
  document.addEventListener("drop", (e) => {
    if (!e.dataTransfer?.types.includes("Files") || !document.querySelector("[data-pieces]")) return;
    e.preventDefault();
    survoler(e, false);
    if (zone(e)) joindre(e.target.closest("[data-pieces]"), [...e.dataTransfer.files]);
  });
})();
