// The axes of a sketch: the lines of the grid, and what is written along the edges.

import { straight, wide, words } from "./sketch-pen.js";

const SUBPLOTS = /^yaxis\d*$/;

function axesOf({ layout }) {
  return Object.keys(layout).filter((key) => SUBPLOTS.test(key)).map((key) => [key.replace("axis", ""), layout[key]]);
}

export function grid(pen, { layout }, place) {
  const { left, right } = place;
  for (const [name, axis] of axesOf({ layout })) {
    const { top, bottom } = place.y[name];
    const across = (value, look) => straight(pen, [left, place.y[name](value)], [right, place.y[name](value)], look);
    const inside = ([value]) => place.y[name](value) > top && place.y[name](value) < bottom - 0.5;
    if (axis.visible === false) continue;
    if (layout.xaxis.showgrid ?? true)
      for (const [value] of place.ticks(layout.xaxis).filter(([tick]) => place.x(tick) > left))
        straight(pen, [place.x(value), top], [place.x(value), bottom], { color: layout.xaxis.gridcolor });
    if (axis.showgrid ?? true)
      for (const [value] of place.ticks(axis).filter(inside)) across(value, { color: axis.gridcolor });
    if (axis.zeroline) across(0, { color: axis.zerolinecolor, width: axis.zerolinewidth });
  }
}

export function ends(pen, { layout }, place) {
  const { xaxis } = layout;
  const size = xaxis.tickfont?.size ?? 12;
  const outside = xaxis.ticks === "outside" ? xaxis.ticklen : 0;
  for (const [value, text] of place.ticks(xaxis)) {
    const x = place.x(value);
    if (outside) straight(pen, [x, place.bottom], [x, place.bottom + outside], { color: xaxis.tickcolor });
    words(pen, text, x, place.bottom + size + 1 + outside * 1.6, { size, align: "center" });
  }
  if (xaxis.title) {
    const { text, font } = xaxis.title;
    words(pen, text, (place.left + place.right) / 2, place.bottom + size + 17.2, { ...font, align: "center" });
  }
  for (const [name, axis] of axesOf({ layout })) if (axis.visible !== false) scale(pen, axis, place, place.y[name]);
}

function scale(pen, axis, place, y) {
  const out = axis.ticks === "outside" ? axis.ticklen + 2 : 0;
  let widest = 0;
  for (const [value, text] of place.ticks(axis)) {
    const above = (text.split("<br>").length - 1) * 7.8;
    words(pen, text, place.left - 1 - out, y(value) + 4.2 - above, { align: "right" });
    widest = Math.max(widest, wide(pen, text));
  }
  if (!axis.title) return;
  const { text, font } = axis.title;
  const lines = text.split("<br>").length;
  const left = Math.max(0, place.left - 7.3 - widest - 13 - (lines - 1) * 14.3);
  pen.ctx.save();
  pen.ctx.translate(left + 10.2, (y.top + y.bottom) / 2);
  pen.ctx.rotate(-Math.PI / 2);
  words(pen, text, 0, 0, { ...font, align: "center" });
  pen.ctx.restore();
}
