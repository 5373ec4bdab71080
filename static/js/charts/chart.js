// The charts of a page. Each is painted at once when it comes near the screen; Plotly, which takes
// seconds on an old phone, draws it only for whoever wants to point at it, as it alone answers to a
// pointer. Theme and paper are followed. Without this script the sentence and the table of every
// chart stand as they are.

import { draw, laidIn } from "./plotly.js";
import { sketch } from "./sketch.js";
import { inLight, themed } from "./theme.js";

const PAPER = 680; // px between the margins of an A4 page
const SHARP = 3; // dots of a picture for each px on paper

let onPaper = false;

const figures = [...document.querySelectorAll("figure.chart[data-plotly]")];
const are = (state) => figures.filter((figure) => figure.dataset.state === state);
const plotOf = (figure) => figure.querySelector(".chart__plot");

function paint(figure, width = plotOf(figure).clientWidth, sharp = devicePixelRatio) {
  const plot = plotOf(figure);
  const spec = themed(figure);
  plot.style.minHeight = `${spec.layout.height}px`;
  const canvas = plot.querySelector("canvas") ?? document.createElement("canvas");
  sketch(canvas, spec, width, sharp);
  plot.prepend(canvas);
  if (figure.dataset.state) return;
  figure.dataset.state = "painted";
  figure.dispatchEvent(new CustomEvent("chart:painted", { bubbles: true, detail: spec.data }));
}

// Gives whether the chart answers to a pointer now.
async function answer(figure) {
  if (figure.dataset.state === "drawn") return true;
  try {
    await draw(figure);
    return true;
  } catch {
    // the picture stays; the numbers say the rest
    figure.querySelector("details").open = true;
    return false;
  }
}

// Plotly only knows of movements: the one that made it come is told to it again.
async function pointed(figure, { clientX, clientY }) {
  if (figure.dataset.state === "drawn" || !(await answer(figure))) return;
  const there = document.elementFromPoint(clientX, clientY);
  if (!figure.contains(there)) return;
  for (const kind of ["mouseover", "mousemove"])
    there.dispatchEvent(new MouseEvent(kind, { clientX, clientY, bubbles: true }));
}

const nearing = new IntersectionObserver(
  (sightings) => {
    for (const sighting of sightings.filter(({ isIntersecting }) => isIntersecting)) {
      const target = /** @type {HTMLElement} */ (sighting.target);
      nearing.unobserve(target);
      paint(target);
      laidIn(target.dataset.plotly);
    }
  },
  { rootMargin: "400px" },
);

// A chart's place changes with the window, and with larger letters, of which the window hears nothing.
const fits = (plot) => plot.querySelector("canvas").style.width === `${plot.clientWidth}px`;
const resized = new ResizeObserver(() => {
  if (!onPaper) are("painted").forEach((figure) => fits(plotOf(figure)) || paint(figure));
});

function redraw() {
  if (onPaper) return;
  for (const figure of are("painted")) paint(figure);
  for (const figure of are("drawn")) draw(figure);
}

for (const figure of figures) {
  nearing.observe(figure);
  const plot = plotOf(figure);
  resized.observe(plot);
  // a finger that only moves the page wants nothing of the chart
  plot.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && pointed(figure, event));
  plot.addEventListener("click", (event) => pointed(figure, event));
  figure.addEventListener("chart:wanted", async ({ detail }) => detail(await answer(figure)));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
// On paper every chart is wanted, also those never scrolled to, and each is painted.
addEventListener("beforeprint", () => {
  onPaper = true;
  inLight(() => figures.forEach((figure) => paint(figure, PAPER, SHARP)));
});
addEventListener("afterprint", () => {
  onPaper = false;
  for (const figure of are("drawn")) plotOf(figure).querySelector("canvas").remove();
  for (const figure of are("painted")) paint(figure);
});
