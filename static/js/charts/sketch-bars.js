// The bars of a sketch, one upon another.

// Whole pixels, as Plotly's, so that an outline is one and not two pale ones.
export function bars(ctx, { color, line, pattern }, from, to) {
  const box = (onto) => [onto(from.x), onto(from.y), onto(to.x) - onto(from.x), onto(to.y) - onto(from.y)];
  const inside = box(Math.round);
  ctx.fillStyle = pattern?.bgcolor ?? color;
  ctx.fillRect(...inside);
  if (pattern) hatch(ctx, pattern, ...inside);
  if (!line?.width) return;
  Object.assign(ctx, { strokeStyle: line.color, lineWidth: line.width }).setLineDash([]);
  ctx.translate(0.5, 0.5);
  ctx.strokeRect(...box(Math.floor));
  ctx.translate(-0.5, -0.5);
}

function hatch(ctx, { fgcolor, size, solidity }, x, y, width, height) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  Object.assign(ctx, { strokeStyle: fgcolor, lineWidth: solidity * size }).setLineDash([]);
  ctx.beginPath();
  const step = size * Math.SQRT2;
  for (let at = Math.floor((x + y) / step) * step; at <= x + y + width + height; at += step) {
    ctx.moveTo(at - y + 1, y - 1);
    ctx.lineTo(at - y - height - 1, y + height + 1);
  }
  ctx.stroke();
  ctx.restore();
}

export function stacked(pen, { data, layout }, place) {
  pen.ctx.save();
  pen.ctx.beginPath();
  pen.ctx.rect(place.left, place.top, place.right - place.left, place.bottom - place.top);
  pen.ctx.clip();
  const under = {};
  const half = (1 - layout.bargap) / 2;
  for (const { orientation, x, y, marker } of data) {
    const flat = orientation === "h";
    const [spots, counts] = flat ? [y, x] : [x, y];
    spots.forEach((spot, at) => {
      const from = under[spot] ?? 0;
      const to = (under[spot] = from + counts[at]);
      if (!counts[at]) return;
      const [a, b] = flat ? [place.x(from), place.y.y(spot - half)] : [place.x(spot - half), place.y.y(to)];
      const [c, d] = flat ? [place.x(to), place.y.y(spot + half)] : [place.x(spot + half), place.y.y(from)];
      bars(pen.ctx, marker, { x: Math.min(a, c), y: Math.min(b, d) }, { x: Math.max(a, c), y: Math.max(b, d) });
    });
  }
  pen.ctx.restore();
}
