/** Points of one kind, drawn as a line or as dots. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly isLine: boolean;
}

/** Axes from `from` to `to` with a label at each tick. */
export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 60;
const RIGHT = 170;
const TOP = 40;
const BOTTOM = 50;
const COLOURS = ["#1b6ca8", "#d1495b", "#66a182", "#8d6a9f", "#edae49", "#555555", "#00798c", "#9a4c00"];

/** A chart as an SVG document of a few kilobytes, with its own legend. */
export function svgChart(title: string, x: Axis, y: Axis, series: readonly Series[]): string {
  const placeX = (value: number): string => (LEFT + ((value - x.from) / (x.to - x.from)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const placeY = (value: number): string => (HEIGHT - BOTTOM - ((value - y.from) / (y.to - y.from)) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const grid = [
    ...x.ticks.map((tick) => line(placeX(tick), placeY(y.from), placeX(tick), placeY(y.to)) + text(placeX(tick), HEIGHT - BOTTOM + 18, `${tick}`, "middle")),
    ...y.ticks.map((tick) => line(placeX(x.from), placeY(tick), placeX(x.to), placeY(tick)) + text(LEFT - 8, Number(placeY(tick)) + 4, `${tick}`, "end")),
  ];
  const drawn = series.map(({ name, points, isLine }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? "#000000";
    const places = points.map(([px, py]) => [placeX(px), placeY(py)] as const);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}" fill-opacity="0.8"/>`).join("");
    const path = isLine ? `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${places.map((at) => at.join(",")).join(" ")}"/>` : "";
    const key = TOP + 10 + i * 20;
    return `${path}${dots}<circle cx="${WIDTH - RIGHT + 20}" cy="${key}" r="4" fill="${colour}"/>${text(WIDTH - RIGHT + 30, key + 4, name, "start")}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT, 22, title, "start"),
    ...grid,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x.label, "middle"),
    `<g transform="translate(16 ${HEIGHT / 2}) rotate(-90)">${text(0, 0, y.label, "middle")}</g>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function line(x1: string, y1: string, x2: string, y2: string): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#dddddd"/>`;
}

function text(x: number | string, y: number, content: string, anchor: "start" | "middle" | "end"): string {
  const escaped = content.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#222222">${escaped}</text>`;
}
