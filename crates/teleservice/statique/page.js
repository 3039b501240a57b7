// Comforts on top of pages that work without any script.
"use strict";

// The menu closes with Escape and gives the focus back.
document.addEventListener("keydown", (evenement) => {
  const menu = document.querySelector("details.menu[open]");
  if (evenement.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
