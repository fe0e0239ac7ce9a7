// One estimate: fields and a scale, which are two views of the same numbers; and the text that will be written.
// All reading is Python's: what is typed goes there with each pause, and comes back as `reading`.

const FORMS = { percent: ["Percent", "%"], chance: ["1 in N", "1 in …"], number: ["Value", ""] };

function build(kit) {
  const about = kit.get("about");
  let active = about.order[0];
  // What was said here and is not read yet counts as said.
  let unread = {};
  let last = 0;
  const said = () => ({ ...kit.get("reading").fields, ...unread });
  const say = (field, text, form, by) => {
    unread = { ...unread, [field]: true };
    last = kit.say("say", { field, text, form, by });
    return last;
  };

  const chart = about.unit ? null : oddsScale(kit, {
    label: "Scale of log odds",
    handles: about.fields.map((field) => ({ name: field.name, label: field.label, mark: field.mark })),
    place(name, stop, by) {
      choose(name);
      return say(name, stop[1], "percent", by);
    },
    active: () => (said()[active] ? nextUnsaid() : active),
  });
  const nextUnsaid = () => about.order.find((name) => !said()[name]) ?? null;

  const asked = about.fields.map((field) => askedField(kit, field, about.unit ? ["number"] : ["percent", "chance"], {
    say: (text, form) => say(field.name, text, form, "typed"),
    step: chart && ((by) => chart.step(field.name, by)),
    chosen: () => choose(field.name),
  }));
  function choose(name) {
    active = name;
    mark();
  }
  function mark() {
    asked.forEach(({ element }, place) => element.classList.toggle("active", about.fields[place].name === active));
  }

  const written = writtenLine(kit, about);
  const footer = saving(kit, { clear: true, ready: () => kit.get("reading").text && !kit.get("reading").fault });
  kit.root.append(
    h(
      "section",
      { class: "card", "aria-label": `Elicit: ${about.title}` },
      ...heading(about),
      chart && chart.element,
      h("div", { class: "fields" }, asked.map(({ element }) => element)),
      about.coverages.length ? sureness(kit, about) : null,
      written,
      prompts(kit),
      troubleBox(kit),
      footer,
    ),
  );
  kit.on(["reading", "scale"], () => {
    if (kit.heard(last)) unread = {};
    const fields = kit.get("reading").fields;
    if (chart) chart.show(kit.get("scale"), Object.fromEntries(about.fields.map(({ name }) => [name, fields[name]?.stop ?? null])));
    about.fields.forEach(({ name }, place) => asked[place].show(fields[name]));
    if (fields[active] && nextUnsaid() && !kit.root.activeElement?.closest(".asked")) active = nextUnsaid();
    mark();
  });
}

// A field with an input for each form that its number can be said in.
function askedField(kit, field, forms, { say, step, chosen }) {
  const told = h("div", { class: "told", "aria-live": "polite" });
  const inputs = Object.fromEntries(forms.map((form) => [form, textField(kit, {
    name: `${field.name}-${form}`,
    label: FORMS[form][0],
    placeholder: FORMS[form][1],
    say: (text) => say(text, form),
    step,
  })]));
  const id = kit.id(`${field.name}-name`);
  const element = h(
    "div",
    { class: `asked ${field.mark}`, role: "group", "aria-labelledby": id, onfocusin: chosen, onpointerdown: chosen },
    h("div", { class: "name", id }, field.label),
    field.hint ? h("div", { class: "hint" }, field.hint) : null,
    h("div", { class: "pair" }, forms.map((form) => inputs[form].element)),
    told,
  );
  return {
    element,
    show(heard) {
      for (const form of forms) {
        const own = heard?.form === form;
        inputs[form].show(heard?.shown[form] ?? "", { message: own ? heard.fault : "", fault: own && heard.fault !== "" });
        inputs[form].input.classList.toggle("derived", heard !== undefined && !own);
      }
      write(told, heard?.fault ?? "");
      told.classList.toggle("fault", Boolean(heard?.fault));
    },
  };
}

function sureness(kit, about) {
  const id = kit.id("coverage");
  const select = h(
    "select",
    { id, onchange: () => kit.say("choose_coverage", { coverage: select.value }) },
    about.coverages.map((coverage) => h("option", { value: coverage }, coverage || "not said")),
  );
  kit.on(["coverage"], () => {
    const said = kit.get("coverage");
    if (![...select.options].some((option) => option.value === said)) select.append(h("option", { value: said }, said));
    select.value = said;
  });
  return h("div", { class: "sure" }, h("label", { for: id }, "How sure that it lies between the bounds?"), select);
}

// The text that will be written, which may be typed itself, and what it is read as.
function writtenLine(kit, about) {
  const output = h("output", { "aria-live": "polite" });
  const typed = about.whole
    ? textField(kit, { name: "whole", label: "Will be written, or say it in your own words", placeholder: "percent, odds, a range, a bound …", say: (text) => kit.say("say_whole", { text }) })
    : null;
  const fixed = typed ? null : h("code", { class: "estimate" });
  kit.on(["reading", "whole"], () => {
    const { text, read_as, fault, missing } = kit.get("reading");
    const shown = kit.get("whole") || text;
    if (typed) typed.show(shown, { message: fault, fault: fault !== "" && kit.get("whole") !== "" });
    else write(fixed, shown);
    write(output, fault || [sentence(read_as), missing].filter(Boolean).join(" "));
    output.className = fault ? "fault" : read_as ? "" : "quiet";
  });
  return h("div", { class: "written" }, typed ? typed.element : h("div", {}, h("div", { class: "label" }, "Will be written"), fixed), output);
}

export default widget(build);
