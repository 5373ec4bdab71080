// Draws the charts of a page: fetches Plotly when the first one comes near the screen, puts the
// theme's colours into the figure, and draws anew when the theme changes. One chart is shown before
// the next is drawn: on an old phone each takes its time. Without this script the sentence and the
// table of every chart stand as they are.

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  plotlyServerURL: "",
  responsive: true,
  scrollZoom: false,
  showSendToCloud: false,
  showTips: false,
};
const PAPER = 680; // px between the margins of an A4 page
const TOKEN = /^var\((--[\w-]+)\)$/;

let loading;

function plotly(source) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

// Only values of colour properties are looked up: no word of a patient is ever changed.
function themed(text) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(text, (key, value) => {
    const token = key.endsWith("color") && typeof value === "string" && value.match(TOKEN);
    return token ? style.getPropertyValue(token[1]).trim() : value;
  });
}

async function draw(figure) {
  const plot = figure.querySelector(".chart__plot");
  const spec = themed(figure.querySelector("script").textContent);
  try {
    const Plotly = await plotly(figure.dataset.plotly);
    plot.style.minHeight = `${spec.layout.height}px`;
    await Plotly.react(plot, spec.data, spec.layout, CONFIG);
    figure.dataset.state = "drawn";
    figure.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true }));
  } catch {
    figure.dataset.state = "failed";
    figure.querySelector("details").open = true;
  }
}

const figures = [...document.querySelectorAll("figure.chart[data-plotly]")];

const shown = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
let turn = Promise.resolve();

function drawInTurn(figure) {
  turn = turn.then(() => draw(figure)).then(shown);
}

const nearing = new IntersectionObserver(
  (sightings) => {
    for (const { target, isIntersecting } of sightings) {
      if (isIntersecting) {
        nearing.unobserve(target);
        drawInTurn(target);
      }
    }
  },
  { rootMargin: "400px" },
);

function redraw() {
  figures.filter((figure) => figure.dataset.state === "drawn").forEach(draw);
}

function resize(size) {
  for (const figure of figures.filter((one) => one.dataset.state === "drawn")) {
    const plot = figure.querySelector(".chart__plot");
    window.Plotly.relayout(plot, size(plot));
  }
}

for (const figure of figures) nearing.observe(figure);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
// On paper every chart is wanted, also those never scrolled to.
addEventListener("beforeprint", () => {
  figures.filter((figure) => !figure.dataset.state).forEach(draw);
  resize((plot) => ({ width: Math.min(plot.clientWidth, PAPER) }));
});
addEventListener("afterprint", () => resize(() => ({ width: null, autosize: true })));
