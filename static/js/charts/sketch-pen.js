// The pen of a sketch: words and straight lines, drawn as Plotly draws them.

const LINE = 1.3; // of the size of the letters, as Plotly's
const DASHES = { dot: [1], dash: [3], longdash: [5], dashdot: [3, 1, 1, 1], longdashdot: [5, 2, 1, 2] };
const WRITTEN = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

// Somebody's own words stand in a figure as Plotly wants them: as markup.
const linesOf = (text) => text.split("<br>").map((line) => line.replace(/&(?:lt|gt|amp);/g, (mark) => WRITTEN[mark]));

export function dashed(ctx, dash = "solid", width = 2) {
  const parts = DASHES[dash]?.map((part) => part * Math.max(width, 3));
  ctx.setLineDash(parts ?? (dash === "solid" ? [] : dash.split(",").map(parseFloat)));
}

export function words(pen, text, x, y, { size = 12, align = "left", color = pen.font.color }) {
  pen.ctx.font = `${size}px ${pen.font.family}`;
  pen.ctx.fillStyle = color;
  pen.ctx.textAlign = align;
  linesOf(text).forEach((line, at) => pen.ctx.fillText(line, x, y + at * size * LINE));
}

export function wide(pen, text, size = 12) {
  pen.ctx.font = `${size}px ${pen.font.family}`;
  return Math.max(...linesOf(text).map((line) => pen.ctx.measureText(line).width));
}

// Whole pixels, so that a thin line is one and not two pale ones.
export function straight({ ctx }, from, to, { color, width = 1, dash = undefined }) {
  const crisp = (value) => (width % 2 ? Math.floor(value) + 0.5 : Math.round(value));
  dashed(ctx, dash, width);
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.moveTo(...from.map(crisp));
  ctx.lineTo(...to.map(crisp));
  ctx.stroke();
}
