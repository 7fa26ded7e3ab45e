// Buttons that need a script: light or dark, and printing.
for (const button of document.querySelectorAll("button[data-scheme]")) {
  button.hidden = false;
  button.addEventListener("click", () => dispatchEvent(new Event("yizhu:switch-scheme")));
}
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
