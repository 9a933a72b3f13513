// A piece of a drawing in the colour of the paper parts two others: it is not to be seen.
([letters, marks, paper]) => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = {};
  const rgba = (colour) => read[colour] ??= (() => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  })();
  const over = (top, under, opacity = 1) => {
    const a = top[3] * opacity;
    return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a)).concat(1);
  };
  const canvas = rgba(getComputedStyle(document.body).backgroundColor);
  const grounds = new Map();
  const ground = (e) => {
    if (!e) return canvas;
    if (!grounds.has(e)) {
      const own = rgba(getComputedStyle(e).backgroundColor);
      grounds.set(e, own[3] === 1 ? own : over(own, ground(e.parentElement)));
    }
    return grounds.get(e);
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const found = new Set();
  const tell = (what, e, one, other) =>
    found.add(`${what} in <${e.localName} ${[...e.attributes].map((a) => a.name + "=" + a.value).join(" ").slice(0, 60)}>: ${one} on ${other}`);

  const written = (e, words) => {
    const under = ground(e), ink = over(rgba(getComputedStyle(e).color), under);
    if (contrast(ink, under) < letters) tell(`« ${words.trim().slice(0, 30)} »`, e, ink, under);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && !e.closest("svg") && shown(e)) written(e, walker.currentNode.data);
  }
  for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (shown(e)) written(e, e.name);
  }
  for (const e of document.querySelectorAll("svg :is(path, rect, circle, ellipse, line, polyline, polygon, text)")) {
    if (!shown(e) || e.closest("defs, symbol, clipPath, mask")) continue;
    const style = getComputedStyle(e), under = ground(e.closest("svg"));
    if (style.fill === "none" && e.getAttribute("stroke") === paper) continue;
    const paints = [];
    if (style.fill !== "none") paints.push(over(rgba(style.fill), under, +style.fillOpacity));
    if (style.stroke !== "none" && e.localName !== "text") paints.push(over(rgba(style.stroke), under, +style.strokeOpacity));
    const least = e.localName === "text" ? letters : marks;
    if (!paints.some((paint) => contrast(paint, under) >= least)) tell("drawing", e, paints.join(" and "), under);
  }
  return [...found];
}
