// Put before every widget's own module, which ends in `export default widget(build)`.
//
// build(kit) draws one view. It has:
//   kit.root      where to put elements (an open shadow root: no style goes in or out)
//   kit.get(name) a trait; kit.on(names, draw) calls draw() now and whenever one of them changes
//   kit.say(name, given)  asks Python for one of the widget's ACTIONS, after what is just being typed
//   kit.heard(turn)  whether what the traits hold was told after kit.say gave back that turn: a slow kernel's answers
//                 to earlier ones are no reason to take back what was done since
//   kit.end(f)    f is called when the view is closed
// Text goes into elements by textContent alone: whatever came from a file stays text.

const IDLE = 700;
let views = 0;

function widget(build) {
  return { render: ({ model, el }) => mount(model, el, build) };
}

function mount(model, el, build) {
  const ends = [];
  const host = el.ownerDocument.createElement("div");
  // Keys typed here are nobody else's: JupyterLab looks for this mark before it runs a shortcut.
  host.setAttribute("data-lm-suppress-shortcuts", "true");
  host.setAttribute("data-consilience-widget", "");
  for (const name of ["keydown", "keypress", "keyup"]) host.addEventListener(name, (event) => event.stopPropagation());
  const root = host.attachShadow({ mode: "open" });
  root.append(h("style", {}, STYLE));
  el.append(host);
  ends.push(() => host.remove(), followTheme(host), hideStill(host.ownerDocument, model.get("still_id")));
  const view = `${(views += 1)}`;
  const typing = new Set();
  let idle;
  let sent = 0;
  const kit = {
    root,
    host,
    id: (name) => `${name}-${view}`,
    get: (name) => model.get(name),
    end: (f) => ends.push(f),
    on(names, draw) {
      for (const name of names) model.on(`change:${name}`, draw);
      ends.push(() => names.forEach((name) => model.off(`change:${name}`, draw)));
      draw();
    },
    typing,
    flush: () => typing.forEach((finish) => finish()),
    say(name, given = {}) {
      kit.flush();
      model.send({ do: name, turn: { view, number: (sent += 1) }, ...given });
      clearTimeout(idle);
      idle = setTimeout(() => model.send({ do: "settled" }), IDLE);
      return sent;
    },
    // Whether Python had heard so much of this view when it told what the traits hold now.
    heard: (number) => (model.get("heard")[view] ?? 0) >= number,
  };
  ends.push(() => clearTimeout(idle));
  build(kit);
  return () => ends.splice(0).reverse().forEach((end) => end());
}

// ---- elements

function h(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

function s(tag, given = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), given, children);
}

