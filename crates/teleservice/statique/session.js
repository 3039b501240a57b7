// The end of the session is announced, prolonged on request, and agreed upon by every tab.
// Only durations given by the server are used: the browser's clock may tell another time.
(() => {
  const dialogue = document.getElementById("fin-de-session");
  if (!dialogue || !dialogue.showModal) return;
  const AVANT = 300;
  const texte = dialogue.querySelector("[data-texte]");
  const formulaire = dialogue.querySelector("form[data-prolonger]");
  const revenir = dialogue.querySelector("[data-revenir]");
  const sortir = dialogue.querySelector("[data-sortir]");
  const continuer = dialogue.querySelector("[data-continuer]");
  const canal = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let lu = Date.now();
  let { reste, limite } = dialogue.dataset;
  reste = Number(reste);
  limite = Number(limite);
  let minuterie = 0;

  const ecoule = () => (Date.now() - lu) / 1000;
  const minutes = (secondes) => {
    const n = Math.max(1, Math.ceil(secondes / 60));
    return n === 1 ? "moins d'une minute" : `${n} minutes`;
  };
  const dire = (phrase) => {
    if (texte.textContent !== phrase) texte.textContent = phrase;
  };
  const montrer = (finie, derniere) => {
    formulaire.hidden = finie || derniere;
    sortir.hidden = finie;
    revenir.hidden = !finie;
    continuer.hidden = !(finie || derniere);
    if (!dialogue.open) dialogue.showModal();
  };

  const recevoir = (etat) => {
    lu = Date.now();
    reste = etat.reste;
    limite = etat.limite;
    if (dialogue.open && reste > AVANT) dialogue.close();
    armer();
  };
  const annoncer = (etat) => canal && canal.postMessage(etat);

  // Asking prolongs nothing: another tab, or a form sent by a script, may have done it meanwhile.
  const demander = async () => {
    try {
      const reponse = await fetch("/session", { headers: { Accept: "application/json" } });
      if (reponse.ok) {
        const etat = await reponse.json();
        lu = Date.now();
        reste = etat.reste;
        limite = etat.limite;
      }
    } catch {
      // Without network, what was known still counts.
    }
  };

  let vue = false;
  const regarder = async () => {
    await demander();
    const encore = reste - ecoule();
    if (encore <= 0) {
      dire("Votre session a pris fin. Ce que vous avez saisi dans cette page y est encore : fermez ce message et envoyez-le, vous pourrez le reprendre après vous être reconnecté.");
      montrer(true, false);
      return;
    }
    if (encore <= AVANT) {
      const derniere = limite - ecoule() <= encore + 1;
      dire(derniere
        ? `Votre session se ferme dans ${minutes(encore)}. Elle a atteint sa durée la plus longue et ne peut plus être prolongée : enregistrez ou envoyez votre saisie maintenant.`
        : `Votre session se ferme dans ${minutes(encore)}. Voulez-vous rester connecté ?`);
      if (!vue || !derniere) montrer(false, derniere);
      vue = derniere;
    } else if (dialogue.open) {
      dialogue.close();
    }
    armer();
  };
  const armer = () => {
    clearTimeout(minuterie);
    const encore = reste - ecoule();
    const attente = encore > AVANT ? encore - AVANT : Math.min(30, encore + 1);
    minuterie = setTimeout(regarder, Math.max(1, attente) * 1000);
  };

  const prolonger = async (evenement) => {
    evenement.preventDefault();
    const envoi = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(evenement.target)) };
    try {
      const reponse = await fetch("/session/prolonger", envoi);
      if (reponse.ok) {
        const etat = await reponse.json();
        recevoir(etat);
        annoncer(etat);
      }
    } catch {
      dire("Le service ne répond pas. Vérifiez votre connexion, puis réessayez.");
      return;
    }
    if (reste <= AVANT) regarder();
  };
  for (const form of document.querySelectorAll("form[data-prolonger]")) form.addEventListener("submit", prolonger);
  for (const form of document.querySelectorAll("form[action='/deconnexion']")) {
    form.addEventListener("submit", () => annoncer({ reste: 0, limite: 0 }));
  }
  continuer.addEventListener("click", () => dialogue.close());
  if (canal) canal.onmessage = (message) => {
    recevoir(message.data);
    if (message.data.reste <= 0) regarder();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && reste - ecoule() <= AVANT) regarder();
  });
  annoncer({ reste, limite });
  armer();
})();

// A text ready to be sent is copied with one button.
for (const bouton of document.querySelectorAll("[data-copier]")) {
  const champ = document.getElementById(bouton.dataset.copier);
  const dit = bouton.parentElement.querySelector("[data-copie]");
  if (!champ || !navigator.clipboard) continue;
  bouton.hidden = false;
  bouton.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(champ.value);
      dit.textContent = "Message copié.";
    } catch {
      champ.select();
      dit.textContent = "Le navigateur a refusé : le message est sélectionné, copiez-le vous-même.";
    }
  });
}
