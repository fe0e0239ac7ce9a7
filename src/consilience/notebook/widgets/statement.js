// What every widget has that ends in an estimate: whom it asks what, prompts, saving and undo.

function heading(about) {
  return [
    h("div", { class: "title" }, about.title),
    h("p", { class: "by" }, [about.by, about.given].filter(Boolean).join(" · ")),
    about.description ? h("p", { class: "by" }, about.description) : null,
  ];
}

// Questions that show whether somebody means what they said.
function prompts(kit) {
  const list = h("ul", { class: "notes" });
  const label = document.createTextNode("");
  const why = textField(kit, { name: "reason", label: "", say: (text) => kit.say("give_reason", { text }) });
  why.element.classList.add("why");
  why.element.querySelector("label").append(label);
  const element = h("div", { "aria-live": "polite" }, list, why.element);
  kit.on(["reading", "reason"], () => {
    const { notes, half } = kit.get("reading");
    if (list.textContent !== notes.join("")) list.replaceChildren(...notes.map((note) => h("li", {}, note)));
    label.data = `What would make it half as likely, ${half}?`;
    why.element.hidden = !half;
    why.show(kit.get("reason"));
  });
  return element;
}

// Save, undo and start again. ready() tells whether there is something to be written.
function saving(kit, { ready }) {
  const box = h("div", { class: "good", role: "status" });
  const save = button("Save to the study", () => kit.say("save"), { class: "main" });
  const undo = button("Undo", () => kit.say("undo"));
  const clear = button("Clear", () => kit.say("clear"));
  const state = h("span", { class: "state" });
  kit.on(["reading", "saved"], () => {
    const { lines } = kit.get("saved");
    const isSaved = lines !== undefined && kit.get("saved").text === kit.get("reading").whole;
    save.disabled = !ready() || isSaved;
    undo.hidden = lines === undefined;
    write(box, (lines ?? []).join("\n"));
    box.hidden = lines === undefined;
    write(state, isSaved ? "Saved" : ready() ? "Draft, not saved" : "");
  });
  return h("div", {}, box, h("div", { class: "row actions" }, save, undo, clear, state));
}
