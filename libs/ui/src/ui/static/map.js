// A map without tiles: territories, known places and points, drawn from what this site itself gives.
//
// Written by the macro of `templates/map.html`. Without script it stays hidden: the list and the
// fields that it stands for are all there is, and must be complete. Attributes of the element:
//   data-map               marks it
//   data-areas-url         GeoJSON of polygons with the properties `slug` and `name`
//   data-places-url        GeoJSON of points with the property `name`, to find one's way by
//   data-area              slug of the territory to begin with, drawn stronger than the others
//   data-area-field        id of a field: its value is data-area, and the one parameter of the
//                          places' address
//   data-points            id of an element: each descendant with data-longitude and data-latitude
//                          is a point of the map, its data-name what it is called there, data-mark
//                          what stands in it (a letter or two). Both follow each other; a radio
//                          button among them is chosen by a click on its point. Read again whenever
//                          the page changes it.
//   data-longitude, data-latitude   ids of two fields: the map then chooses a point (click, tap,
//                          Enter at the cross), writes it there in degrees, and tells the fields
//                          by `input` and `change`. What is typed there moves the point.
// Events of the element: `map:chosen`, detail {longitude, latitude, area}, area null outside all.
// Lengths inside are metres on a plane about the first thing shown: good to a metre in a city.

const SVG = "http://www.w3.org/2000/svg";
const METRES = 111195;
const CLOSEST = 4; // pixels for a metre
const NEAR = 600; // metres within which a known place is named
const PRECISE = 150; // metres; a position less precise than this is shown, not chosen
const MOST_NAMES = 28;

