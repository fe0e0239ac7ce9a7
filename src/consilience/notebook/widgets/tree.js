// A list of nodes, each answered in any form or on its scale, and the whole below them.

function build(kit) {
  const about = kit.get("about");
  const nodes = kit.get("nodes").map((node, place) => nodeOf(kit, node, place));
  const parts = nodes.filter((node) => !node.isWhole);
  const whole = nodes.find((node) => node.isWhole);
  const sum = h("div", { class: "sum", role: "status" });
  const note = h("div", { class: "note", role: "status" });
  kit.root.append(
    h(
      "section",
      { class: "card", "aria-label": `Tree: ${about.title}` },
      ...heading(about),
      h("ol", { class: "nodes" }, parts.map((node) => node.element)),
      sum,
      h("ol", { class: "nodes" }, whole.element),
      note,
      troubleBox(kit),
      saving(kit, { ready: () => kit.get("reading").ready }),
    ),
  );
  kit.on(["reading", "scale", "unfolded"], () => {
    const { implied, implied_text, note: said, parted, left } = kit.get("reading");
    nodes.forEach((node) => node.show());
    write(sum, implied_text || left);
    write(note, said);
    note.classList.toggle("parted", parted);
    whole.mark(implied);
  });
}

function nodeOf(kit, node, place) {
  const name = `node-${place}`;
  let marks = [];
  const field = textField(kit, {
    name,
    label: [node.number, node.title, node.given].filter(Boolean).join(", "),
    placeholder: "percent, odds, a range …",
    say: (text) => kit.say("say", { node: node.name, text, by: "typed" }),
    step: (by) => chart.step("best", by),
  });
  const chart = oddsScale(kit, {
    label: `Scale: ${node.title}`,
    handles: [{ name: "best", label: node.title, mark: "best" }],
    place: (_, stop, by) => kit.say("say", { node: node.name, text: stop[1], by }),
    active: () => "best",
  });
  field.input.addEventListener("focus", () => kit.get("unfolded") === node.name || kit.say("unfold", { node: node.name }));
  const element = h(
    "li",
    { class: `node${node.is_whole ? " whole" : ""}` },
    h(
      "div",
      { class: "line" },
      h("div", {}, h("div", { class: "what" }, node.number ? `${node.number}. ${node.title}` : node.title), node.given ? h("div", { class: "given" }, node.given) : null),
      field.element,
    ),
    chart.element,
  );
  return {
    element,
    isWhole: node.is_whole,
    mark: (implied) => {
      marks = implied ? [{ z: implied[0], label: `parts: ${implied[1]}` }] : [];
      draw();
    },
    show: draw,
  };
  function draw() {
    const told = kit.get("reading").nodes[node.name];
    const open = kit.get("unfolded") === node.name || (node.is_whole && marks.length > 0);
    field.show(told?.text ?? "", { message: told?.fault || sentence(told?.read_as), fault: Boolean(told?.fault) });
    element.classList.toggle("open", kit.get("unfolded") === node.name);
    chart.element.hidden = !open;
    chart.show(kit.get("scale"), { best: told?.stop ?? null }, marks);
  }
}

export default widget(build);
