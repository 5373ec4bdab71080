// Where everything of a figure lies: the same places that Plotly gives it.

const ITEM = 45; // px that an entry of the legend is wider than its words
const ROW = 19;
const LEAST = 64; // px that margins that grow leave to the plot, unless it was lower from the start

const number = (value) => (typeof value === "string" ? Date.parse(`${value}Z`) : value);

function along([from, to], start, end) {
  const [low, high] = [number(from), number(to)];
  return (value) => start + ((number(value) - low) / (high - low)) * (end - start);
}

// Values with their words, those outside the axis left out.
function ticks({ range, tickvals, ticktext, dtick }) {
  const [low, high] = range.map(number).sort((a, b) => a - b);
  const every = [];
  if (tickvals) tickvals.forEach((value, at) => every.push([value, ticktext[at]]));
  else for (let at = Math.ceil(low / dtick) * dtick; at <= high; at += dtick) every.push([at, String(at)]);
  return every.filter(([value]) => number(value) >= low && number(value) <= high);
}

// Side by side where they fit, else in columns as wide as the widest.
function keys(spec, room, wide) {
  const named = spec.layout.showlegend ? spec.data.filter(({ showlegend, name }) => showlegend !== false && name) : [];
  const widths = named.map(({ name }) => wide(name) + ITEM);
  const fits = widths.reduce((sum, width) => sum + width, 0) <= room;
  const each = Math.max(...widths);
  const columns = Math.max(1, Math.floor(room / each));
  let x = 0;
  const items = named.map((key, at) => {
    const item = fits ? { key, x, y: 0 } : { key, x: (at % columns) * each, y: Math.floor(at / columns) * ROW };
    x += widths[at];
    return item;
  });
  const rows = fits ? 1 : Math.ceil(named.length / columns);
  return { items, height: rows * ROW + 10 };
}

// As Plotly makes room: the plot gives way until the legend, which hangs below by a share of it, fits;
// where too little would be left, the margins above and below share what there is.
function heights({ height, margin, legend }, room) {
  const { t, b } = margin;
  const under = room ? -legend.y : 0;
  const below = Math.max(b, room ? (room + (height - t) * under) / (1 + under) : 0);
  const most = height - Math.min(LEAST, height - t - b);
  const less = Math.min(1, most / (t + below));
  const [top, bottom] = [Math.round(t * less), height - Math.round(below * less)];
  return { top, bottom, hangs: bottom + under * (bottom - top) };
}

export function frame(spec, width, wide) {
  const { margin, xaxis, yaxis } = spec.layout;
  const pad = Math.min(12, ...["l", "r", "t", "b"].map((side) => margin[side])); // around what makes a margin grow
  const grown = (axis) => Math.max(...ticks(axis).map(([, text]) => wide(text))) + axis.ticklen + 3.4 + pad;
  const left = yaxis.automargin ? Math.round(Math.max(margin.l, grown(yaxis))) : margin.l;
  const right = width - margin.r;
  const legend = keys(spec, right - left, wide);
  const { top, bottom, hangs } = heights(spec.layout, legend.items.length && legend.height + pad);
  const y = {};
  for (const key of Object.keys(spec.layout).filter((name) => name.startsWith("yaxis"))) {
    const { domain = [0, 1], range } = spec.layout[key];
    const [low, high] = domain.map((share) => bottom - share * (bottom - top));
    y[key.replace("axis", "")] = Object.assign(along(range, low, high), { top: high, bottom: low });
  }
  const items = legend.items.map((item) => ({ ...item, y: item.y + hangs }));
  return { left, right, top, bottom, x: along(xaxis.range, left, right), y, ticks, legend: { items } };
}
