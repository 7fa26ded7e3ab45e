// While a reason is written, the message that the physician will read shows it at once, and a
// session that ends meanwhile does not lose it.
const reason = document.getElementById("reason");
const slots = document.querySelectorAll("[data-reason]");
const written = reason?.form.querySelector("[name=action], [name=outcome]").value;
const KEY = `yizhu.console.reason ${location.pathname} ${written}`;

if (reason) {
  reason.value ||= sessionStorage.getItem(KEY) ?? "";
  const show = () => {
    const text = reason.value.trim();
    sessionStorage.setItem(KEY, reason.value);
    for (const slot of slots) {
      slot.textContent = text || slot.dataset.empty;
      slot.classList.toggle("written", text !== "");
    }
  };
  reason.addEventListener("input", show);
  show();
  reason.focus({ preventScroll: true });
}

if (reason && slots.length) {
  for (const button of document.querySelectorAll("[data-live]")) button.hidden = false;
  for (const button of document.querySelectorAll("[data-still]")) button.hidden = true;
}

// It was sent: nothing of it stays in the browser.
if (document.querySelector(".flash")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`yizhu.console.reason ${location.pathname} `)) sessionStorage.removeItem(key);
  }
}

// A changed day changes the message: the server writes it anew.
for (const field of document.querySelectorAll("[data-asks-again]")) {
  field.addEventListener("change", () => {
    if (!field.value) return;
    const step = document.createElement("input");
    Object.assign(step, { type: "hidden", name: "step", value: "preview" });
    field.form.append(step);
    field.form.noValidate = true;
    field.form.submit();
  });
}

if (!reason) document.querySelector(".bar[data-open] button[value=send]")?.focus({ preventScroll: true });
