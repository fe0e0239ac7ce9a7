// Sliders on one side of a message, the answer on the other: no number is made here.

export default widget((kit) => {
  const title = h("h3");
  const from = h("p", { class: "by" });
  const note = h("div", { class: "note" });
  const says = h("div", { class: "says", role: "status" });
  const answers = h("div", { class: "answers" });
  const choices = h("div", { class: "choices" });
  const factors = h("div");
  const tests = h("div");
  const voices = h("div", { class: "voices" });
  const left = h("div", { class: "left", role: "status" });
  const name = h("input", { type: "text", "aria-label": "Name of the scenario", placeholder: "Name of the scenario" });
  const keep = button("Save as scenario", () => {
    kit.say("save", { name: name.value });
    name.value = "";
  });
  const reset = button("Reset", () => kit.say("reset"));
  const factorsTitle = h("h4", {}, "Factors");
  const factorsNote = h("div", { class: "note" });
  const tested = h("select", { "aria-label": "What a new test is on" });
  // One that tells nothing, until it is moved.
  const another = button("Add a test", () => kit.say("add_test", { on: tested.value, sensitivity: "50%", false_positive_rate: "50%" }));
  const testsPart = h("details", { open: true }, h("summary", {}, "Tests"), tests, h("div", { class: "keep" }, another, tested));
  const voicesPart = h("details", {}, h("summary", {}, "Leave somebody out"), voices, left);
  name.addEventListener("keydown", (event) => event.key === "Enter" && keep.click());
  kit.root.append(
    h("div", { class: "card", role: "group", "aria-label": "What if" },
      title, from, note, says, answers, h("div", { class: "keep" }, name, keep, reset), troubleBox(kit),
      choices, factorsTitle, factorsNote, factors, testsPart, voicesPart),
  );

  // While a question is on its way, only the latest of those that come is kept: a drag asks many times a second.
  let asked = 0;
  let next = null;
  function ask(what, given) {
    if (kit.heard(asked)) asked = kit.say(what, given);
    else next = [what, given];
  }
  kit.on(["heard"], () => {
    if (next && kit.heard(asked)) {
      const [what, given] = next;
      next = null;
      ask(what, given);
    }
  });

  kit.on(["head", "says"], () => {
    const head = kit.get("head");
    write(title, `What if: ${head.title}`);
    write(from, `Starts from: ${head.starts_from}`);
    write(note, head.note);
    write(says, kit.get("says"));
    write(factorsNote, head.factors);
  });

  // ---- the picture

  kit.on(["answers", "ticks"], () => {
    const ticks = kit.get("ticks");
    const [low, high] = [ticks[0][0], ticks[ticks.length - 1][0]];
    const at = (z) => `${(100 * (Math.min(Math.max(z, low), high) - low)) / (high - low)}%`;
    const rows = kit.get("answers");
    const fitted = rows[0].levels[2];
    answers.replaceChildren(
      ...rows.map((row) => h("div", { class: `answer ${row.kind}` },
        h("div", { class: "name" }, row.name),
        h("div", { class: "strip", "aria-hidden": "true" },
          ...ticks.map(([z]) => h("i", { class: "grid", style: { left: at(z) } })),
          h("i", { class: "grid fitted", style: { left: at(fitted) } }),
          ...span("outer", row.levels[0], row.levels[4]), ...span("inner", row.levels[1], row.levels[3]),
          h("i", { class: "middle", style: { left: at(row.levels[2]) } })),
        h("div", { class: "value" }, row.label, h("span", { class: "chance" }, row.chance)),
        h("div", { class: "does" }, ...(row.kind === "saved" ? kept(row.name) : [])))),
      h("div", { class: "axis-row", "aria-hidden": "true" }, h("span", { class: "edge" }),
        h("div", { class: "strip" }, ...ticks.map(([z, said]) => h("span", { style: { left: at(z) } }, said))), h("span", { class: "edge" })),
    );
    function span(kind, one, two) {
      return [h("i", { class: kind, style: { left: at(one), width: `calc(${at(two)} - ${at(one)})` } })];
    }
  });

  function kept(scenario) {
    return [
      button("↩", () => kit.say("load", { name: scenario }), { class: "tiny", title: "Go back to it", "aria-label": `Go back to ${scenario}` }),
      button("×", () => kit.say("remove", { name: scenario }), { class: "tiny", title: "Forget it", "aria-label": `Forget ${scenario}` }),
    ];
  }

  // ---- choices

  const labels = { question: "Question", basis: "Start from", pool: "Answer of", prior: "Prior" };
  const selects = Object.fromEntries(Object.entries(labels).map(([what, label]) => {
    const select = h("select", { id: kit.id(what) });
    select.addEventListener("change", () => kit.say("choose", { [what]: select.value }));
    return [what, { select, element: h("div", {}, h("label", { for: select.id }, label), select) }];
  }));
  choices.append(...Object.values(selects).map(({ element }) => element));
  kit.on(["choices"], () => {
    const given = kit.get("choices");
    for (const [what, { select, element }] of Object.entries(selects)) {
      element.hidden = given[what].length < 2;
      const listed = JSON.stringify(given[what]);
      if (select.dataset.listed !== listed) {
        select.replaceChildren(...given[what].map(([value, label]) => h("option", { value }, label)));
        select.dataset.listed = listed;
      }
      select.value = given.now[what];
    }
  });

  // ---- sliders

  const nearest = (z) => kit.get("scale").stops.reduce((best, stop, place, stops) => (Math.abs(stop[0] - z) < Math.abs(stops[best][0] - z) ? place : best), 0);

  // One slider with a text field beside it; `move({ z } or { text })` says where it was put.
  function slider(label, move) {
    const id = kit.id(`slider${(slider.count = (slider.count ?? 0) + 1)}`);
    const range = h("input", { type: "range", id, min: "0", step: "1" });
    const text = h("input", { type: "text", "aria-label": `${label}, as text`, autocomplete: "off", spellcheck: "false" });
    const chance = h("div", { class: "chance", "aria-hidden": "true" });
    const start = h("i", { class: "start" });
    const assumed = h("div", { class: "assumed" });
    const element = h("div", { class: "slider" }, h("label", { class: "title", for: id }, label, assumed), h("div", { class: "track" }, start, range), text, chance);
    range.addEventListener("input", () => {
      const stop = kit.get("scale").stops[Number(range.value)];
      describe(stop);
      move({ z: stop[0] });
    });
    text.addEventListener("change", () => move({ text: text.value }));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter") move({ text: text.value });
    });
    function describe(stop) {
      if (kit.root.activeElement !== text) text.value = stop[1];
      write(chance, stop[2]);
      setAttribute(range, "aria-valuetext", `${stop[1]}, ${stop[2]}`);
    }
    return {
      element,
      show(at, began, moved, note = "") {
        const last = kit.get("scale").stops.length - 1;
        setAttribute(range, "max", last);
        // What is being dragged is ahead of its answer.
        if (kit.root.activeElement !== range || (kit.heard(asked) && !next)) {
          range.value = nearest(at[0]);
          describe(at);
        }
        if (text.value !== at[1] && kit.root.activeElement !== text) text.value = at[1];
        start.hidden = !began;
        if (began) start.style.left = `calc(8px + ${nearest(began[0]) / last} * (100% - 16px))`;
        element.classList.toggle("moved", moved);
        write(assumed, note);
      },
    };
  }

  // Parts that stay while what they show changes: a slider that is held must not be another one.
  function list(element, make) {
    let made = new Map();
    return (items) => {
      const now = new Map(items.map((item) => [item.name, made.get(item.name) ?? make(item)]));
      if ([...now.keys()].join("\n") !== [...made.keys()].join("\n")) element.replaceChildren(...[...now.values()].map((part) => part.element));
      made = now;
      for (const item of items) now.get(item.name).show(item);
    };
  }

  const showFactors = list(factors, (item) => {
    const one = slider(item.title, (to) => ask("move", { factor: item.name, ...to }));
    return { element: one.element, show: (now) => one.show(now.at, now.start, now.moved, now.assumed ? "nobody said: its prior" : "") };
  });
  kit.on(["factors", "scale"], () => {
    const items = kit.get("factors");
    factorsTitle.hidden = factorsNote.hidden = items.length === 0;
    showFactors(items);
  });

  const showTests = list(tests, (item) => {
    const say = (field) => (to) => ask("test", { name: item.name, field, ...(to.text === undefined ? to : { value: to.text }) });
    const used = h("input", { type: "checkbox" });
    used.addEventListener("change", () => kit.say("test", { name: item.name, field: "used", value: used.checked }));
    const rates = item.sensitivity
      ? { sensitivity: slider("Sensitivity: positive where it is true", say("sensitivity")), false_positive_rate: slider("False positives: positive where it is not", say("false_positive_rate")) }
      : {};
    const counts = Object.fromEntries((item.sensitivity ? [["trials", "Trials"], ["positives", "Positive"]] : []).map(([field, label]) => {
      const input = h("input", { type: "text", inputmode: "numeric" });
      input.addEventListener("change", () => kit.say("test", { name: item.name, field, value: input.value }));
      return [field, { input, element: h("label", {}, label, input) }];
    }));
    const element = h("fieldset", {},
      h("legend", {}, h("label", { class: "check" }, used, `${item.title} (on ${item.on})`)),
      ...Object.values(rates).map((one) => one.element),
      h("div", { class: "counts" }, ...Object.values(counts).map((one) => one.element)));
    return {
      element,
      show(now) {
        used.checked = now.used;
        for (const [field, one] of Object.entries(rates)) one.show(now[field], null, false);
        for (const [field, { input }] of Object.entries(counts)) if (kit.root.activeElement !== input) input.value = now[field];
      },
    };
  });
  kit.on(["tests", "scale", "head"], () => {
    const events = kit.get("head").events;
    testsPart.hidden = events.length === 0;
    if (tested.options.length !== events.length) tested.replaceChildren(...events.map((event) => h("option", { value: event }, event)));
    showTests(kit.get("tests"));
  });

  // ---- voices

  kit.on(["voices"], () => {
    const groups = kit.get("voices");
    const count = groups.reduce((sum, group) => sum + group.names.length, 0);
    voicesPart.hidden = count < 2;
    const check = (label, out, names) => {
      const box = h("input", { type: "checkbox" });
      box.checked = out;
      box.addEventListener("change", () => kit.say("leave", { names, out: box.checked }));
      return h("label", { class: "check" }, box, label);
    };
    const focused = [...voices.querySelectorAll("input")].indexOf(kit.root.activeElement);
    voices.replaceChildren(...groups.map(({ group, names }) => h("fieldset", {},
      groups.length > 1 ? h("legend", {}, check(group ? `all of ${group}` : "all without a group", names.every(([, out]) => out), names.map(([one]) => one))) : null,
      h("div", { class: "names" }, ...names.map(([one, out]) => check(one, out, [one]))))));
    if (focused >= 0) voices.querySelectorAll("input")[focused]?.focus();
  });
  kit.on(["left"], () => {
    const now = kit.get("left");
    left.classList.toggle("warn", now.warn);
    const again = now.refit ? button("Fit anew without them", () => {
      again.disabled = true;
      write(again, "Fitting: seconds to minutes");
      kit.say("refit");
    }) : null;
    left.replaceChildren(now.says, ...(again ? [" ", again] : []));
  });
});