function node(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (parent) parent.append(made);
  return made;
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function polygons(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function isInside(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i], [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

class GuichetMap {
  constructor(element) {
    this.element = element;
    this.data = element.dataset;
    this.stage = element.querySelector("[data-map-stage]");
    this.said = element.querySelector("[data-map-said]");
    this.clearer = element.querySelector("[data-map-clear]");
    this.areas = [];
    this.places = [];
    this.points = [];
    this.fingers = new Map();
    this.x = this.y = 0;
    this.k = 0; // pixels for a metre; 0: nothing was drawn yet
    element.hidden = false;
    this.build();
    this.listen();
    // In a closed part of the page it has no size, and need not be loaded.
    new ResizeObserver(() => this.resized()).observe(this.stage);
    const page = element.closest("main") || document.body;
    new MutationObserver((changes) => {
      if (changes.some((one) => !one.target.closest("[data-map]"))) this.readPage();
    }).observe(page, { childList: true, subtree: true });
  }

  get chooses() { return Boolean(this.data.longitude); }

  field(name) { return this.chooses ? document.getElementById(this.data[name]) : null; }

  // ---- what is there -------------------------------------------------------------------------
  build() {
    this.svg = node("svg", { class: "map-drawing", "aria-hidden": "true", focusable: "false" });
    this.world = node("g", {}, this.svg);
    this.names = node("g", { class: "map-names" }, this.svg);
    this.marks = node("g", {}, this.svg);
    this.here = node("circle", { class: "map-here", r: 8, visibility: "hidden" }, this.svg);
    this.pin = node("g", { class: "map-pin", visibility: "hidden" }, this.svg);
    node("path", { d: "M0 0C-4-9-11-14-11-23a11 11 0 0 1 22 0C11-14 4-9 0 0Z" }, this.pin);
    node("circle", { cy: -23, r: 4 }, this.pin);
    this.cross = node("path", { class: "map-cross", d: "M-14 0H-4M4 0H14M0-14V-4M0 4V14" }, this.svg);
    this.ruler = node("g", { class: "map-ruler" }, this.svg);
    this.rulerLine = node("path", {}, this.ruler);
    this.rulerText = node("text", { x: 4, y: -5 }, this.ruler);
    this.stage.append(this.svg);
  }

  async load() {
    const read = async (url) => {
      if (!url) return [];
      try {
        const answer = await fetch(url, { credentials: "same-origin" });
        return answer.ok ? (await answer.json()).features : [];
      } catch { return []; } // a map without its ground still shows points, and the list is there
    };
    const [areas, places] = await Promise.all([read(this.data.areasUrl), read(this.data.placesUrl)]);
    const ours = areas.find((one) => one.properties.slug === this.data.area);
    // A city has no territory of its own here, but places.
    this.world.replaceChildren();
    const ground = ours || (this.data.area ? places[0] : areas[0]);
    // A town of which nothing is known: a map of other towns would only mislead.
    this.element.hidden = !ground;
    if (!ground) return;
    const at = this.items()[0] || ground.geometry.coordinates.flat(3);
    this.origin = at;
    this.wide = METRES * Math.cos((at[1] * Math.PI) / 180);
    this.areas = areas.map((one) => this.area(one));
    this.places = places.map((one) => {
      const [x, y] = this.flat(one.geometry.coordinates);
      return { name: one.properties.name, x, y };
    });
    for (const one of this.places) {
      one.dot = node("circle", { class: "map-dot", cx: one.x, cy: one.y }, this.world);
    }
    this.readPage(true);
  }

  area(feature) {
    const parts = polygons(feature.geometry).map((rings) =>
      rings.map((ring) => ring.map((pair) => this.flat(pair))));
    const d = parts.flat().map((ring) => `M${ring.map((p) => p.map(Math.round).join(" ")).join("L")}Z`);
    const { slug, name } = feature.properties;
    const ours = slug === this.data.area;
    node("path", { d: d.join(""), class: ours ? "map-area map-ours" : "map-area" }, this.world);
    const main = parts.map((part) => box(part[0])).sort((a, b) => b.size - a.size)[0];
    return { slug, name, parts, box: main, ours };
  }

  flat([longitude, latitude]) {
    return [(longitude - this.origin[0]) * this.wide, (this.origin[1] - latitude) * METRES];
  }

  degrees(x, y) {
    return [x / this.wide + this.origin[0], this.origin[1] - y / METRES];
  }

  areaAt(x, y) {
    const holds = (rings) => rings.reduce((odd, ring) => odd !== isInside(ring, x, y), false);
    return this.areas.find((one) => one.parts.some(holds)) || null;
  }

  // ---- what the page says --------------------------------------------------------------------
  list() { return this.data.points ? document.getElementById(this.data.points) : null; }

  items() {
    const list = this.list();
    const found = list ? [...list.querySelectorAll("[data-longitude][data-latitude]")] : [];
    return found.map((one) => [Number(one.dataset.longitude), Number(one.dataset.latitude), one])
      .filter(([longitude, latitude]) => Number.isFinite(longitude) && Number.isFinite(latitude));
  }

  readPage(isNew) {
    if (!this.origin) return;
    const items = this.items();
    const told = JSON.stringify(items.map(([a, b, one]) => [a, b, one.dataset.mark]));
    // The same points may be written anew: the newest elements are those that are followed.
    const moved = told !== this.told;
    this.told = told;
    const byPlace = new Map();
    for (const [longitude, latitude, item] of items) {
      const key = `${longitude},${latitude}`;
      if (!byPlace.has(key)) byPlace.set(key, { at: this.flat([longitude, latitude]), items: [] });
      byPlace.get(key).items.push(item);
    }
    this.points = [...byPlace.values()].map(({ at, items: held }) => this.point(at, held));
    this.marks.replaceChildren(...this.points.map((one) => one.mark));
    const pinned = this.readPin();
    if (isNew || !this.k) this.start();
    else if (moved && items.length) this.fit(this.points.map((one) => one.at));
    else if (pinned) this.show(this.pinned);
    this.draw();
  }

  point(at, items) {
    const mark = node("g", { class: "map-mark" });
    node("circle", { r: 12 }, mark);
    const marks = items.map((one) => one.dataset.mark).filter(Boolean);
    const words = marks.length === 1 ? marks[0] : items.length > 1 ? `\u00d7${items.length}` : "";
    node("text", { y: 4 }, mark).textContent = words;
    node("title", {}, mark).textContent = items.map((one) => one.dataset.name || "").join("\n");
    const made = { at, items, mark, next: 0 };
    mark.addEventListener("pointerenter", () => this.light(made, true));
    mark.addEventListener("pointerleave", () => this.light(made, false));
    return made;
  }

  light(point, on) {
    point.mark.classList.toggle("is-on", on);
    for (const item of point.items) item.classList.toggle("is-on-map", on);
  }

  open(point) {
    const item = point.items[point.next++ % point.items.length];
    const inside = "a[href], button, input, summary, [tabindex]";
    const target = item.matches(inside) ? item : item.querySelector(inside);
    if (!target) item.tabIndex = -1;
    (target || item).focus();
    item.scrollIntoView({ block: "nearest" });
    if (target && target.type === "radio") target.click();
    this.tell(item.dataset.name || item.textContent.trim());
  }

  readPin() {
    const [known, before] = [this.typed(), String(this.pinned)];
    this.pinned = known ? this.flat(known) : null;
    if (this.clearer) this.clearer.hidden = !known;
    return known && String(this.pinned) !== before;
  }

  typed() {
    const texts = ["longitude", "latitude"].map((name) => (this.field(name) || { value: "" }).value);
    const [longitude, latitude] = texts.map((one) => Number(one.replace(",", ".")));
    const known = texts.every((one) => one.trim()) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
    return known ? [longitude, latitude] : null;
  }

  // ---- what is seen of it --------------------------------------------------------------------
  start() {
    const marked = this.points.map((one) => one.at);
    if (this.pinned) marked.push(this.pinned);
    const ours = this.areas.find((one) => one.ours);
    if (marked.length) this.fit(marked);
    else if (!ours && this.data.area) this.fit(this.places.map((one) => [one.x, one.y]));
    else if (ours) this.fit([[ours.box.left, ours.box.top], [ours.box.right, ours.box.bottom]]);
    else this.fit(this.areas.flatMap(({ box: b }) => [[b.left, b.top], [b.right, b.bottom]]));
  }

  fit(spots) {
    if (!spots.length || !this.width) return;
    const b = box(spots);
    this.x = (b.left + b.right) / 2;
    this.y = (b.top + b.bottom) / 2;
    const least = this.span();
    const wanted = Math.min(
      (this.width - 70) / Math.max(b.right - b.left, least),
      (this.height - 70) / Math.max(b.bottom - b.top, least));
    this.zoomTo(wanted);
  }

  // Wide enough for something known to be seen: a point on a white ground says nothing.
  span() {
    const away = this.places.map((one) => Math.hypot(one.x - this.x, one.y - this.y)).sort((a, b) => a - b);
    return Math.min(4000, Math.max(600, 2.2 * (away[4] ?? Infinity)));
  }

  show([x, y]) {
    const [px, py] = this.onScreen(x, y);
    const seen = px > 20 && py > 20 && px < this.width - 20 && py < this.height - 20;
    if (!seen) [this.x, this.y] = [x, y];
    this.draw();
  }

  zoomTo(k, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.onGround(px, py);
    const whole = this.areas.length ? box(this.areas.flatMap(({ box: b }) => [[b.left, b.top], [b.right, b.bottom]])) : null;
    const widest = whole ? 0.7 * Math.min(this.width / (whole.right - whole.left), this.height / (whole.bottom - whole.top)) : 0.002;
    const before = this.k;
    this.k = Math.max(widest, Math.min(CLOSEST, k));
    if (before) {
      this.x = x - (px - this.width / 2) / this.k;
      this.y = y - (py - this.height / 2) / this.k;
    }
    this.draw();
  }

  onScreen(x, y) {
    return [(x - this.x) * this.k + this.width / 2, (y - this.y) * this.k + this.height / 2];
  }

  onGround(px, py) {
    const k = this.k || 1;
    return [(px - this.width / 2) / k + this.x, (py - this.height / 2) / k + this.y];
  }

  async resized() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height) return;
    [this.width, this.height] = [width, height];
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (!this.loading) this.loading = this.load();
    await this.loading;
    if (!this.k && this.origin) this.start();
    this.draw();
  }

  enter(area) {
    this.data.area = area;
    const url = new URL(this.data.placesUrl || "", window.location);
    for (const name of [...url.searchParams.keys()]) url.searchParams.set(name, area);
    if (this.data.placesUrl) this.data.placesUrl = url.href;
    if (this.loading) this.loading = this.loading.then(() => this.load());
  }

  draw() {
    if (this.frame || !this.k) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const [left, top] = this.onScreen(0, 0);
      this.world.setAttribute("transform", `translate(${left} ${top}) scale(${this.k})`);
      this.world.style.setProperty("--dot", `${(this.k > 0.08 ? 3 : 1.5) / this.k}px`);
      const put = (made, [x, y]) => {
        const [px, py] = this.onScreen(x, y);
        made.setAttribute("transform", `translate(${px.toFixed(1)} ${py.toFixed(1)})`);
      };
      for (const one of this.points) put(one.mark, one.at);
      this.pin.setAttribute("visibility", this.pinned ? "visible" : "hidden");
      if (this.pinned) put(this.pin, this.pinned);
      this.here.setAttribute("visibility", this.found ? "visible" : "hidden");
      if (this.found) put(this.here, this.found);
      put(this.cross, [this.x, this.y]);
      this.drawRuler();
      this.drawNames();
    });
  }

  drawRuler() {
    const most = 110 / this.k;
    const power = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].find((one) => one * power <= most) * power;
    this.ruler.setAttribute("transform", `translate(10 ${this.height - 10})`);
    this.rulerLine.setAttribute("d", `M0-6V0H${metres * this.k}V-6`);
    this.rulerText.textContent = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
  }

  drawNames() {
    const taken = this.points.map((one) => [...this.onScreen(...one.at), 14, 14]);
    const isSeen = ([x, y]) => x > 0 && x < this.width && y > 0 && y < this.height;
    const middle = ([x, y]) => Math.hypot(x - this.width / 2, y - this.height / 2);
    const wanted = [];
    for (const { name, box: b, ours } of this.areas) {
      const room = (b.right - b.left) * this.k;
      const at = this.onScreen((b.left + b.right) / 2, (b.top + b.bottom) / 2);
      if (isSeen(at) && (ours || room > name.length * 4)) wanted.push({ name, at, size: ours ? 15 : 12, rank: ours ? -2 : -1 });
    }
    const over = this.areaAt(this.x, this.y);
    if (over && !wanted.some((one) => one.name === over.name)) {
      wanted.push({ name: over.name, at: [this.width / 2, 20], size: 13, rank: -3 });
    }
    if (this.k > 0.045) {
      for (const one of this.places) {
        const [px, py] = this.onScreen(one.x, one.y);
        const at = [px, py - 8];
        if (isSeen(at)) wanted.push({ name: one.name, at, size: 11, rank: middle(at) });
      }
    }
    const written = [];
    for (const { name, at, size, rank } of wanted.sort((a, b) => a.rank - b.rank)) {
      const [wide, high] = [name.length * size * 0.28 + 3, size * 0.65];
      const free = taken.every(([x, y, w, h]) => Math.abs(x - at[0]) > w + wide || Math.abs(y - at[1]) > h + high);
      if (!free) continue;
      taken.push([...at, wide, high]);
      const text = node("text", { x: at[0], y: at[1], class: rank < 0 ? "map-area-name" : "", "font-size": size });
      text.textContent = name;
      if (written.push(text) >= MOST_NAMES) break;
    }
    this.names.replaceChildren(...written);
  }

  // ---- what is done with it ------------------------------------------------------------------
  listen() {
    const { stage, element } = this;
    const press = (name, done) => {
      const button = element.querySelector(`[data-map-${name}]`);
      if (button) button.addEventListener("click", done);
    };
    press("in", () => this.zoomTo(this.k * 2));
    press("out", () => this.zoomTo(this.k / 2));
    press("whole", () => { this.fit(this.areas.filter((one) => one.ours || !this.data.area).flatMap(({ box: b }) => [[b.left, b.top], [b.right, b.bottom]])); });
    press("clear", () => this.choose(null));
    press("locate", () => this.locate());
    const locate = element.querySelector("[data-map-locate]");
    if (locate) locate.hidden = !navigator.geolocation;
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("pointerdown", (event) => this.down(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.up(event));
    stage.addEventListener("dblclick", (event) => {
      if (!this.chooses) this.zoomTo(this.k * 2, ...this.spot(event));
    });
    stage.addEventListener("wheel", (event) => {
      // A page that is scrolled past a map must not stop at it.
      if (document.activeElement !== stage && !event.ctrlKey) return;
      event.preventDefault();
      this.zoomTo(this.k * 2 ** (-event.deltaY / (event.deltaMode ? 12 : 400)), ...this.spot(event));
    }, { passive: false });
    const follow = (on) => (event) => {
      const list = this.list();
      if (!list || !list.contains(event.target)) return;
      const point = this.points.find((one) => one.items.some((item) => item.contains(event.target)));
      if (!point) return;
      this.light(point, on);
      // Above its neighbours; not on a pointer's way in, which would then come in for ever.
      if (on) this.marks.append(point.mark);
      if (on && event.type === "focusin" && this.k) this.show(point.at);
    };
    for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
      document.addEventListener(name, follow(on));
    }
    document.addEventListener("change", (event) => {
      if (this.data.areaField && event.target.id === this.data.areaField) this.enter(event.target.value);
      const list = this.list();
      if (!this.chooses || !list || !list.contains(event.target)) return;
      if (!event.target.closest("[data-longitude]")) return;
      for (const name of ["longitude", "latitude"]) this.field(name).value = "";
      if (this.origin) this.readPin();
      this.draw();
    }, true); // before htmx sends the fields
    document.addEventListener("input", (event) => {
      if (!this.origin || ![this.field("longitude"), this.field("latitude")].includes(event.target)) return;
      if (this.readPin()) this.show(this.pinned);
      this.draw();
    });
  }

  spot(event) {
    const edge = this.stage.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.k) return;
    const step = (event.shiftKey ? 8 : 48) / this.k;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      this.x += moves[event.key][0];
      this.y += moves[event.key][1];
      this.draw();
    } else if (event.key === "+" || event.key === "=") this.zoomTo(this.k * 2);
    else if (event.key === "-") this.zoomTo(this.k / 2);
    else if (event.key === "Enter" || event.key === " ") this.pick(this.width / 2, this.height / 2);
    else return;
    event.preventDefault();
    this.stage.classList.add("by-keys");
    window.clearTimeout(this.telling);
    if (event.key.startsWith("Arrow")) {
      this.telling = window.setTimeout(() => this.tell(this.where(this.x, this.y)), 400);
    }
  }

  down(event) {
    if (event.button) return;
    this.stage.classList.remove("by-keys");
    this.stage.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, this.spot(event));
    this.travelled = this.fingers.size > 1 ? Infinity : 0;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before || !this.k) return;
    const now = this.spot(event);
    const others = [...this.fingers.entries()].filter(([id]) => id !== event.pointerId);
    this.fingers.set(event.pointerId, now);
    if (others.length) {
      const other = others[0][1];
      const apart = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
      this.zoomTo((this.k * apart(now)) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    } else {
      this.travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (this.travelled < 6) return;
      this.x -= (now[0] - before[0]) / this.k;
      this.y -= (now[1] - before[1]) / this.k;
      this.draw();
    }
  }

  up(event) {
    const known = this.fingers.delete(event.pointerId);
    if (known && event.type === "pointerup" && this.travelled < 6) this.pick(...this.spot(event));
  }

  // The mark at that place is opened; where none is, the place is chosen, if it can be.
  pick(px, py) {
    if (!this.k) return;
    const far = (one) => { const [x, y] = this.onScreen(...one.at); return Math.hypot(x - px, y - py); };
    const nearest = this.points.slice().sort((a, b) => far(a) - far(b))[0];
    if (nearest && far(nearest) < 16) this.open(nearest);
    else if (this.chooses) this.choose(this.onGround(px, py));
    else this.tell(this.where(...this.onGround(px, py)));
  }

  choose(spot) {
    const [longitude, latitude] = spot ? this.degrees(...spot).map((one) => Number(one.toFixed(5))) : ["", ""];
    const fields = [[this.field("longitude"), longitude], [this.field("latitude"), latitude]];
    for (const [field, value] of fields) field.value = String(value);
    this.readPin();
    this.draw();
    this.tell(spot ? fill(this.data.sayChosen, { where: this.where(...spot) }) : this.data.sayCleared);
    const area = spot ? this.areaAt(...spot) : null;
    // The last choice stands: a point of the map is none of the list.
    const picked = this.list() && this.list().querySelector("input[type=radio]:checked");
    if (spot && picked) picked.checked = false;
    const detail = { longitude, latitude, area: area && area.slug };
    this.element.dispatchEvent(new CustomEvent("map:chosen", { bubbles: true, detail }));
    // Both are written before either is told: no listener sees half a point.
    for (const name of ["input", "change"]) fields[1][0].dispatchEvent(new Event(name, { bubbles: true }));
  }

  where(x, y) {
    const area = this.areaAt(x, y);
    const name = area ? area.name : this.data.sayOutside;
    const apart = (one) => Math.hypot(one.x - x, one.y - y);
    const near = this.places.reduce((best, one) => (!best || apart(one) < apart(best) ? one : best), null);
    if (!near || apart(near) > NEAR) return name;
    const metres = Math.max(10, Math.round(apart(near) / 10) * 10);
    return fill(this.data.sayNear, { area: name, metres, place: near.name });
  }

  tell(words) { this.said.textContent = words; }

  locate() {
    this.tell(this.data.sayLooking);
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      if (!this.origin) return;
      this.found = this.flat([coords.longitude, coords.latitude]);
      [this.x, this.y] = this.found;
      this.zoomTo(Math.max(this.k, 0.3));
      if (this.chooses && coords.accuracy <= PRECISE) this.choose(this.found);
      else this.tell(fill(this.data.sayAbout, { metres: Math.round(coords.accuracy) }));
    }, () => this.tell(this.data.sayNoPosition), { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
  }
}

function box(spots) {
  const b = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of spots) {
    b.left = Math.min(b.left, x);
    b.right = Math.max(b.right, x);
    b.top = Math.min(b.top, y);
    b.bottom = Math.max(b.bottom, y);
  }
  return { ...b, size: (b.right - b.left) * (b.bottom - b.top) };
}

for (const element of document.querySelectorAll("[data-map]")) new GuichetMap(element);
