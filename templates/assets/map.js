// Zooms and moves the map. Without it the whole world is there, and each circle is a link.
"use strict";

{
  const map = document.getElementById("map");
  const whole = map.getAttribute("viewBox").split(" ").map(Number);
  let [x, y, width, height] = whole;
  const circles = [...map.querySelectorAll("circle")].map((circle) => ({ circle, r: Number(circle.getAttribute("r")) }));
  function show() {
    width = Math.min(whole[2], Math.max(12, width));
    height = width * whole[3] / whole[2];
    x = Math.min(whole[0] + whole[2] - width, Math.max(whole[0], x));
    y = Math.min(whole[1] + whole[3] - height, Math.max(whole[1], y));
    map.setAttribute("viewBox", [x, y, width, height].map((value) => value.toFixed(2)).join(" "));
    // Circles grow more slowly than the land, so that neighbours come apart.
    const scale = (width / whole[2]) ** 0.75;
    for (const { circle, r } of circles) circle.setAttribute("r", (r * scale).toFixed(3));
  }
  function zoom(by, cx = x + width / 2, cy = y + height / 2) {
    const next = Math.min(whole[2], Math.max(12, width * by));
    const real = next / width;
    x = cx - (cx - x) * real;
    y = cy - (cy - y) * real;
    width = next;
    show();
  }
  // Where nothing would be left in sight, the nearest circle comes into it.
  function closer() {
    zoom(0.6);
    const places = circles.map(({ circle }) => [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))]);
    const inside = ([cx, cy]) => cx > x && cx < x + width && cy > y && cy < y + height;
    if (places.length === 0 || places.some(inside)) return;
    const [cx, cy] = [x + width / 2, y + height / 2];
    const near = places.sort((a, b) => Math.hypot(a[0] - cx, a[1] - cy) - Math.hypot(b[0] - cx, b[1] - cy))[0];
    x = near[0] - width / 2;
    y = near[1] - height / 2;
    show();
  }
  const steps = { in: closer, out: () => zoom(1 / 0.6), all: () => { [x, y, width, height] = whole; show(); } };
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => steps[button.dataset.zoom]());
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => { [x, y, width] = button.dataset.view.split(" ").map(Number); show(); });
  }
  map.parentElement.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (move) { x += move[0] * width / 6; y += move[1] * height / 6; show(); } else if (event.key === "+" || event.key === "=") closer();
    else if (event.key === "-" || event.key === "−") zoom(1 / 0.6);
    else return;
    event.preventDefault();
  });
  const point = (event) => {
    const box = map.getBoundingClientRect();
    return [x + (event.clientX - box.left) / box.width * width, y + (event.clientY - box.top) / box.height * height];
  };
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, ...point(event));
  }, { passive: false });
  // What the keyboard reaches is brought into sight.
  for (const { circle } of circles) {
    circle.parentElement.addEventListener("focus", () => {
      const [cx, cy] = [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))];
      if (cx < x || cx > x + width || cy < y || cy > y + height) { x = cx - width / 2; y = cy - height / 2; show(); }
    });
  }
  let drag;
  map.addEventListener("pointerdown", (event) => { drag = { at: point(event), moved: false, id: event.pointerId }; });
  map.addEventListener("pointermove", (event) => {
    if (!drag || width === whole[2]) return;
    const now = point(event);
    const [dx, dy] = [drag.at[0] - now[0], drag.at[1] - now[1]];
    if (!drag.moved && Math.hypot(dx, dy) < width / 80) return;
    if (!drag.moved) map.setPointerCapture(drag.id);
    drag.moved = true;
    x += dx;
    y += dy;
    show();
  });
  const stop = () => { setTimeout(() => { drag = undefined; }); };
  map.addEventListener("pointerup", stop);
  map.addEventListener("pointercancel", stop);
  map.addEventListener("click", (event) => { if (drag?.moved) event.preventDefault(); }, true);
  map.addEventListener("dragstart", (event) => event.preventDefault());
}
