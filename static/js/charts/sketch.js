// Paints a figure onto a canvas at once, from the same numbers that Plotly is given and in the same
// places: a phone needs seconds for Plotly's thousands of elements, and a moment for this. It knows
// what our own figures use, and nothing else; a test lays it over Plotly's picture.

import { ends, grid } from "./sketch-axes.js";
import { bars, stacked } from "./sketch-bars.js";
import { frame } from "./sketch-frame.js";
import { dashed, straight, wide, words } from "./sketch-pen.js";
import { traces } from "./sketch-scatter.js";
import { symbol } from "./sketch-symbols.js";

function marks(pen, { layout }, place, below) {
  const tall = (value) => place.bottom - value * (place.bottom - place.top);
  for (const shape of (layout.shapes ?? []).filter(({ layer }) => (layer === "below") === below)) {
    pen.ctx.globalAlpha = shape.opacity ?? 1;
    straight(pen, [place.x(shape.x0), tall(shape.y0)], [place.x(shape.x1), tall(shape.y1)], shape.line);
    pen.ctx.globalAlpha = 1;
  }
  if (below) return;
  for (const { x, y, xref, yref, text, font, xanchor, yanchor, yshift = 0 } of layout.annotations ?? []) {
    const side = xref === "paper" ? place.left + x * (place.right - place.left) : place.x(x);
    const panel = place.y[yref.split(" ")[0]] ?? place;
    const high = panel.bottom - y * (panel.bottom - panel.top);
    const shift = { left: 2, right: -2, center: 0 }[xanchor];
    const base = yanchor === "bottom" ? high - 4.8 : high + 12.2;
    words(pen, text, side + shift, base - yshift, { ...font, align: xanchor });
  }
}

function legend(pen, { layout }, { left, legend: place }) {
  for (const { key, x, y } of place.items) {
    const middle = { x: left + x + 20, y: y + 14.5 };
    pen.ctx.globalAlpha = key.opacity ?? 1;
    if (key.type === "bar") bars(pen.ctx, key.marker, { x: middle.x - 6, y: middle.y - 6 }, { x: middle.x + 6, y: middle.y + 6 });
    else if (key.fill) {
      pen.ctx.fillStyle = key.fillcolor;
      pen.ctx.fillRect(middle.x - 15, middle.y - 1, 30, 6);
    }
    if (key.type !== "bar" && key.mode.includes("lines")) stroke(pen.ctx, key.line, middle);
    if (key.mode?.includes("markers")) symbol(pen.ctx, key.marker, 0, middle.x, middle.y);
    pen.ctx.globalAlpha = 1;
    words(pen, key.name, left + x + 40, y + 19.2, layout.legend.font);
  }
}

function stroke(ctx, line, middle) {
  const width = line?.width ?? 2;
  if (width === 0) return;
  dashed(ctx, line?.dash, width);
  Object.assign(ctx, { strokeStyle: line?.color, lineWidth: width });
  ctx.beginPath();
  ctx.moveTo(middle.x - 15, middle.y);
  ctx.lineTo(middle.x + 15, middle.y);
  ctx.stroke();
}

export function sketch(canvas, spec, width, sharp = devicePixelRatio) {
  const { height, font } = spec.layout;
  Object.assign(canvas, { width: Math.round(width * sharp), height: Math.round(height * sharp) });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const pen = { ctx: canvas.getContext("2d"), font, sharp };
  pen.ctx.scale(sharp, sharp);
  const place = frame(spec, width, (text, size) => wide(pen, text, size));
  grid(pen, spec, place);
  marks(pen, spec, place, true);
  (spec.data[0].type === "bar" ? stacked : traces)(pen, spec, place);
  marks(pen, spec, place, false);
  ends(pen, spec, place);
  legend(pen, spec, place);
}
