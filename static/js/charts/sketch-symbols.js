// The symbols of a sketch, with Plotly's names and numbers.

const NUMBERS = { circle: 0, square: 1, diamond: 2, "triangle-up": 5, "triangle-down": 6 };
const SCATTER = { circle: round, square, diamond, up, down };
const KINDS = { 0: "circle", 1: "square", 2: "diamond", 5: "up", 6: "down" };

function round(ctx, r) {
  ctx.arc(0, 0, r, 0, 2 * Math.PI);
}

function square(ctx, r) {
  ctx.rect(-r, -r, 2 * r, 2 * r);
}

function diamond(ctx, r) {
  corners(ctx, [1.3 * r, 0], [0, 1.3 * r], [-1.3 * r, 0], [0, -1.3 * r]);
}

function up(ctx, r) {
  const half = (2 * r) / Math.sqrt(3);
  corners(ctx, [-half, r / 2], [half, r / 2], [0, -r]);
}

function down(ctx, r) {
  const half = (2 * r) / Math.sqrt(3);
  corners(ctx, [-half, -r / 2], [half, -r / 2], [0, r]);
}

function corners(ctx, first, ...others) {
  ctx.moveTo(...first);
  for (const corner of others) ctx.lineTo(...corner);
  ctx.closePath();
}

// One mark; the list of symbols may name one for each point.
export function symbol(ctx, { symbol: named, size, color }, at, x, y) {
  const mark = Array.isArray(named) ? named[at] : named;
  const [, name, open, dot] = typeof mark === "string" ? mark.match(/^(.*?)(-open)?(-dot)?$/) : [];
  const base = name ? NUMBERS[name] : mark % 100;
  const hollow = open || mark % 200 >= 100;
  ctx.translate(x, y);
  ctx.beginPath();
  SCATTER[KINDS[base]](ctx, size / 2);
  ctx.fillStyle = ctx.strokeStyle = color;
  if (hollow) {
    Object.assign(ctx, { lineWidth: 1 }).setLineDash([]);
    ctx.stroke();
    if (dot || mark >= 200) ctx.fillRect(-1, -1, 2, 2);
  } else ctx.fill();
  ctx.translate(-x, -y);
}
