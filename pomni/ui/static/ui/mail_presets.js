// Fills in what a provider of mail tells its customers to write; everything can still be changed.

const presets = document.querySelector("[data-presets]");
if (presets) presets.hidden = false;

presets?.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-host]");
  if (!chosen) return;
  const form = presets.closest("form");
  for (const name of ["host", "port", "security"]) {
    const field = form.elements[name];
    field.value = chosen.dataset[name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const chip of presets.querySelectorAll("[data-host]")) chip.ariaPressed = String(chip === chosen);
  presets.querySelector("[role=status]").textContent = chosen.dataset.says;
  form.elements.username.focus();
});
