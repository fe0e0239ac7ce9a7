// A picture, and over it a list of its rows: dragged over, clicked, or walked with arrow keys.

export default widget((kit) => {
  const image = h("img", { alt: "" });
  const rows = h("div", { class: "rows", role: "listbox", "aria-multiselectable": "true", tabindex: "0" });
  const brush = h("div", { class: "brush", hidden: true });
  const chart = h("div", { class: "chart" }, image, rows, brush);
  const count = h("div", { class: "count", role: "status" });
  const hint = h("div", { class: "by" }, "Drag over rows, or click one; Shift or Ctrl adds. By keys: arrows walk, space picks, Ctrl+A all, Escape none.");
  const clear = button("Clear", () => choose([]));
  kit.root.append(h("div", { class: "card" }, chart, h("div", { class: "bar" }, count, clear), hint, troubleBox(kit)));

  let here = 0;
  let from = null;
  const boxes = () => kit.get("boxes");
  // What was picked here counts until Python has heard of it.
  let mine = [];
  let asked = 0;
  const picked = () => (kit.heard(asked) ? kit.get("places") : mine);
  function choose(places) {
    mine = [...new Set(places)];
    asked = kit.say("pick", { places: mine });
    mark();
  }

  kit.on(["image", "boxes", "title"], () => {
    image.src = kit.get("image");
    setAttribute(rows, "aria-label", kit.get("title"));
    const [width, height] = kit.get("size");
    const percent = (part, whole) => `${(100 * part) / whole}%`;
    rows.replaceChildren(
      ...boxes().map(([x, y, w, tall, words], place) =>
        h("div", {
          class: "spot", role: "option", id: kit.id(`row${place}`), "aria-label": words,
          style: { left: percent(x, width), top: percent(y, height), width: percent(w, width), height: percent(tall, height) },
        }),
      ),
    );
  });
  kit.on(["places", "heard"], mark);
  function mark() {
    const chosen = new Set(picked());
    [...rows.children].forEach((row, place) => setAttribute(row, "aria-selected", chosen.has(place) ? "true" : "false"));
    write(count, `${chosen.size} of ${boxes().length} rows picked`);
    clear.disabled = chosen.size === 0;
  }
  walkTo(0);

  function walkTo(place) {
    here = Math.min(Math.max(place, 0), boxes().length - 1);
    [...rows.children].forEach((row, at) => row.classList.toggle("here", at === here));
    setAttribute(rows, "aria-activedescendant", kit.id(`row${here}`));
  }

  rows.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by) {
      walkTo(here + by);
      if (event.shiftKey) choose([...picked(), here]);
    } else if (event.key === " ") choose(picked().includes(here) ? picked().filter((place) => place !== here) : [...picked(), here]);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) choose(boxes().map((_, place) => place));
    else if (event.key === "Escape") choose([]);
    else if (event.key === "Home") walkTo(0);
    else if (event.key === "End") walkTo(boxes().length - 1);
    else return;
    event.preventDefault();
  });

  const at = (event) => {
    const box = chart.getBoundingClientRect();
    const [width, height] = kit.get("size");
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    rows.focus({ preventScroll: true });
    from = at(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (from) drawBrush(from, at(event));
  });
  chart.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = at(event);
    const found = Math.hypot(to[0] - from[0], to[1] - from[1]) < 3 ? under(to) : within(from, to);
    from = null;
    brush.hidden = true;
    if (found.length) walkTo(found[0]);
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    choose(adds ? toggled(found) : found);
  });
  chart.addEventListener("pointercancel", () => {
    from = null;
    brush.hidden = true;
  });

  // One that was picked and is clicked again is not; a brush only ever adds.
  const toggled = (found) =>
    found.length === 1 && picked().includes(found[0]) ? picked().filter((place) => place !== found[0]) : [...picked(), ...found];
  const places = () => boxes().map((_, place) => place);
  const under = ([x, y]) => places().filter((place) => inside(boxes()[place], x, y));
  const inside = ([left, top, width, height], x, y) => x >= left && x <= left + width && y >= top && y <= top + height;

  // Beside the plot names are brushed, and any row counts; over the plot, those whose marks are met.
  function within(one, two) {
    const [left, right] = [Math.min(one[0], two[0]), Math.max(one[0], two[0])];
    const [top, bottom] = [Math.min(one[1], two[1]), Math.max(one[1], two[1])];
    const [first, last] = kit.get("plot");
    const beside = right < first || left > last;
    return places().filter((place) => {
      const [x, y, width, height, , spots] = boxes()[place];
      if (y > bottom || y + height < top || x > right || x + width < left) return false;
      return beside || !spots.length || spots.some(([from, to]) => from <= right && to >= left);
    });
  }

  function drawBrush(one, two) {
    const [width, height] = kit.get("size");
    brush.hidden = false;
    Object.assign(brush.style, {
      left: `${(100 * Math.min(one[0], two[0])) / width}%`, width: `${(100 * Math.abs(one[0] - two[0])) / width}%`,
      top: `${(100 * Math.min(one[1], two[1])) / height}%`, height: `${(100 * Math.abs(one[1] - two[1])) / height}%`,
    });
  }
});
