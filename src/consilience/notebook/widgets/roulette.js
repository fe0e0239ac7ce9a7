// Chips in bins. A click fills a bin up to where it was clicked; arrow keys add and take one, or go to the next bin.

const HEIGHT = 230;

function build(kit) {
  const about = kit.get("about");
  // Room for half of the chips in one bin; where there are more, all are drawn lower.
  const rows = Math.ceil(about.chips / 2);
  const tall = () => HEIGHT / Math.max(rows, ...chips);
  const form = about.unit ? "number" : "percent";
  const limits = { low: "Lowest plausible", high: "Highest plausible" };
  const fields = Object.fromEntries(
    Object.entries(limits).map(([which, label]) => [which, textField(kit, { name: which, label, placeholder: about.unit || "%", say: (text) => kit.say("limit", { which, text, form }) })]),
  );
  const count = h("div", { class: "count", role: "status" });
  const wheel = h("div", { class: "wheel", role: "group", "aria-label": "Bins for chips" });
  const edges = h("div", { class: "edges", "aria-hidden": "true" });
  const line = s("path", { class: "read" });
  const curve = s("svg", { class: "curve", preserveAspectRatio: "none", "aria-hidden": "true" }, line);
  const read = h("div", { class: "count" }, "The line is what the chips are read as.");
  const estimate = h("code", { class: "estimate" });
  const output = h("output", {});
  let bins = [];
  let chips = [];
  let last = 0;

  function makeBins(grid) {
    bins = grid.chips.map((_, place) => {
      const bin = h("div", { class: "bin", role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": "0", "aria-valuemax": String(about.chips) });
      const held = () => chips[place];
      const put = (count) => {
        if (count < 0 || count === held()) return;
        chips = chips.with(place, count);
        last = kit.say("put", { place, count });
      };
      bin.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        const row = Math.floor((bin.getBoundingClientRect().bottom - event.clientY) / tall()) + 1;
        put(row === held() ? row - 1 : row);
      });
      bin.addEventListener("keydown", (event) => {
        if (event.key === "ArrowUp") put(held() + 1);
        else if (event.key === "ArrowDown") put(held() - 1);
        else if (event.key === "Home" || event.key === "Delete") put(0);
        else if (event.key === "ArrowRight" || event.key === "ArrowLeft") bins[place + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
        else return;
        event.preventDefault();
      });
      return bin;
    });
    wheel.replaceChildren(...bins);
    edges.replaceChildren(...grid.edges.map((edge) => h("span", {}, edge)));
  }

  function drawChips(grid) {
    const left = about.chips - grid.chips.reduce((sum, chips) => sum + chips, 0);
    write(count, `${left} of ${about.chips} chips left, each worth ${about.each}`);
    wheel.style.setProperty("--tall", `${tall()}px`);
    grid.chips.forEach((chips, place) => {
      const bin = bins[place];
      bin.replaceChildren(...Array.from({ length: chips }, () => h("div", { class: "chip" })));
      setAttribute(bin, "aria-label", `${grid.edges[place]} to ${grid.edges[place + 1]}`);
      setAttribute(bin, "aria-valuenow", chips);
      setAttribute(bin, "aria-valuetext", chips === 1 ? "1 chip" : `${chips} chips`);
    });
  }

  function drawCurve(points) {
    const high = HEIGHT / tall();
    curve.setAttribute("viewBox", `0 0 ${bins.length} ${high}`);
    line.setAttribute("d", points.map(([place, height], at) => `${at ? "L" : "M"}${place} ${high - height}`).join(""));
    read.hidden = points.length === 0;
  }

  const board = h("div", {}, count, h("div", { class: "wheel-box" }, wheel, curve), edges, read);
  kit.root.append(
    h(
      "section",
      { class: "card", "aria-label": `Roulette: ${about.title}` },
      ...heading(about),
      h("div", { class: "limits" }, fields.low.element, fields.high.element),
      board,
      h("div", { class: "result" }, h("div", { class: "label" }, "Will be written"), estimate, output),
      prompts(kit),
      troubleBox(kit),
      saving(kit, { ready: () => kit.get("reading").text && !kit.get("reading").fault }),
    ),
  );
  kit.on(["grid", "reading", "heard"], () => {
    const grid = kit.get("grid");
    const { text, read_as, fault, missing, limits: said, curve: points } = kit.get("reading");
    for (const [which, field] of Object.entries(fields)) {
      const heard = said[which];
      field.show(heard?.shown[heard.form] ?? "", { message: heard?.fault ?? "", fault: Boolean(heard?.fault) });
    }
    board.hidden = !grid.edges;
    if (grid.edges) {
      if (JSON.stringify(grid.edges) !== edges.dataset.made) makeBins(grid);
      edges.dataset.made = JSON.stringify(grid.edges);
      if (kit.heard(last)) chips = grid.chips;
      drawChips(grid);
      drawCurve(points);
    }
    write(estimate, text);
    write(output, fault || missing || sentence(read_as));
    output.className = fault ? "fault" : "";
  });
}

export default widget(build);
