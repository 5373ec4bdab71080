// The lines, dots and words of a sketch.

import { dashed } from "./sketch-pen.js";
import { symbol } from "./sketch-symbols.js";

function line(ctx, { x, y, line: look = { width: 0, dash: "", color: "" }, fill, fillcolor }, place, high) {
  ctx.beginPath();
  let broken = true;
  x.forEach((value, at) => {
    if (value === null || y[at] === null) return (broken = true);
    if (broken) ctx.moveTo(place.x(value), high(y[at]));
    else ctx.lineTo(place.x(value), high(y[at]));
    broken = false;
  });
  if (fill) {
    ctx.closePath();
    ctx.fillStyle = fillcolor;
    ctx.fill();
  }
  if (!look.width) return;
  dashed(ctx, look.dash, look.width);
  Object.assign(ctx, { strokeStyle: look.color, lineWidth: look.width, lineJoin: "miter", miterLimit: 2 });
  ctx.stroke();
}

function scatter(pen, part, place) {
  const { ctx } = pen;
  const { mode, x, y, marker, text, textfont, textposition, cliponaxis } = part;
  const high = place.y[part.yaxis ?? "y"];
  ctx.save();
  if (cliponaxis !== false) {
    ctx.beginPath();
    ctx.rect(place.left, high.top, place.right - place.left, high.bottom - high.top);
    ctx.clip();
  }
  if (mode.includes("lines")) line(ctx, part, place, high);
  const there = x.map((value, at) => at).filter((at) => x[at] !== null && y[at] !== null);
  if (mode.includes("markers")) {
    ctx.globalAlpha = marker.opacity ?? 1;
    for (const at of there) symbol(ctx, marker, at, place.x(x[at]), high(y[at]));
    ctx.globalAlpha = 1;
  }
  if (mode.includes("text")) {
    ctx.font = `${textfont.size}px ${pen.font.family}`;
    ctx.fillStyle = textfont.color;
    for (const at of there.filter((index) => text[index])) {
      const side = Array.isArray(textposition) ? textposition[at] : textposition;
      const toLeft = side.endsWith("left");
      ctx.textAlign = toLeft ? "right" : "left";
      ctx.fillText(text[at], place.x(x[at]) + (toLeft ? -1 : 1) * (marker.size / 2 + 1), high(y[at]) + 3.9);
    }
  }
  ctx.restore();
}

// A pale trace is pale as a whole: what lies over itself in it is no darker.
function pale(pen, { opacity }, canvas, paint) {
  const { width, height } = canvas;
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  const ctx = sheet.getContext("2d");
  ctx.scale(pen.sharp, pen.sharp);
  paint({ ...pen, ctx });
  pen.ctx.globalAlpha = opacity;
  pen.ctx.drawImage(sheet, 0, 0, width / pen.sharp, height / pen.sharp);
  pen.ctx.globalAlpha = 1;
}

export function traces(pen, { data }, place) {
  for (const part of data.filter(({ x }) => x.some((value) => value !== null))) {
    if ((part.opacity ?? 1) < 1) pale(pen, part, pen.ctx.canvas, (paler) => scatter(paler, part, place));
    else scatter(pen, part, place);
  }
}
