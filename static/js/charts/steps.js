// Point by point through a chart with buttons or arrow keys: each point is marked in the picture
// and read out as a line of text.

const SETTLED = 80; // ms; Plotly moves its mark at most every 50
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

// Every point that answers to a pointer, from left to right.
function pointsOf(data) {
  const points = [];
  data.forEach((trace, curveNumber) => {
    if (trace.hoverinfo === "skip") return;
    trace.y.forEach((y, pointNumber) => {
      if (y === null || trace.x[pointNumber] === null) return;
      const subplot = `x${trace.yaxis ?? "y"}`;
      points.push({ x: trace.x[pointNumber], subplot, at: { curveNumber, pointNumber } });
    });
  });
  return points.sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0));
}

// What the picture's own label says, its lines joined.
function wordsOf(plot) {
  const lines = plot.querySelectorAll(".hoverlayer .hovertext text.nums");
  return [...lines]
    .flatMap((text) => {
      const parts = [...text.querySelectorAll("tspan.line")];
      return (parts.length ? parts : [text]).map((part) => part.textContent);
    })
    .join(", ");
}

function enhance(figure, data) {
  const steps = figure.querySelector(".chart__steps");
  if (!steps) return;
  const plot = figure.querySelector(".chart__plot");
  const line = steps.querySelector("[aria-live]");
  const points = pointsOf(data);
  let here = null;
  let reading;

  function go(step) {
    if (!points.length) return;
    here = here === null ? points.length - 1 : here + step;
    here = Math.min(points.length - 1, Math.max(0, here));
    figure.dispatchEvent(new CustomEvent("chart:wanted", { detail: mark }));
  }

  function mark(answers) {
    if (!answers) return (line.textContent = "The points could not be fetched. The numbers are below.");
    const { at, subplot } = points[here];
    window.Plotly.Fx.hover(plot, [at], subplot);
    clearTimeout(reading);
    reading = setTimeout(() => {
      line.textContent = `${wordsOf(plot)} (${here + 1} of ${points.length})`;
    }, SETTLED);
  }

  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) go(Number(button.dataset.step));
  });
  steps.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    go(STEPS[event.key]);
  });
  steps.hidden = points.length === 0;
}

addEventListener("chart:painted", (/** @type {any} */ event) => enhance(event.target, event.detail));