function filled(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Only what differs is written: a screen reader tells every change of a live region.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function sentence(phrase) {
  return phrase ? `${phrase[0].toUpperCase()}${phrase.slice(1)}.` : "";
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

// ---- light and dark

function followTheme(host) {
  const page = host.ownerDocument;
  const system = page.defaultView.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => host.setAttribute("data-theme", isDark(page, system) ? "dark" : "light");
  const observer = new MutationObserver(apply);
  const watched = { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-vscode-theme-kind", "data-theme"] };
  for (const element of [page.documentElement, page.body]) observer.observe(element, watched);
  system.addEventListener("change", apply);
  apply();
  return () => {
    observer.disconnect();
    system.removeEventListener("change", apply);
  };
}

function isDark(page, system) {
  const { body, documentElement } = page;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  if (body.dataset.vscodeThemeKind) return /dark|high-contrast$/.test(body.dataset.vscodeThemeKind);
  if (["light", "dark"].includes(documentElement.dataset.theme)) return documentElement.dataset.theme === "dark";
  if (body.classList.contains("quarto-dark") || body.classList.contains("quarto-light")) return body.classList.contains("quarto-dark");
  return system.matches;
}

// The picture that a saved notebook shows is not needed beside the living widget.
function hideStill(page, id) {
  const rule = page.createElement("style");
  rule.textContent = `[data-consilience-still="${CSS.escape(id)}"]{display:none}`;
  page.head.append(rule);
  return () => rule.remove();
}

// ---- parts

// A labelled text field. `say(text)` is called while it is typed in, a little later than each key, and gives back what
// kit.say gave it.
// Escape brings back what it held before. Arrow keys go to `step(+1 | -1 | +10 | -10)`.
function textField(kit, { name, label, placeholder = "", hint = null, say, step = null }) {
  const id = kit.id(name);
  let before = "";
  let waiting = null;
  let asked = 0;
  const input = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", placeholder, "aria-describedby": `${id}-told` });
  const told = h("div", { id: `${id}-told`, class: "told" });
  const finish = () => {
    clearTimeout(waiting);
    kit.typing.delete(finish);
    waiting = null;
    asked = say(input.value) ?? 0;
  };
  const flush = () => waiting !== null && finish();
  input.addEventListener("focus", () => (before = input.value));
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, 150);
    kit.typing.add(finish);
  });
  input.addEventListener("blur", flush);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === "Enter") flush();
    else if (event.key === "Escape" && input.value !== before) {
      input.value = before;
      finish();
    } else if (by && step) {
      event.preventDefault();
      flush();
      step(by);
    }
  });
  kit.end(() => clearTimeout(waiting));
  const element = h("div", { class: "field" }, h("label", { for: id }, label), input, hint && h("div", { class: "hint" }, hint), told);
  return {
    element,
    input,
    focus: () => input.focus(),
    // What Python holds goes in, unless it has not heard yet what was typed here.
    show(text, { message = "", fault = false } = {}) {
      if (waiting !== null || !kit.heard(asked)) return;
      if (input.value !== text) input.value = text;
      write(told, message);
      told.classList.toggle("fault", fault);
      setAttribute(input, "aria-invalid", fault ? "true" : null);
    },
  };
}

function button(label, onclick, given = {}) {
  return h("button", { type: "button", onclick, ...given }, label);
}

// What is refused is said aloud; lines stay lines.
function troubleBox(kit) {
  const box = h("div", { class: "trouble", role: "alert" });
  kit.on(["trouble"], () => {
    write(box, kit.get("trouble"));
    box.hidden = !kit.get("trouble");
  });
  return box;
}

// ---- the scale of log odds

