// Plotly: laid in while nothing else is to be done, run when a chart is wanted of it.

import { themed } from "./theme.js";

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

let loading;
let isFetched = false;

// Into the browser's own store, where it stays a year, but not where each byte is paid for.
export function laidIn(source) {
  if (isFetched || navigator.connection?.saveData) return;
  isFetched = true;
  const idle = window.requestIdleCallback ?? setTimeout;
  idle(() => fetch(source, { cache: "force-cache", priority: "low" }).then((answer) => answer.blob()).catch(() => {}));
}

function run(source) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => ((loading = undefined), reject(new Error("not fetched")));
    document.head.append(script);
  });
  return loading;
}

export async function draw(figure) {
  const plot = figure.querySelector(".chart__plot");
  const Plotly = await run(figure.dataset.plotly);
  const spec = themed(figure);
  plot.style.minHeight = `${spec.layout.height}px`;
  await Plotly.react(plot, spec.data, spec.layout, CONFIG);
  plot.querySelector("canvas")?.remove();
  figure.dataset.state = "drawn";
}
