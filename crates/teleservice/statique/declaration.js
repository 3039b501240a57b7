
// The form of a declaration keeps each answer as it is given, and shows what it is worth. Without this script, the
// buttons « Enregistrer » and « Estimer » do the same.
(() => {
  const formulaire = document.querySelector("#declaration[data-modifiable]");
  const erreurs = document.querySelector("#erreurs");
  if (erreurs) erreurs.focus();
  if (!formulaire) return;
  const adresse = formulaire.dataset.adresse;
  const annonce = document.querySelector("#annonce");
  const jeton = formulaire.elements.jeton.value;
  const enAttente = new Map();
  const minuteries = new Map();
  let enCours = Promise.resolve();

  const bloc = (code) => formulaire.querySelector(`[data-champ="${CSS.escape(code)}"]`);
  const champs = (code) => [...formulaire.querySelectorAll(`[name="champ.${CSS.escape(code)}"]`)];
  const cache = (nom, code) => formulaire.elements[`${nom}.${code}`];
  const dire = (phrase) => { annonce.textContent = phrase; };
  // One's own part of a block, never that of the fields it holds.
  const partie = (code, selecteur) => [...bloc(code).querySelectorAll(selecteur)].find((e) => e.closest("[data-champ]") === bloc(code));

  const lire = (code) => {
    const [premier] = champs(code);
    if (premier.type !== "radio") return premier.value;
    const coche = champs(code).find((radio) => radio.checked);
    return coche ? coche.value : "";
  };
  const poser = (code, valeur) => {
    for (const champ of champs(code)) {
      if (champ.type === "radio") champ.checked = champ.value === valeur;
      else champ.value = valeur;
    }
  };
  const etat = (code, phrase, attente) => {
    const place = partie(code, "[data-enregistre]");
    place.hidden = false;
    place.classList.toggle("attente", attente);
    place.textContent = phrase;
  };
  const montrerErreur = (code, message) => {
    const place = document.getElementById(`erreur-${code}`);
    const [premier] = champs(code);
    place.hidden = message === "";
    place.querySelector("[data-erreur]").textContent = message;
    const cible = premier.type === "radio" ? premier.closest("fieldset") : premier;
    if (premier.type !== "radio") {
      premier.closest(".champ").classList.toggle("en-erreur", message !== "");
      if (message) premier.setAttribute("aria-invalid", "true"); else premier.removeAttribute("aria-invalid");
    }
    const decrit = new Set((cible.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (message) decrit.add(`erreur-${code}`); else decrit.delete(`erreur-${code}`);
    if (decrit.size) cible.setAttribute("aria-describedby", [...decrit].join(" ")); else cible.removeAttribute("aria-describedby");
  };
  const retour = (code) => {
    const bouton = partie(code, "button[name=reprendre]");
    if (bouton) bouton.hidden = lire(code) === bloc(code).dataset.prerempli;
  };
  const bouton = (texte, faire) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "bouton second compact";
    element.textContent = texte;
    element.addEventListener("click", faire);
    return element;
  };
  const oterConflit = (code) => {
    const ancien = document.getElementById(`conflit-${code}`);
    if (ancien) ancien.remove();
  };
  const montrerConflit = (code, reponse) => {
    oterConflit(code);
    const place = document.createElement("div");
    place.className = "conflit";
    place.id = `conflit-${code}`;
    place.tabIndex = -1;
    const phrase = document.createElement("p");
    phrase.append(`${reponse.auteur} a répondu «\u00a0`, Object.assign(document.createElement("strong"), { textContent: reponse.dit }), `\u00a0» le ${reponse.quand}. Votre réponse n'est pas encore enregistrée.`);
    const actions = document.createElement("p");
    actions.className = "actions-compactes";
    actions.append(
      bouton("Garder la mienne", () => { cache("version", code).value = reponse.version; oterConflit(code); garder(code); }),
      bouton("Prendre l'autre", () => {
        cache("version", code).value = reponse.version;
        cache("lu", code).value = reponse.valeur;
        poser(code, reponse.valeur);
        oterConflit(code);
        montrerErreur(code, "");
        etat(code, `Réponse de ${reponse.auteur}, gardée.`, false);
        champs(code)[0].focus();
        estimer();
      }),
    );
    place.append(phrase, actions);
    partie(code, ".erreur-champ").after(place);
    etat(code, "Pas enregistré : choisissez une des deux réponses.".replace(" :", "\u00a0:"), true);
    dire(phrase.textContent);
  };

  // One request at a time: the version of a field is that of the request before.
  const garder = (code) => {
    clearTimeout(minuteries.get(code));
    minuteries.delete(code);
    enCours = enCours.then(() => envoyer(code));
    return enCours;
  };
  const envoyer = async (code) => {
    const valeur = lire(code);
    const corps = new URLSearchParams({ jeton, champ: code, valeur, version: cache("version", code).value });
    let reponse;
    try {
      const brute = await fetch(`${adresse}/champ`, { method: "POST", body: corps, redirect: "error" });
      reponse = (brute.headers.get("content-type") || "").startsWith("application/json")
        ? await brute.json()
        : { etat: "refus", message: "Votre session a pris fin. Ouvrez le service dans un autre onglet pour vous reconnecter, puis enregistrez." };
    } catch {
      enAttente.set(code, true);
      etat(code, "Pas enregistré : la connexion manque. Nous réessayons.".replace(" :", "\u00a0:"), true);
      dire("Connexion perdue. Vos réponses restent à l'écran, mais ne sont pas enregistrées.");
      return;
    }
    enAttente.delete(code);
    if (reponse.etat === "garde") {
      cache("version", code).value = reponse.version;
      cache("lu", code).value = valeur;
      oterConflit(code);
      montrerErreur(code, reponse.erreur);
      retour(code);
      etat(code, `✓ Enregistré à ${reponse.heure}`, false);
      document.querySelector("#enregistre").textContent = `Brouillon enregistré à ${reponse.heure}, non transmis.`;
      dire(reponse.erreur || `Enregistré à ${reponse.heure}.`);
      await estimer();
    } else if (reponse.etat === "conflit") {
      montrerConflit(code, reponse);
    } else {
      etat(code, reponse.message, true);
      dire(reponse.message);
    }
  };

  const estimer = async () => {
    const corps = new URLSearchParams(new FormData(formulaire));
    corps.set("fragment", "1");
    let texte;
    try {
      const brute = await fetch(`${adresse}/estimer`, { method: "POST", body: corps, redirect: "error" });
      if (!brute.ok) return;
      texte = await brute.text();
    } catch {
      return;
    }
    const place = document.querySelector("#cote");
    const ouverts = [...place.querySelectorAll("details")].map((details) => details.open);
    const ancien = place.querySelector("[data-total]");
    const avant = ancien ? ancien.textContent : "";
    place.innerHTML = texte;
    place.querySelectorAll("details").forEach((details, rang) => { if (rang in ouverts) details.open = ouverts[rang]; });
    const cote = place.querySelector(".cote");
    for (const source of cote.querySelectorAll("[data-etiquettes]")) {
      const cible = formulaire.querySelector(`[data-pour="${source.dataset.etiquettes}"]`);
      if (cible) cible.innerHTML = source.innerHTML;
      source.remove();
    }
    const visibles = new Set(cote.dataset.visibles.split(" "));
    for (const element of formulaire.querySelectorAll("[data-champ]")) element.hidden = !visibles.has(element.dataset.champ);
    for (const carte of formulaire.querySelectorAll(".demande")) carte.hidden = !carte.querySelector("[data-champ]:not([hidden])");
    const transmettre = document.querySelector("#transmettre");
    if (cote.dataset.transmissible === "oui") transmettre.removeAttribute("aria-disabled");
    else transmettre.setAttribute("aria-disabled", "true");
    transmettre.toggleAttribute("data-attestation-seule", cote.dataset.seuleAttestation === "oui");
    document.querySelector("#raison").textContent = cote.dataset.raison;
    const total = place.querySelector("[data-total]");
    if (total && total.textContent !== avant) dire(`${annonce.textContent} Estimation\u00a0: ${total.textContent}.`);
  };

  const code = (element) => (element.name || "").startsWith("champ.") ? element.name.slice(6) : null;
  formulaire.addEventListener("change", (evenement) => {
    const change = code(evenement.target);
    if (change) garder(change);
    else if (evenement.target.id === "attestation") enCours = enCours.then(estimer);
  });
  formulaire.addEventListener("input", (evenement) => {
    const change = code(evenement.target);
    if (!change || evenement.target.type === "radio") return;
    clearTimeout(minuteries.get(change));
    minuteries.set(change, setTimeout(() => garder(change), 1200));
  });
  formulaire.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest("button");
    if (!bouton) return;
    if (bouton.name === "reprendre") {
      evenement.preventDefault();
      poser(bouton.value, bloc(bouton.value).dataset.prerempli);
      garder(bouton.value).then(() => champs(bouton.value)[0].focus());
    } else if (bouton.id === "transmettre" && bouton.getAttribute("aria-disabled") === "true") {
      evenement.preventDefault();
      const raison = document.querySelector("#raison");
      raison.tabIndex = -1;
      raison.focus();
    }
  });
  // What waited for the network goes as soon as it is back, and every ten seconds.
  const reprendre = () => { for (const attente of enAttente.keys()) garder(attente); };
  window.addEventListener("online", reprendre);
  setInterval(() => { if (enAttente.size) reprendre(); }, 10000);
  window.addEventListener("beforeunload", (evenement) => { if (enAttente.size) evenement.preventDefault(); });
})();
