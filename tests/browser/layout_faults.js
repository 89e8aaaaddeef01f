// What a reader would stumble over in the layout of the page that stands, as sentences: [kind, where, what].
// Boxes are looked at as they are drawn: after transforms, clipped by whatever hides or scrolls them.
() => {
  const PHONE = 700, DESK = 1280; // widths in pixels: up to the one a thumb works, from the other the header is one line
  const SMALLEST = 12, TARGET = 44, INPUT = 16, SLACK = 2; // pixels; letters, targets, inputs on the phone; rounding
  const NARROW = 4; // characters of a name that a line has to hold at least
  const phone = innerWidth <= PHONE;
  const faults = [];
  const said = new Map();
  const tell = (kind, element, what) => {
    const where = described(element);
    const key = kind + "|" + where;
    said.set(key, (said.get(key) || 0) + 1);
    if (said.get(key) === 1) faults.push([kind, where, String(what).replace(/\s+/g, " ").slice(0, 60), key]);
  };
  const name = (one) => {
    const sorts = (one.getAttribute("class") || "").split(/\s+/).filter(Boolean).slice(0, 2);
    return one.id && !/\d/.test(one.id) ? "#" + one.id : one.localName + sorts.map((sort) => "." + sort).join("");
  };
  function described(element) {
    const steps = [];
    for (let one = element; one && one !== document.body && steps.length < 3; one = one.parentElement) {
      if (!one.closest("#page")) break;
      if (!steps.length || one.getAttribute("class") || one.id) steps.unshift(name(one));
    }
    return steps.join(" > ");
  }
  const shown = (one) =>
    one.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !one.closest(".spoken, .skip, [hidden], script, style, option, optgroup") && !spokenOnly(one);
  // For ears only: a box of nothing, or one that is clipped away.
  const spoken = new Map([[document.body, false]]);
  function spokenOnly(one) {
    if (!one) return false;
    if (!spoken.has(one)) {
      const s = style(one), box = one.getBoundingClientRect();
      const here = s.clipPath === "inset(50%)" || (s.overflowX === "hidden" && box.width <= 2 && box.height <= 2);
      spoken.set(one, here || spokenOnly(one.parentElement));
    }
    return spoken.get(one);
  }
  const intersection = (a, b) => ({
    left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom),
  });
  const empty = (box) => box.right - box.left <= 1 || box.bottom - box.top <= 1;
  const styles = new Map();
  const style = (one) => styles.get(one) || styles.set(one, getComputedStyle(one)).get(one);
  const clips = (one) => style(one).overflowX !== "visible" || style(one).overflowY !== "visible";

  // The containers of an element that hide or scroll what leaves them, and those that are drawn as a box.
  const around = new Map();
  function containers(element) {
    if (around.has(element)) return around.get(element);
    const found = { clipping: [], cards: [] };
    let held = true; // an absolutely placed box is not cut by a parent that does not hold it
    let free = style(element).position;
    for (let one = element.parentElement, inner = element; one && one !== document.documentElement; inner = one, one = one.parentElement) {
      free = ["absolute", "fixed"].includes(style(inner).position) ? style(inner).position : free;
      held = free === "static" || free === "relative" || free === "sticky" || style(one).position !== "static";
      if (free === "fixed") break;
      if (!held) continue;
      free = "static";
      if (clips(one) && one !== document.body) found.clipping.push(one);
      if (!found.clipping.length && drawn(one)) found.cards.push(one);
    }
    around.set(element, found);
    return found;
  }
  function drawn(one) {
    const s = style(one), box = one.getBoundingClientRect();
    if (box.width < 16 || box.height < 12 || one.closest("svg") || s.display === "inline" || s.display === "contents") return false;
    const edged = ["Left", "Right"].every((side) => parseFloat(s["border" + side + "Width"]) > 0);
    return edged || !/rgba\(\d+, \d+, \d+, 0\)|transparent/.test(s.backgroundColor) || one.matches("td, th");
  }
  const visiblePart = (box, element) =>
    containers(element).clipping.concat(clips(element) && element.localName !== "body" ? [element] : [])
      .reduce((rest, one) => intersection(rest, one.getBoundingClientRect()), box);

  // Every visible text with the boxes of its lines, in the height of its letters.
  function letterSize(element) {
    const size = parseFloat(style(element).fontSize);
    const drawing = element.ownerSVGElement;
    if (!drawing) return size;
    const to = element.getScreenCTM();
    return to ? size * Math.hypot(to.a, to.b) : size;
  }
  function texts() {
    const all = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walk.nextNode()) {
      const node = walk.currentNode, element = node.parentElement;
      if (!node.data.trim() || !shown(element)) continue;
      range.selectNodeContents(node);
      const size = letterSize(element);
      const whole = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
      const lines = whole.map((box) => {
        const middle = (box.top + box.bottom) / 2, half = Math.min(size * 0.42, box.height / 2);
        return { left: box.left, right: box.right, top: middle - half, bottom: middle + half };
      });
      if (lines.length) all.push({ node, element, text: node.data.trim(), size, lines, seen: lines.map((line) => visiblePart(line, element)) });
    }
    return all;
  }
  const every = texts();

  function overEachOther() {
    const boxes = every.flatMap((text) => text.seen.filter((box) => !empty(box)).map((box) => ({ ...box, text })));
    boxes.sort((a, b) => a.top - b.top);
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length && boxes[j].top < boxes[i].bottom; j++) {
        if (boxes[i].text === boxes[j].text) continue;
        const both = intersection(boxes[i], boxes[j]);
        if (both.right - both.left > SLACK && both.bottom - both.top > SLACK && together(boxes[i].text, boxes[j].text))
          tell("texts over each other", boxes[j].text.element, boxes[i].text.text.slice(0, 26) + " × " + boxes[j].text.text.slice(0, 26));
      }
  }
  const layer = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement)
      if (style(one).position === "fixed" || one.matches("[open] > .dropdown-list, [open] > .chooser-list")) return one;
    return null;
  };
  const together = (a, b) => layer(a.element) === layer(b.element);

  function leavingTheirCard() {
    for (const text of every) {
      const { cards } = containers(text.element);
      const own = drawn(text.element) && !clips(text.element) ? [text.element] : [];
      for (const line of text.seen) {
        if (empty(line)) continue;
        if (line.left < -SLACK || line.right > document.documentElement.clientWidth + SLACK) tell("leaves the screen", text.element, text.text);
        const card = own.concat(cards).find((one) => {
          const box = one.getBoundingClientRect();
          return line.left < box.left - SLACK || line.right > box.right + SLACK || line.top < box.top - SLACK || line.bottom > box.bottom + SLACK;
        });
        if (card) tell("leaves its card", text.element, text.text + " ⇥ " + name(card));
      }
    }
  }

  const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  function narrowNames() {
    for (const text of every) {
      if (text.element.ownerSVGElement || text.text.length <= NARROW) continue;
      const least = [...text.text].slice(0, NARROW).reduce((sum, one) => sum + (wide.test(one) ? 0.95 : 0.45) * text.size, 0);
      const cut = hiding(text);
      const widest = Math.max(...(cut ? text.seen : text.lines).map((box) => box.right - box.left));
      if (widest < least && widest > 1 && (text.lines.length > 1 || cut)) tell("narrower than four characters", text.element, text.text);
    }
  }

  function cutTexts() {
    for (const text of every) {
      if (!hiding(text)) continue;
      const link = text.element.closest("a[href], summary, button, select");
      const titled = text.element.closest("[title]");
      if (!link && (phone || !titled)) tell("cut without a way to read it", text.element, text.text);
    }
  }
  const hiding = (text) => containers(text.element).clipping.concat(clips(text.element) ? [text.element] : []).find((one) => hides(one, text));
  function hides(one, text) {
    const s = style(one), box = one.getBoundingClientRect();
    const sideways = ["hidden", "clip"].includes(s.overflowX) && text.lines.some((l) => l.right > box.right + SLACK || l.left < box.left - SLACK);
    const down = ["hidden", "clip"].includes(s.overflowY) && text.lines.some((l) => l.bottom > box.bottom + SLACK || l.top < box.top - SLACK);
    return sideways || down;
  }

  function smallLetters() {
    for (const text of every) if (text.size < SMALLEST - 0.05) tell("letters under 12 px", text.element, text.size.toFixed(1) + " px: " + text.text);
  }

  function smallTargets() {
    if (!phone) return;
    for (const one of document.querySelectorAll("a[href], button, select, summary, textarea, input:not([type=hidden]), .num")) {
      if (!shown(one) || one.closest("svg, .leaflet-container") || inSentence(one)) continue;
      const around = one.matches("input[type=checkbox], input[type=radio]") && one.closest("label") ? one.closest("label") : one;
      const box = around.getBoundingClientRect();
      if (!box.width || !box.height || empty(visiblePart(box, around))) continue;
      const after = getComputedStyle(around, "::after");
      const spread = after.position === "absolute" && after.content !== "none";
      const width = Math.max(box.width, spread ? parseFloat(after.width) : 0), height = Math.max(box.height, spread ? parseFloat(after.height) : 0);
      if (width < TARGET - 0.5 || height < TARGET - 0.5) tell("target under 44 px", one, Math.round(width) + "×" + Math.round(height) + " " + (one.textContent || one.name || ""));
    }
  }
  function inSentence(one) {
    if (!["inline", "inline-flex", "inline-block"].includes(style(one).display)) return false;
    const own = one.textContent.trim().length, block = one.parentElement.closest("p, li, dd, td, th, figcaption, small, span, div");
    const beside = [...block.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
    return own > 0 && beside.length > 0;
  }
  function smallInputs() {
    if (!phone) return;
    for (const one of document.querySelectorAll("select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])"))
      if (shown(one) && parseFloat(style(one).fontSize) < INPUT) tell("input under 16 px", one, style(one).fontSize);
  }

  function headerOfTwoLines() {
    const top = document.querySelector("header.top");
    if (!top || innerWidth < DESK) return;
    const inLine = every.filter((text) => top.contains(text.element) && !text.element.closest(".red-bar, .dropdown-list, .link-lost"));
    const boxes = inLine.flatMap((text) => text.lines);
    if (boxes.length && Math.max(...boxes.map((box) => box.top)) >= Math.min(...boxes.map((box) => box.bottom))) tell("header of two lines", top, "");
  }

  overEachOther();
  leavingTheirCard();
  narrowNames();
  cutTexts();
  smallLetters();
  smallTargets();
  smallInputs();
  headerOfTwoLines();
  return faults.map(([kind, where, what, key]) => ({ kind, where, what, times: said.get(key) }));
}
