// While a reason is written, the message that the physician will read shows it at once.
const reason = document.getElementById("reason");
const slots = document.querySelectorAll("[data-reason]");

if (reason && slots.length) {
  for (const button of document.querySelectorAll("[data-live]")) button.hidden = false;
  for (const button of document.querySelectorAll("[data-still]")) button.hidden = true;
  const show = () => {
    for (const slot of slots) {
      const text = reason.value.trim();
      slot.textContent = text || slot.dataset.empty;
      slot.classList.toggle("written", text !== "");
    }
  };
  reason.addEventListener("input", show);
  show();
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

document.querySelector(".bar[data-open]")?.scrollIntoView({ block: "nearest" });
(reason ?? document.querySelector(".bar[data-open] [name=step]:not([hidden])"))?.focus({ preventScroll: true });