// Handles on a scale of stops [z, said, chance]. A handle that nothing was said for is not there.
//   handles: [{ name, label, mark }]; mark is "best", "low" or "high": its shape, and the lane it lies in
//   place(name, stop, by): a handle was put on a stop; by is "pointer" or "keys". It gives back what kit.say gave it.
//   active(): the name of the handle that a click on the empty scale puts; null where none is
function oddsScale(kit, { label, handles, place, active = () => null }) {
  let scale = { stops: [], ticks: [] };
  let at = {};
  const asked = {};
  const rail = h("div", { class: "rail" });
  const band = h("div", { class: "band" });
  const ghost = h("div", { class: "ghost", "aria-hidden": "true", hidden: true });
  const axis = h("div", { class: "axis", "aria-hidden": "true" });
  const marks = h("div", { class: "marks" });
  const area = h("div", { class: "area" }, rail, band, ghost, marks);
  const element = h("div", { class: "scale", role: "group", "aria-label": label }, area, axis);
  const knobs = Object.fromEntries(handles.map((handle) => [handle.name, knob(handle)]));
  area.append(...Object.values(knobs));

  const ends = () => [scale.stops[0][0], scale.stops[scale.stops.length - 1][0]];
  const left = (z) => {
    const [low, high] = ends();
    return `${(100 * (Math.min(Math.max(z, low), high) - low)) / (high - low)}%`;
  };
  const nearest = (z) => scale.stops.reduce((best, stop) => (Math.abs(stop[0] - z) < Math.abs(best[0] - z) ? stop : best));
  const underPointer = (x) => {
    const box = area.getBoundingClientRect();
    const [low, high] = ends();
    return low + ((x - box.left) / box.width) * (high - low);
  };

  function step(name, by) {
    if (!at[name]) return;
    const z = at[name][0];
    const beyond = scale.stops.filter((stop) => (by > 0 ? stop[0] > z + 1e-9 : stop[0] < z - 1e-9));
    if (!beyond.length) return;
    if (by < 0) beyond.reverse();
    put(name, beyond[Math.min(Math.abs(by), beyond.length) - 1], "keys");
  }

  function put(name, stop, by) {
    if (at[name] && Math.abs(at[name][0] - stop[0]) < 1e-9) return;
    at = { ...at, [name]: stop };
    drawKnobs();
    asked[name] = place(name, stop, by) ?? 0;
  }

  function knob({ name, label: named, mark }) {
    const knob = h("div", { class: `knob ${mark}`, role: "slider", tabindex: "0", "aria-label": named, hidden: true }, h("span", { class: "grip" }));
    knob.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (by) step(name, by);
      else if (event.key === "Home") put(name, scale.stops[0], "keys");
      else if (event.key === "End") put(name, scale.stops[scale.stops.length - 1], "keys");
      else return;
      event.preventDefault();
    });
    knob.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      knob.focus();
      // Held where it was taken: a handle that jumps to the pointer has changed what was said.
      const offset = at[name][0] - underPointer(event.clientX);
      const move = (moved) => put(name, nearest(underPointer(moved.clientX) + offset), "pointer");
      knob.setPointerCapture(event.pointerId);
      knob.addEventListener("pointermove", move);
      knob.addEventListener("lostpointercapture", () => knob.removeEventListener("pointermove", move), { once: true });
    });
    return knob;
  }

  area.addEventListener("pointermove", (event) => {
    const free = active() && event.buttons === 0 && event.target.closest(".knob") === null;
    ghost.hidden = !free;
    if (!free) return;
    const stop = nearest(underPointer(event.clientX));
    ghost.style.left = left(stop[0]);
    write(ghost, `${stop[1]} · ${stop[2]}`);
  });
  area.addEventListener("pointerleave", () => (ghost.hidden = true));
  area.addEventListener("pointerdown", (event) => {
    kit.flush();
    const name = active();
    if (event.button !== 0 || !name) return;
    event.preventDefault();
    ghost.hidden = true;
    put(name, nearest(underPointer(event.clientX)), "pointer");
    knobs[name].focus();
  });

  function drawKnobs() {
    const [lowest, highest] = ends();
    for (const { name } of handles) {
      const stop = at[name];
      const knob = knobs[name];
      knob.hidden = !stop;
      if (!stop) continue;
      knob.style.left = left(stop[0]);
      knob.classList.toggle("beyond", stop[0] < lowest - 1e-9 || stop[0] > highest + 1e-9);
      setAttribute(knob, "aria-valuemin", lowest.toFixed(3));
      setAttribute(knob, "aria-valuemax", highest.toFixed(3));
      setAttribute(knob, "aria-valuenow", stop[0].toFixed(3));
      setAttribute(knob, "aria-valuetext", `${stop[1]}, ${stop[2]}`);
    }
    band.hidden = !at.low || !at.high || at.low[0] > at.high[0];
    if (!band.hidden) Object.assign(band.style, { left: left(at.low[0]), right: `calc(100% - ${left(at.high[0])})` });
  }

  return {
    element,
    step,
    focus: (name) => knobs[name].focus(),
    // given: { stops, ticks }; now: { name: stop or null }; others: [{ z, label, kind }], marks beside the handles
    show(given, now, others = []) {
      scale = given;
      // A handle stays where it was put until Python has heard of it.
      at = Object.fromEntries(handles.map(({ name }) => [name, kit.heard(asked[name] ?? 0) ? now[name] : at[name]]));
      axis.replaceChildren(
        ...scale.ticks.map(([z, said, chance]) => h("div", { class: "tick", style: { left: left(z) } }, h("span", {}, said), h("span", { class: "chance" }, chance))),
      );
      marks.replaceChildren(...others.map((mark) => h("div", { class: `mark ${mark.kind ?? ""}`, style: { left: left(mark.z) } }, h("span", {}, mark.label))));
      drawKnobs();
    },
  };
}
